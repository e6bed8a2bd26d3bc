/** How large a PNG or JPEG is, by its own bytes and without decoding a pixel. */
import { crc32 } from 'node:zlib';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
  /** The picture without what trails behind its end, and without what a camera or a program wrote about it. */
  readonly bytes: Buffer;
}

const PNG_SIGNATURE_BYTES = 8;
/** Length, type and check sum. */
const CHUNK_FRAME_BYTES = 12;
/** What a PNG needs to be drawn. Text, times and profiles are left out. */
const KEPT_CHUNKS = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'sRGB', 'IDAT', 'IEND']);

/**
 * Walks the chunks to the end (PNG specification, clause 5) and compares their check sums.
 *
 * @returns undefined when it is cut off or damaged
 */
export function pngSize(bytes: Buffer): PictureSize | undefined {
  const kept: Buffer[] = [bytes.subarray(0, PNG_SIGNATURE_BYTES)];
  let size: { width: number; height: number } | undefined;
  let hasData = false;
  for (let at = PNG_SIGNATURE_BYTES; at + CHUNK_FRAME_BYTES <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + CHUNK_FRAME_BYTES + length;
    if (end > bytes.length) return undefined;
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return undefined;
    if (type === 'IHDR' && length >= 13)
      size ??= { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    if (type === 'IDAT') hasData = true;
    if (KEPT_CHUNKS.has(type)) kept.push(bytes.subarray(at, end));
    if (type === 'IEND')
      return size && hasData ? { ...size, bytes: Buffer.concat(kept) } : undefined;
    at = end;
  }
  return undefined;
}

const MARKER = 0xff;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** SOF0 to SOF15 but for DHT, JPG and DAC, which share their range (ITU-T T.81, table B.1). */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
/** APP1 to APP15 and comments, but for APP14, which says how the colours are meant. */
const isRemark = (marker: number): boolean =>
  marker === 0xfe || (marker >= 0xe1 && marker <= 0xef && marker !== 0xee);

/**
 * Walks the segments up to the picture's data (ITU-T T.81, annex B).
 *
 * @returns undefined when it is cut off or damaged
 */
export function jpegSize(bytes: Buffer): PictureSize | undefined {
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | undefined;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== MARKER) return undefined;
    const marker = bytes[at + 1] ?? 0;
    // Fill bytes may stand before a marker.
    if (marker === MARKER) {
      at++;
      continue;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return undefined;
    if (isFrameHeader(marker))
      size ??= { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    if (marker === START_OF_SCAN) {
      const last = bytes.lastIndexOf(Buffer.from([MARKER, END_OF_IMAGE]));
      if (last < end || !size) return undefined;
      return { ...size, bytes: Buffer.concat([...kept, bytes.subarray(at, last + 2)]) };
    }
    if (!isRemark(marker)) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return undefined;
}
