import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textType } from '#engine/incidents/textType.ts';
import { EXTENSIONS, MEDIA_TYPES, magicType } from '#shared/response/attachment.ts';
import { safeFileName, withExtension } from '#shared/response/fileName.ts';

describe('a file’s name', () => {
  test.each([
    ['현장 사진.jpg', '현장 사진.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\Windows\\win.ini', 'win.ini'],
    ['/', 'file'],
    ['', 'file'],
    ['...', 'file'],
    ['  .hidden', 'hidden'],
    ['CON.txt', '_CON.txt'],
    ['com1', '_com1'],
    ['a<b>:"c|?*.png', 'a_b___c___.png'],
    ['picture\u202egpj.exe', 'picturegpj.exe'],
    ['nul\u0000l.pdf', 'null.pdf'],
    ['tab\there.txt', 'tabhere.txt'],
    ['ends.with.dots...', 'ends.with.dots'],
  ])('%j is kept as %j', (given, kept) => {
    expect(safeFileName(given)).toBe(kept);
  });

  test('whatever it was, it is one safe name of bounded length, and tidying it again changes nothing', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (given) => {
        const name = safeFileName(given);
        expect(name).not.toBe('');
        expect([...name].length).toBeLessThanOrEqual(104);
        expect(name).not.toMatch(/[/\\<>:"|?*\p{C}]/u);
        expect(name).not.toMatch(/^\.|[. ]$/);
        expect(safeFileName(name)).toBe(name);
      }),
      { numRuns: 50 },
    );
  });

  test('its extension is one that fits what it is', () => {
    expect(withExtension('a.jpg', EXTENSIONS['image/jpeg'])).toBe('a.jpg');
    expect(withExtension('a.JPEG', EXTENSIONS['image/jpeg'])).toBe('a.JPEG');
    expect(withExtension('page.html', EXTENSIONS['text/plain;charset=utf-8'])).toBe(
      'page.html.txt',
    );
    expect(withExtension('virus.exe', EXTENSIONS['image/png'])).toBe('virus.exe.png');
    expect(withExtension('readme', EXTENSIONS['application/pdf'])).toBe('readme.pdf');
  });
});

describe('what a file is, by its bytes', () => {
  const bytes = (...numbers: number[]) => Uint8Array.from([...numbers, 0, 1, 2, 3]);
  test.each([
    ['image/png', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
    ['image/jpeg', bytes(0xff, 0xd8, 0xff, 0xe0)],
    ['image/gif', new TextEncoder().encode('GIF89a..')],
    ['image/webp', new TextEncoder().encode('RIFF1234WEBPVP8 ')],
    ['application/pdf', new TextEncoder().encode('%PDF-1.7')],
  ])('%s', (type, content) => {
    expect(magicType(content)).toBe(type);
  });

  test.each([
    ['utf-8', new TextEncoder().encode('차단기를 내림\r\n\t끝')],
    ['utf-16le', Buffer.from('\ufeff차단기', 'utf16le')],
    // "한글" as Korean Windows wrote it before Unicode.
    ['euc-kr', Uint8Array.from([0xc7, 0xd1, 0xb1, 0xdb])],
  ])('text in %s', (charset, content) => {
    expect(magicType(content)).toBeUndefined();
    expect(textType(content)).toBe(`text/plain;charset=${charset}`);
  });

  test.each([
    ['a program', Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0])],
    ['an archive', Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 8, 0])],
    ['an ELF', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])],
    ['a WAV in a RIFF', new TextEncoder().encode('RIFF\u0001\u0000\u0000\u0000WAVEfmt ')],
    ['half a PNG', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0])],
    ['half a letter', Uint8Array.from([0xff, 0xfe, 0x41])],
  ])('not %s', (_, content) => {
    expect(magicType(content) ?? textType(content)).toBeUndefined();
  });

  test('a page or a drawing with a script in it is text, and nothing that is opened', () => {
    const svg = new TextEncoder().encode('<svg xmlns="x"><script>alert(1)</script></svg>');
    expect(magicType(svg) ?? textType(svg)).toBe('text/plain;charset=utf-8');
    expect(MEDIA_TYPES.some((type) => /svg|html|xml|script/.test(type))).toBe(false);
  });
});
