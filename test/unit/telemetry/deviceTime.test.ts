import { expect, test } from 'vitest';
import { deviceTimeOf } from '#shared/telemetry/deviceTime.ts';

const NOON = Date.UTC(2024, 0, 1, 12);

test.each([
  ['milliseconds', NOON],
  ['seconds', NOON / 1000],
  ['milliseconds as text', String(NOON)],
  ['seconds as text', String(NOON / 1000)],
  ['seconds with a fraction of nothing', `${NOON / 1000}.000`],
  ['UTC', '2024-01-01T12:00:00Z'],
  ['UTC without seconds', '2024-01-01T12:00Z'],
  ['UTC with a blank instead of T', '2024-01-01 12:00:00z'],
  ['no zone, which is UTC', '2024-01-01T12:00:00'],
  ["no zone and microseconds, Python's isoformat", '2024-01-01T12:00:00.000000'],
  ['Korea', '2024-01-01T21:00:00+09:00'],
  ['Korea in basic format', '2024-01-01T21:00:00+0900'],
  ['half an hour west over midnight', '2024-01-01T08:30:00-03:30'],
])('noon in %s', (_, timestamp) => {
  expect(deviceTimeOf(timestamp)).toBe(NOON);
});

test.each([
  [1_700_000_000.1239, 1_700_000_000_124],
  [1_700_000_000_123.6, 1_700_000_000_124],
  ['2024-02-29T23:59:59,999Z', Date.UTC(2024, 1, 29, 23, 59, 59, 999)],
  ['2024-01-01T12:00:00.9999Z', NOON + 999],
])('%j is whole milliseconds', (timestamp, expected) => {
  expect(deviceTimeOf(timestamp)).toBe(expected);
});

test.each([
  [99_999_999_999, 99_999_999_999_000],
  [100_000_000_000, 100_000_000_000],
  [100_000_000, 100_000_000_000],
])('%d is %d: seconds below 1e11, milliseconds from there', (timestamp, expected) => {
  expect(deviceTimeOf(timestamp)).toBe(expected);
});

test.each([
  [undefined],
  [null],
  [true],
  [{}],
  [[]],
  [''],
  ['now'],
  ['12:00'],
  ['2024-01-01'],
  ['20240101T120000Z'],
  ['2023-02-29T00:00:00Z'],
  ['2024-13-01T00:00:00Z'],
  ['2024-00-10T00:00:00Z'],
  ['2024-01-32T00:00:00Z'],
  ['2024-01-01T24:00:00Z'],
  ['2024-01-01T12:60:00Z'],
  ['2024-01-01T12:00:60Z'],
  ['2024-01-01T12:00:00+15:00'],
  ['2024-01-01T12:00:00+09:75'],
  ['0050-01-01T00:00:00Z'],
  ['1969-12-31T23:59:59Z'],
  [0],
  [-1],
  [12_345],
  [99_999_999],
  [Number.NaN],
  [Number.POSITIVE_INFINITY],
  [9e15],
  ['1e12'],
  ['-1700000000'],
  [' 1700000000'],
  ['9'.repeat(100_000)],
])('%j is no time', (timestamp) => {
  expect(deviceTimeOf(timestamp)).toBeNull();
});
