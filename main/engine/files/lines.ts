export type Line =
  | { readonly text: string }
  | { readonly unreadable: 'tooLarge' | 'notUtf8'; readonly bytes: number };

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Splits bytes into lines (LF or CRLF), several at a time so that a caller can write as many answers at once.
 * The last line needs no end. Reads on only when the caller asks.
 * @param maxBytes of a longer line only the length is kept, so that one without an end can't fill the memory
 */
export async function* linesOf(
  input: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<readonly Line[]> {
  let held: Buffer[] = [];
  let heldBytes = 0;

  const finish = (rest: Buffer): Line => {
    const bytes = heldBytes + rest.length;
    const line: Line =
      bytes > maxBytes ? { unreadable: 'tooLarge', bytes } : decode(Buffer.concat([...held, rest]));
    held = [];
    heldBytes = 0;
    return line;
  };

  for await (const piece of input) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const lines: Line[] = [];
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      lines.push(finish(chunk.subarray(from, end)));
      from = end + 1;
    }
    const rest = chunk.subarray(from);
    heldBytes += rest.length;
    // Of a line that is too long already only its length is kept.
    if (heldBytes <= maxBytes) held.push(rest);
    else held = [];
    if (lines.length > 0) yield lines;
  }
  if (heldBytes > 0) yield [finish(Buffer.alloc(0))];
}

function decode(bytes: Buffer): Line {
  try {
    return { text: utf8.decode(bytes).replace(/\r$/, '') };
  } catch {
    return { unreadable: 'notUtf8', bytes: bytes.length };
  }
}
