import { describe, expect, it } from 'vitest';
import { contentKey, RecentKeys, readingKey } from '#engine/RecentKeys.ts';
import type { DecodedReading } from '#shared/telemetry/reading.ts';

const reading: DecodedReading = {
  deviceId: 'device-001',
  idx: 7,
  status: 0,
  verifyStatus: null,
  deviceTime: 1_700_000_000_000,
  voltage: 220,
  voltageLow: 218,
  current: 5,
  leakageCurrent: 0.5,
  resistiveLeakage: 0.3,
  power: 1.1,
  pcbTemperature: 35,
  sensorTemperature: 37,
  coGas: 5,
  voc: 50,
  powerFactor: 0.95,
  arcCount: 0,
};

describe('RecentKeys', () => {
  it('forgets the oldest when it is full, and only that', () => {
    const recent = new RecentKeys(3);
    for (const key of ['a', 'b', 'c', 'd']) recent.add(key);
    expect(['a', 'b', 'c', 'd'].map((key) => recent.has(key))).toEqual([false, true, true, true]);
  });

  it('does not give a repeated key a second place', () => {
    const recent = new RecentKeys(2);
    recent.add('a');
    recent.add('b');
    recent.add('b');
    expect(recent.has('a')).toBe(true);
  });
});

describe('the identity of a reading', () => {
  it('is the same for the same message delivered twice', () => {
    expect(readingKey({ ...reading }, false)).toBe(readingKey(reading, true));
  });

  it.each([
    ['another device', { deviceId: 'device-002' }],
    ['a later device time', { deviceTime: 1_700_000_000_001 }],
    ['the next sequence number', { idx: 8 }],
    ['a stopped clock and counter but another temperature', { sensorTemperature: 61 }],
    ['a stopped clock and counter but another status', { status: 128 }],
    ['one arc more', { arcCount: 1 }],
  ])('differs for %s', (_name, change) => {
    expect(readingKey({ ...reading, ...change }, false)).not.toBe(readingKey(reading, false));
  });

  it('is unknown without a device time, unless the broker says that it sent the message before', () => {
    const timeless = { ...reading, deviceTime: null };
    expect(readingKey(timeless, false)).toBeUndefined();
    expect(readingKey(timeless, true)).toBe(contentKey(timeless));
  });
});
