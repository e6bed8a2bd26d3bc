import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '#engine/storage/telemetry/days.ts';
import { readyAt, SegmentDevice } from '#engine/storage/telemetry/SegmentDevice.ts';

const NINE = Date.parse('2026-01-02T09:00:00Z');
const MINUTE = 60_000;

describe('the rows that a device has in the raw table', () => {
  test('are found by the hours of a span, in order of arrival', () => {
    const device = new SegmentDevice('device-1', 1);
    device.added(1, NINE, NINE);
    device.added(2, NINE + HOUR_MS, NINE);
    device.added(3, NINE + 1, NINE);
    device.added(4, NINE - 1, NINE);
    expect(device.seqsBetween(NINE, NINE + 10)).toEqual([1, 3]);
    expect(device.seqsBetween(NINE - 10, NINE + HOUR_MS)).toEqual([1, 2, 3, 4]);
    expect(device.seqsBetween(NINE + 2 * HOUR_MS, NINE + 3 * HOUR_MS)).toEqual([]);
  });

  test('are forgotten when their hour is packed, and a late one begins the hour again', () => {
    const device = new SegmentDevice('device-1', 1);
    device.packed(device.added(1, NINE, NINE)!);
    expect(device.seqsBetween(NINE, NINE)).toEqual([]);
    expect(device.added(2, NINE, NINE)).toMatchObject({ seqs: [2] });
    expect(device.added(3, NINE, NINE)).toBeUndefined();
  });

  test('of an hour with more readings than a call takes arguments are all found', () => {
    const device = new SegmentDevice('device-1', 1);
    for (let seq = 1; seq <= 300_000; seq++) device.added(seq, NINE, NINE);
    expect(device.seqsBetween(NINE, NINE)).toHaveLength(300_000);
  });
});

describe('an hour may be packed', () => {
  const hour = NINE / HOUR_MS;
  const cases = [
    {
      name: 'five minutes after it ended',
      lastReceived: NINE + 50 * MINUTE,
      now: NINE + 65 * MINUTE,
      ready: true,
    },
    { name: 'not before', lastReceived: NINE + 50 * MINUTE, now: NINE + 64 * MINUTE, ready: false },
    {
      name: 'five minutes after its last late row',
      lastReceived: NINE + 300 * MINUTE,
      now: NINE + 305 * MINUTE,
      ready: true,
    },
    {
      name: 'not while late rows keep coming',
      lastReceived: NINE + 300 * MINUTE,
      now: NINE + 304 * MINUTE,
      ready: false,
    },
    {
      name: 'at once when the clock was set back before it',
      lastReceived: NINE,
      now: NINE - 24 * 60 * MINUTE,
      ready: true,
    },
    {
      name: 'at once when its arrival lies in the future',
      lastReceived: NINE + 6000 * MINUTE,
      now: NINE + 65 * MINUTE,
      ready: true,
    },
  ];
  for (const { name, lastReceived, now, ready } of cases)
    test(name, () => {
      expect(readyAt({ hour, seqs: [1], lastReceived }, now) <= now).toBe(ready);
    });
});
