import { describe, expect, test } from 'vitest';
import type { Label } from '../../../../main/engine/prediction/monitoring/CaseStore.ts';
import {
  monthOf,
  performanceReport,
} from '../../../../main/engine/prediction/monitoring/performanceReport.ts';

const DAY = 86_400_000;
const NOW = 1_000 * DAY;

const label = (daysAgo: number, change: Partial<Label> = {}): Label => ({
  modelHash: 'live',
  deviceId: 'd',
  closedAt: NOW - daysAgo * DAY,
  score: 0.95,
  said: true,
  real: true,
  leadMs: null,
  ...change,
});
const times = (n: number, one: Label) => Array.from({ length: n }, () => one);

function stores(labels: readonly Label[]) {
  return {
    cases: { labels: (since: number) => labels.filter(({ closedAt }) => closedAt >= since) },
    hours: {
      deviceDays: (since: number) => new Map([['live', (NOW - since) / DAY / 2]]),
      daysOfDevices: () => new Map([['d', 45]]),
    },
  };
}

describe('the report', () => {
  const found = stores([
    ...times(10, label(60)),
    ...times(6, label(20)),
    ...times(5, label(0.5, { said: false, score: 0.05 })),
    ...times(5, label(0.5, { said: false, real: false, score: 0.05 })),
    ...times(3, label(0.5, { modelHash: 'before', deviceId: 'e' })),
  ]);
  const report = performanceReport(found, 'live', NOW);

  test('tells a day and a month of the live model, with the time that it watched in each', () => {
    expect(report.day).toMatchObject({ labelled: 10, accuracy: 0.5, recall: 0, deviceDays: 0.5 });
    expect(report.month).toMatchObject({ labelled: 16, recall: 6 / 11, deviceDays: 15 });
    expect(monthOf(found, 'live', NOW)).toEqual(report.month);
    expect(monthOf(found, null, NOW)).toMatchObject({ labelled: 0, deviceDays: 0 });
  });

  test('tells thirty days, the newest last; accuracy only of those with enough', () => {
    expect(report.daily).toHaveLength(30);
    expect(report.daily.at(-1)).toEqual({ at: NOW - DAY, accuracy: 0.5, labelled: 10 });
    expect(report.daily.find(({ labelled }) => labelled === 6)).toEqual({
      at: NOW - 21 * DAY,
      accuracy: null,
      labelled: 6,
    });
  });

  test('tells devices and versions over ninety days, those that watched without a label too', () => {
    expect(report.byDevice).toMatchObject([
      { deviceId: 'd', performance: { labelled: 26, deviceDays: 45 } },
      { deviceId: 'e', performance: { labelled: 3, deviceDays: 0 } },
    ]);
    expect(report.byVersion).toMatchObject([
      { hash: 'live', performance: { labelled: 26, deviceDays: 45 } },
      { hash: 'before', performance: { labelled: 3, deviceDays: 0 } },
    ]);
    expect(performanceReport(stores([]), 'live', NOW).byVersion).toMatchObject([
      { hash: 'live', performance: { labelled: 0, deviceDays: 45 } },
    ]);
  });

  test('tells whether the live model’s chances of the month came true', () => {
    expect(report.calibration).toMatchObject([
      { from: 0, count: 10, observed: 0.5 },
      { from: 0.9, count: 6, observed: 1 },
    ]);
  });
});
