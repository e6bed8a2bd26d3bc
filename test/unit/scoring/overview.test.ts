import { describe, expect, test } from 'vitest';
import { type OverviewDevice, overview } from '#shared/scoring/overview.ts';
import { deviceRecommendations } from '#shared/scoring/recommendations.ts';
import { seedOverview } from '#shared/scoring/seed/seedOverview.ts';
import { seedDeviceRecommendations } from '#shared/scoring/seed/seedRecommendations.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { T0 } from './calmReading.ts';

const MINUTE = 60_000;

const device = (
  deviceId: string,
  minutesAgo: number | null,
  level: OverviewDevice['level'],
): OverviewDevice => ({
  deviceId,
  lastSeenAt: minutesAgo === null ? null : T0 - minutesAgo * MINUTE,
  level,
});
const view = (devices: readonly OverviewDevice[], alerts: readonly { raisedAt: number }[] = []) =>
  overview(devices, alerts, T0, DEFAULT_THRESHOLDS);

test('a device that fell silent while HIGH or worse stays in sight, worst first', () => {
  const found = view([
    device('calm', 9, 'NORMAL'),
    device('hot', 9, 'HIGH'),
    device('burning', 30, 'CRITICAL'),
    device('hot and talking', 1, 'HIGH'),
    device('never heard', null, 'UNKNOWN'),
  ]);
  expect(found.silentAtHighRisk.map(({ deviceId }) => deviceId)).toEqual(['burning', 'hot']);
  expect(found).toMatchObject({ totalDevices: 5, activeDevices: 1, systemStatus: 'DEGRADED' });
  expect(found.riskDistribution).toMatchObject({ HIGH: 1, CRITICAL: 0, NORMAL: 0, UNKNOWN: 0 });
});

test('a device of unknown level has a place of its own, where the source document failed', () => {
  const unknown = [device('new', 0, 'UNKNOWN')];
  expect(view(unknown).riskDistribution.UNKNOWN).toBe(1);
  expect(seedOverview(unknown, [], T0, DEFAULT_THRESHOLDS)).toEqual({ error: true });
});

test('heard exactly five minutes ago is no longer active', () => {
  expect(view([device('a', 5, 'LOW')]).activeDevices).toBe(0);
  expect(view([device('a', 4.999, 'LOW')]).activeDevices).toBe(1);
});

describe('system status', () => {
  const site = (active: number, total: number) =>
    Array.from({ length: total }, (_, i) => device(`d${i}`, i < active ? 0 : 10, 'NORMAL'));
  test.each([
    [9, 10, 'HEALTHY'],
    [8, 10, 'DEGRADED'],
    [1, 1, 'HEALTHY'],
    [0, 0, 'DEGRADED'],
  ])('%d of %d active is %s', (active, total, status) => {
    expect(view(site(active, total)).systemStatus).toBe(status);
  });
});

test('recent alerts are the newest five of the last five minutes, wherever they are stored', () => {
  const old = Array.from({ length: 12 }, () => ({ raisedAt: T0 - 6 * MINUTE }));
  const recent = [3, 1, 4, 2, 0, 4.5].map((ago) => ({ raisedAt: T0 - ago * MINUTE }));
  expect(
    view([], [...old, ...recent]).recentAlerts.map(({ raisedAt }) => (T0 - raisedAt) / MINUTE),
  ).toEqual([0, 1, 2, 3, 4]);
  expect(seedOverview([], [...old, ...recent], T0, DEFAULT_THRESHOLDS)).toMatchObject({
    recentAlerts: [],
  });
});

describe('device recommendations', () => {
  const record = { riskScore: 0, temperature: 30, alarmCount: 0, arcCountsNewestFirst: [] };
  const types = (change: object) =>
    deviceRecommendations({ ...record, ...change }, DEFAULT_THRESHOLDS).map(({ type }) => type);

  test.each([
    ['nothing', {}, []],
    ['a risk of exactly 0.7', { riskScore: 0.7 }, []],
    ['a higher risk', { riskScore: 0.71 }, ['IMMEDIATE_INSPECTION']],
    ['more than 60 °C', { temperature: 60.1 }, ['COOLING_CHECK']],
    ['more than ten alarms', { alarmCount: 11 }, ['ALARM_ANALYSIS']],
    ['arcs in ten readings only', { arcCountsNewestFirst: Array(10).fill(9) }, []],
    ['arcs in eleven readings', { arcCountsNewestFirst: Array(11).fill(1) }, ['ELECTRICAL_CHECK']],
  ])('for %s', (_, change, expected) => {
    expect(types(change)).toEqual(expected);
  });

  test('look at the newest ten readings, not at the oldest', () => {
    const arcCountsNewestFirst = [6, ...Array<number>(10).fill(0)];
    expect(types({ arcCountsNewestFirst })).toEqual(['ELECTRICAL_CHECK']);
    expect(
      seedDeviceRecommendations({ ...record, arcCountsNewestFirst }, DEFAULT_THRESHOLDS),
    ).toEqual([]);
  });
});
