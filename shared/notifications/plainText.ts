/** Text from elsewhere (device names, sites) made fit for a subject, a text message or a line of an e-mail. */

/**
 * One line without anything invisible: no line break to begin a header or a line of its own, no mark that turns the
 * direction of reading, no zero-width letter to hide something behind.
 */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu, '')
    .normalize('NFC')
    .trim();
}

/** At most `units` UTF-16 code units, with a mark where something was cut off, and no half of a character. */
export function cutTo(text: string, units: number): string {
  if (text.length <= units) return text;
  if (units < 1) return '';
  let cut = '';
  for (const character of text) {
    if (cut.length + character.length > units - 1) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}
