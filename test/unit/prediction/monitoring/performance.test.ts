import { describe, expect, test } from 'vitest';
import { calibrationBins } from '../../../../shared/prediction/monitoring/calibration.ts';
import {
  type Labelled,
  performanceOf,
  ratiosOf,
} from '../../../../shared/prediction/monitoring/performance.ts';

const MINUTE = 60_000;
const label = (said: boolean, real: boolean, leadMinutes: number | null = null): Labelled => ({
  said,
  real,
  leadMs: leadMinutes === null ? null : leadMinutes * MINUTE,
});
const times = (n: number, one: Labelled) => Array.from({ length: n }, () => one);

describe('performance', () => {
  test('by hand: 6 found, 2 false, 1 missed, 3 rightly quiet, over 40 device-days', () => {
    const labelled = [
      ...[4, 10, 20, 30].map((lead) => label(true, true, lead)),
      // Rules never came, or came first: that says nothing of a lead.
      ...times(2, label(true, true)),
      ...times(2, label(true, false, 90)),
      label(false, true),
      ...times(3, label(false, false)),
    ];
    expect(performanceOf(labelled, 40)).toEqual({
      labelled: 12,
      truePositives: 6,
      falsePositives: 2,
      falseNegatives: 1,
      trueNegatives: 3,
      accuracy: 9 / 12,
      precision: 6 / 8,
      recall: 6 / 7,
      f1: 12 / 15,
      falseAlarmsPerDeviceDay: 0.05,
      deviceDays: 40,
      medianLeadMinutes: 15,
    });
  });

  test('nine closed alarms say nothing in ratios, ten do', () => {
    const nine = times(9, label(true, true, 5));
    expect(performanceOf(nine, 100)).toMatchObject({
      labelled: 9,
      truePositives: 9,
      accuracy: null,
      precision: null,
      recall: null,
      f1: null,
      falseAlarmsPerDeviceDay: null,
      medianLeadMinutes: null,
    });
    expect(performanceOf([...nine, label(true, true, 7)], 100)).toMatchObject({
      accuracy: 1,
      falseAlarmsPerDeviceDay: 0,
      medianLeadMinutes: 5,
    });
  });

  test('a share of nothing is unknown, not zero', () => {
    const quiet = times(10, label(false, false));
    expect(performanceOf(quiet, 0)).toMatchObject({
      accuracy: 1,
      precision: null,
      recall: null,
      f1: null,
      falseAlarmsPerDeviceDay: null,
      medianLeadMinutes: null,
    });
  });

  test('the false alarm rate is a share of what was harmless', () => {
    const confusion = { truePositives: 8, falsePositives: 1, falseNegatives: 0, trueNegatives: 9 };
    expect(ratiosOf(confusion)).toMatchObject({ falseAlarmRate: 0.1, precision: 8 / 9 });
  });
});

describe('calibration', () => {
  test('bins hold their lower edge; certainty is in the last; empty ones are left out', () => {
    const bins = calibrationBins([
      { predicted: 0, real: false },
      { predicted: 0.1, real: false },
      { predicted: 0.125, real: true },
      { predicted: 0.95, real: true },
      { predicted: 1, real: false },
    ]);
    expect(bins).toEqual([
      { from: 0, to: 0.1, count: 1, predicted: 0, observed: 0 },
      { from: 0.1, to: 0.2, count: 2, predicted: 0.1125, observed: 0.5 },
      { from: 0.9, to: 1, count: 2, predicted: 0.975, observed: 0.5 },
    ]);
  });

  test('of nothing is nothing', () => {
    expect(calibrationBins([])).toEqual([]);
  });
});
