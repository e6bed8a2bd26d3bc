import { describe, expect, test } from 'vitest';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import { calmReading, T0 } from '../scoring/calmReading.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

function place(deviceTime: number | null, backlog = false, change = {}) {
  const { measuredAt, quality } = placeInTime(
    calmReading({ deviceTime, ...change }),
    T0,
    backlog,
    DEFAULT_THRESHOLDS,
  );
  return { measuredAt, quality };
}

describe('live readings', () => {
  test.each([
    ['now', 0],
    ['five minutes ago', -5 * MINUTE],
    ['five minutes ahead', 5 * MINUTE],
  ])('a device clock that says %s is believed', (_, offset) => {
    expect(place(T0 + offset)).toEqual({ measuredAt: T0 + offset, quality: [] });
  });

  test.each([
    ['more than five minutes ago', -5 * MINUTE - 1],
    ['more than five minutes ahead', 5 * MINUTE + 1],
    ['nine hours ahead, as local time without a zone', 9 * 60 * MINUTE],
    ['the year 55,000', 1.6e15],
  ])('a device clock that says %s is not', (_, offset) => {
    expect(place(T0 + offset)).toEqual({ measuredAt: T0, quality: ['clockSkew'] });
  });

  test('without a device time the desk decides, and says so', () => {
    expect(place(null)).toEqual({ measuredAt: T0, quality: ['noDeviceTime'] });
  });
});

describe("readings from a broker's backlog", () => {
  test.each([
    ['an hour ago is late and keeps its time', -60 * MINUTE, ['late'], true],
    ['thirty days ago too', -30 * DAY, ['late'], true],
    ['five minutes ago is on time', -5 * MINUTE, [], true],
    ['longer ago than any queue is a reset clock', -30 * DAY - 1, ['clockSkew'], false],
    ['1970 as well', 1 - T0, ['clockSkew'], false],
    ['the future is always skew', 5 * MINUTE + 1, ['clockSkew'], false],
  ])('%s', (_, offset, quality, kept) => {
    expect(place(T0 + offset, true)).toEqual({ measuredAt: kept ? T0 + offset : T0, quality });
  });
});

test('every doubt is flagged, not only the first', () => {
  const change = { voltage: 301, status: 1, verifyStatus: 2 };
  expect(place(null, false, change).quality).toEqual([
    'outOfRange',
    'verifyMismatch',
    'noDeviceTime',
  ]);
});

test('what was measured stays as it was', () => {
  const decoded = calmReading({ deviceTime: T0 - 1000 });
  expect(placeInTime(decoded, T0, false, DEFAULT_THRESHOLDS)).toEqual({
    ...decoded,
    measuredAt: T0 - 1000,
    receivedAt: T0,
    quality: [],
  });
});
