/** Length of a name after tidying, in characters as people count them. */
const MAX_CHARACTERS = 40;

/**
 * A person's name as it is shown and stored: composed (NFC), because some systems type Korean in parts that look
 * the same and compare as different; single spaces; no invisible characters to tell two people apart by.
 *
 * @returns undefined when nothing is left of it, or too much.
 */
export function tidyName(text: string): string | undefined {
  const visible = text.replace(/\s/gu, ' ').replace(/\p{C}/gu, '');
  const name = visible.normalize('NFC').replace(/ +/g, ' ').trim();
  const length = [...name].length;
  return length > 0 && length <= MAX_CHARACTERS ? name : undefined;
}

/** Equal for names that people would take for the same: `김 철수` and `김철수`, `Kim` and full-width `ＫＩＭ`. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
}
