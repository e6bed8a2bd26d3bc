/**
 * Windows and macOS icon files, made of PNG pictures.
 * ICO: https://learn.microsoft.com/windows/win32/menurc/newheader ; ICNS: a list of (type, length, PNG) blocks.
 */

export interface Picture {
  /** Width and height. */
  readonly pixels: number;
  readonly png: Buffer;
}

const ICO_HEADER = 6;
const ICO_ENTRY = 16;

/** @param pictures at most 256 pixels wide each. */
export function icoFile(pictures: readonly Picture[]): Buffer {
  const header = Buffer.alloc(ICO_HEADER + ICO_ENTRY * pictures.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(pictures.length, 4);
  let offset = header.length;
  for (const [index, { pixels, png }] of pictures.entries()) {
    const entry = ICO_HEADER + ICO_ENTRY * index;
    // One byte each, in which 0 stands for 256.
    header.writeUInt8(pixels % 256, entry);
    header.writeUInt8(pixels % 256, entry + 1);
    header.writeUInt16LE(1, entry + 4);
    header.writeUInt16LE(32, entry + 6);
    header.writeUInt32LE(png.length, entry + 8);
    header.writeUInt32LE(offset, entry + 12);
    offset += png.length;
  }
  return Buffer.concat([header, ...pictures.map(({ png }) => png)]);
}

/** The block's type for each size; where two types hold one size, the second is the doubled one of half that size. */
export const ICNS_TYPES: readonly (readonly [type: string, pixels: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic08', 256],
  ['ic13', 256],
  ['ic09', 512],
  ['ic14', 512],
  ['ic10', 1024],
];

/** @throws when a size of `ICNS_TYPES` is missing. */
export function icnsFile(pictures: readonly Picture[]): Buffer {
  const blocks = ICNS_TYPES.map(([type, pixels]) => {
    const picture = pictures.find((one) => one.pixels === pixels);
    if (!picture) throw new Error(`no picture of ${pixels} pixels for ${type}`);
    return block(type, picture.png);
  });
  return block('icns', Buffer.concat(blocks));
}

function block(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'ascii');
  head.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([head, content]);
}
