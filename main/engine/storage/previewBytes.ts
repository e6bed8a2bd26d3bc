/** How much of a payload the System screen shows. */
const PREVIEW_BYTES = 256;

/**
 * Bytes that nobody could decode, made safe and readable for a screen: as text where they are UTF-8, with control
 * and direction characters made visible, and as hexadecimal where they are not.
 */
export function previewBytes(bytes: Uint8Array): string {
  if (bytes.length === 0) return '';
  const cut = bytes.length > PREVIEW_BYTES;
  const text = asText(bytes.subarray(0, PREVIEW_BYTES), cut);
  const shown = text === null ? asHex(bytes.subarray(0, PREVIEW_BYTES)) : visible(text);
  return cut ? `${shown}…` : shown;
}

function asText(bytes: Uint8Array, cut: boolean): string | null {
  try {
    // When the end was cut off, `stream` keeps a character that lost its tail from counting as an error.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, {
      stream: cut,
    });
  } catch {
    return null;
  }
}

function asHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/**
 * C0 controls become their Unicode pictures (␊). Other controls, direction marks, line separators and lone surrogates
 * become \u{…}: a payload must not be able to reorder or hide what stands beside it on the screen.
 */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const code = character.codePointAt(0)!;
    if (code < 0x20) return String.fromCodePoint(0x2400 + code);
    if (code === 0x7f) return '\u2421';
    return `\\u{${code.toString(16)}}`;
  });
}
