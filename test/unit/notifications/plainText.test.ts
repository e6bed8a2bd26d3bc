import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutTo, oneLine } from '#shared/notifications/plainText.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 200 });

test('what a device calls itself becomes one line without anything invisible', () => {
  expect(oneLine('분전반\r\nBcc: all@example.com')).toBe('분전반 Bcc: all@example.com');
  expect(oneLine('\u202Egnp.exe\u202C')).toBe('gnp.exe');
  expect(oneLine('분\u200B전반\u0000')).toBe('분전반');
  expect(oneLine(' 3층\u2028 A ')).toBe('3층 A');
});

test('no text at all keeps a line break, a control character or half of a character', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(oneLine(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test('a cut text is never longer than allowed, and never ends in half of a character', () => {
  fc.assert(
    fc.property(anyText, fc.integer({ min: 0, max: 80 }), (text, units) => {
      const clean = oneLine(text);
      const cut = cutTo(clean, units);
      expect(cut.length).toBeLessThanOrEqual(units);
      expect(cut).not.toMatch(/\p{Cs}/u);
      if (clean.length <= units) expect(cut).toBe(clean);
    }),
  );
  expect(cutTo('화재🔥🔥', 5)).toBe('화재🔥…');
});
