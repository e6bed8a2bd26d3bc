import { describe, expect, it } from 'vitest';
import { contentKey, RecentKeys, readingKey } from '#engine/RecentKeys.ts';
import type { Reading } from '#shared/telemetry/reading.ts';

const LIVE = { duplicate: false, backlog: false };
const REPEATED = { duplicate: true, backlog: true };
const QUEUED = { duplicate: false, backlog: true };

const reading: Reading = {
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
  measuredAt: 1_700_000_000_000,
  receivedAt: 1_700_000_000_000,
  quality: [],
};

describe('RecentKeys', () => {
  it('forgets the oldest when it is full, and only that', () => {
    const recent = new RecentKeys(3);
    for (const key of ['a', 'b', 'c', 'd']) recent.add(key);
    expect(['a', 'b', 'c', 'd'].map((key) => recent.has(key))).toEqual([false, true, true, true]);
  });

  it('says whether a key is new', () => {
    const recent = new RecentKeys(2);
    expect(['a', 'a', 'b', 'c', 'a'].map((key) => recent.add(key))).toEqual([
      true,
      false,
      true,
      true,
      true,
    ]);
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
    expect(readingKey({ ...reading }, LIVE)).toBe(readingKey(reading, REPEATED));
  });

  it.each([
    ['another device', { deviceId: 'device-002' }],
    ['a later device time', { deviceTime: 1_700_000_000_001 }],
    ['the next sequence number', { idx: 8 }],
    ['a stopped clock and counter but another temperature', { sensorTemperature: 61 }],
    ['a stopped clock and counter but another status', { status: 128 }],
    ['one arc more', { arcCount: 1 }],
  ])('differs for %s', (_name, change) => {
    expect(readingKey({ ...reading, ...change }, LIVE)).not.toBe(readingKey(reading, LIVE));
  });

  it('is unknown without a device time, unless the broker says that it sent the message before', () => {
    const timeless = { ...reading, deviceTime: null };
    expect(readingKey(timeless, LIVE)).toBeUndefined();
    expect(readingKey(timeless, REPEATED)).toBe(contentKey(timeless));
  });

  it('is unknown by a clock that is wrong, and may stand still, unless repetitions are to be expected', () => {
    const stopped = { ...reading, quality: ['clockSkew'] } as const;
    expect(readingKey(stopped, LIVE)).toBeUndefined();
    expect(readingKey(stopped, REPEATED)).toBe(contentKey(stopped));
    expect(readingKey(stopped, QUEUED)).toBe(contentKey(stopped));
  });
});
