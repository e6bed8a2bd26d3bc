import { expect, test } from 'vitest';
import { previewBytes } from '#engine/storage/previewBytes.ts';

const text = (value: string) => new TextEncoder().encode(value);

const cases: readonly { name: string; bytes: Uint8Array; shown: string }[] = [
  { name: 'nothing', bytes: text(''), shown: '' },
  { name: 'text is shown as it is', bytes: text('{"volt":"x"}'), shown: '{"volt":"x"}' },
  { name: 'Korean is text', bytes: text('온도 높음'), shown: '온도 높음' },
  { name: 'line ends and zeros are visible', bytes: text('a\r\n\tb\0'), shown: 'a␍␊␉b␀' },
  {
    name: 'an escape sequence can’t reach a terminal',
    bytes: text('\u001b[31mred'),
    shown: '␛[31mred',
  },
  { name: 'delete is visible', bytes: text('a\u007f'), shown: 'a␡' },
  {
    name: 'marks that turn the reading direction are visible',
    bytes: text('a\u202eb'),
    shown: 'a\\u{202e}b',
  },
  {
    name: 'invisible characters are visible',
    bytes: text('a\u200bb\ufeff'),
    shown: 'a\\u{200b}b\\u{feff}',
  },
  { name: 'line separators are visible', bytes: text('a\u2028b'), shown: 'a\\u{2028}b' },
  {
    name: 'what is not UTF-8 is hexadecimal',
    bytes: Uint8Array.of(0xff, 0, 0x7b),
    shown: 'ff 00 7b',
  },
  { name: 'an overlong form is not UTF-8', bytes: Uint8Array.of(0xc0, 0x80), shown: 'c0 80' },
  {
    name: 'a lone surrogate is not UTF-8',
    bytes: Uint8Array.of(0xed, 0xa0, 0x80),
    shown: 'ed a0 80',
  },
  {
    name: 'long text ends in an ellipsis',
    bytes: text('x'.repeat(300)),
    shown: `${'x'.repeat(256)}…`,
  },
  {
    name: 'a character that the limit cuts in two does not make it hexadecimal',
    bytes: text(`${'x'.repeat(255)}온${'y'.repeat(100)}`),
    shown: `${'x'.repeat(255)}…`,
  },
  {
    name: 'long bytes end in an ellipsis',
    bytes: new Uint8Array(1000).fill(0xfe),
    shown: `${Array(256).fill('fe').join(' ')}…`,
  },
];

for (const { name, bytes, shown } of cases)
  test(`preview: ${name}`, () => {
    expect(previewBytes(bytes)).toBe(shown);
  });
