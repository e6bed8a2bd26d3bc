import type { MediaType } from '#shared/response/attachment.ts';

/** What no text has, whatever it is written in: a byte of a program or a picture read as a letter. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const NOT_TEXT = /[\u0000-\u0008\u000e-\u001f\u007f\ufffd]/;

/** How the bytes are written, when they are text and nothing else; undefined when they aren't. */
export function textType(bytes: Uint8Array): MediaType | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return isText(bytes, 'utf-16le') ? 'text/plain;charset=utf-16le' : undefined;
  if (isText(bytes, 'utf-8')) return 'text/plain;charset=utf-8';
  return isText(bytes, 'euc-kr') ? 'text/plain;charset=euc-kr' : undefined;
}

function isText(bytes: Uint8Array, encoding: string): boolean {
  try {
    return !NOT_TEXT.test(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}
