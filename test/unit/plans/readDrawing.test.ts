import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readDrawing } from '#engine/plans/readDrawing.ts';
import { sourceKindOf } from '#shared/plans/drawing.ts';
import { jpegOf, pngOf } from '../../support/pictures.ts';

const bytesOf = (text: string) => Buffer.from(text);

describe('a picture is read by its bytes', () => {
  it('tells how large it is', () => {
    expect(readDrawing(pngOf(40, 30))).toMatchObject({
      mediaType: 'image/png',
      width: 40,
      height: 30,
    });
    expect(readDrawing(jpegOf(640, 480))).toMatchObject({
      mediaType: 'image/jpeg',
      width: 640,
      height: 480,
    });
  });

  it('keeps no remarks of cameras and programs, and nothing behind the end', () => {
    const png = pngOf(4, 4, { tEXt: Buffer.from('Author\0Somebody') });
    const read = readDrawing(Buffer.concat([png, bytesOf('<script>')]));
    expect(read).toMatchObject({ bytes: pngOf(4, 4) });
    const jpeg = jpegOf(8, 8, bytesOf('Exif\0\0where it was taken'));
    expect(readDrawing(Buffer.concat([jpeg, bytesOf('PK')]))).toMatchObject({
      bytes: jpegOf(8, 8),
    });
  });

  it('refuses what is cut off, damaged, too large when decoded, or something else by another name', () => {
    const png = pngOf(40, 30);
    expect(readDrawing(png.subarray(0, png.length - 20))).toBe('damaged');
    const bent = Buffer.from(png);
    bent[60] = (bent[60] ?? 0) ^ 1;
    expect(readDrawing(bent)).toBe('damaged');
    expect(readDrawing(jpegOf(8, 8).subarray(0, 30))).toBe('damaged');
    expect(readDrawing(pngOf(0, 10))).toBe('damaged');
    expect(readDrawing(headerOnly(16_385, 10))).toBe('tooManyPixels');
    expect(readDrawing(headerOnly(8_000, 8_000))).toBe('tooManyPixels');
    expect(readDrawing(bytesOf('%PDF-1.7'))).toBe('unknownType');
    expect(readDrawing(bytesOf('GIF89a'))).toBe('unknownType');
    expect(readDrawing(bytesOf('<html>'))).toBe('unknownType');
  });

  it('refuses an SVG that would keep the readings waiting', () => {
    const long = `<svg viewBox="0 0 1 1"><desc>${'x'.repeat(4 * 1024 * 1024)}</desc></svg>`;
    expect(readDrawing(bytesOf(long))).toBe('tooLarge');
  });

  it('reads the Korean of old drawing programs', () => {
    const head = bytesOf('<?xml version="1.0" encoding="EUC-KR"?><svg viewBox="0 0 1 1"><text>');
    const file = Buffer.concat([head, Buffer.from([0xc3, 0xfe]), bytesOf('</text></svg>')]);
    const read = readDrawing(file);
    expect(typeof read === 'string' ? read : read.bytes.toString()).toContain('<text>층</text>');
    expect(
      readDrawing(
        Buffer.concat([bytesOf('<svg viewBox="0 0 1 1"><text>'), Buffer.from([0xc3, 0xfe])]),
      ),
    ).toBe('damaged');
  });
});

describe('what a file is', () => {
  it.each([
    ['png', pngOf(1, 1)],
    ['jpeg', jpegOf(1, 1)],
    ['pdf', bytesOf('%PDF-1.4\n')],
    ['dxf', bytesOf('  0\r\nSECTION\r\n  2\r\nHEADER\r\n')],
    ['dxf', bytesOf('999\nmade by a program\n0\nSECTION\n')],
    [
      'svg',
      bytesOf(
        '\uFEFF<?xml version="1.0"?>\n<!-- 도면 -->\n<svg xmlns="http://www.w3.org/2000/svg">',
      ),
    ],
    [undefined, bytesOf('AC1027 a DWG')],
    [undefined, bytesOf('text that speaks of <svg >')],
    [undefined, bytesOf('')],
  ])('%s', (kind, bytes) => {
    expect(sourceKindOf(bytes)).toBe(kind);
  });
});

/** A picture that says how large it is and has nearly nothing in it. */
function headerOnly(width: number, height: number): Buffer {
  const small = pngOf(1, 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const typed = Buffer.concat([Buffer.from('IHDR'), header]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([small.subarray(0, 12), typed, sum, small.subarray(33)]);
}
