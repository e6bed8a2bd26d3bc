import { describe, expect, test } from 'vitest';
import type {
  DevicePrediction,
  Explanation,
  ModelPerformance,
  PredictionTimeline,
} from '#shared/contract/predictionViews.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { DEFAULT_LIMITS } from '#shared/prediction/monitoring/limits.ts';
import { STEP_MS, STEPS } from '#shared/prediction/schema.ts';
import type { Reason } from '#shared/scoring/assessment.ts';
import {
  chancePoints,
  highestOfHours,
  levelChanges,
  predictionSeries,
  predictionText,
  shadedSpans,
} from '../../../renderer/charts/predictionPanel.ts';
import { limitsOf, typedOf } from '../../../renderer/screens/model/limitsForm.ts';
import {
  driftBand,
  formatShare,
  performanceFigures,
} from '../../../renderer/screens/model/modelText.ts';
import {
  isReady,
  type ReadyPrediction,
  raisedByModel,
  shortHash,
  waitingPoint,
  windowOf,
} from '../../../renderer/state/prediction.ts';
import { palette } from './chartPalette.ts';
import { device, NOW } from './made.ts';

const HOUR = 3_600_000;
const words = WORDS.ko;

/** Three minutes, a gap, and two more in which the model raised the level. */
const timeline: PredictionTimeline = {
  from: NOW,
  to: NOW + HOUR,
  t: [0, 1, 2, 30, 31].map((minute) => NOW + minute * STEP_MS),
  probability: [0.0002, 0.0004, 0.02, 0.2, 0.45],
  hazard: [0.01, 0.01, 0.2, 0.6, 0.9],
  level: ['NORMAL', 'NORMAL', 'NORMAL', 'MEDIUM', 'HIGH'],
  points: [
    { output: 'probability', level: 'HIGH', threshold: 0.12, k: 3, n: 5 },
    { output: 'hazard', level: 'MEDIUM', threshold: 0.5, k: 3, n: 5 },
    { output: 'boostedTrees', level: 'LOW', threshold: 0.01, k: 3, n: 5 },
  ],
  stepMs: STEP_MS,
};

const span = (from: number, to: number, share: number): Explanation['contributions'][number] => ({
  group: 'gas',
  feature: 'co',
  value: 1,
  usual: 0,
  from: NOW + from * STEP_MS,
  to: NOW + to * STEP_MS,
  share,
});

interface Series {
  readonly data: readonly (readonly [number, number | null])[];
  readonly connectNulls: boolean;
  readonly markLine: { readonly data: readonly { readonly yAxis: number }[] };
  readonly markPoint?: { readonly data: readonly { readonly symbol: string }[] };
}

describe('the model over time', () => {
  test('breaks the line where minutes have no prediction', () => {
    expect(chancePoints(timeline, 'probability').map(([, chance]) => chance)).toEqual([
      0.0002,
      0.0004,
      0.02,
      null,
      0.2,
      0.45,
    ]);
    expect(chancePoints(timeline, 'probability')[3]?.[0]).toBe(NOW + 3 * STEP_MS);
  });

  test('marks where the level became another one, and a timeline that begins raised', () => {
    expect(levelChanges(timeline)).toEqual([
      { at: NOW + 30 * STEP_MS, level: 'MEDIUM', chance: 0.2 },
      { at: NOW + 31 * STEP_MS, level: 'HIGH', chance: 0.45 },
    ]);
    const raised = { ...timeline, level: ['HIGH', 'HIGH', 'NORMAL', 'NORMAL', 'NORMAL'] as const };
    expect(levelChanges(raised).map(({ level }) => level)).toEqual(['HIGH', 'NORMAL']);
  });

  test('is drawn on three decades, with each operating point on the line that it belongs to', () => {
    const [probability, hazard] = predictionSeries(
      { prediction: timeline, explanation: null, words, language: 'ko', palette },
      8,
    ) as unknown as readonly [Series, Series];
    expect(probability.data[0]?.[1]).toBe(0.001);
    expect(probability.data.at(-1)?.[1]).toBe(0.45);
    expect(probability.connectNulls).toBe(false);
    expect(probability.markLine.data.map(({ yAxis }) => yAxis)).toEqual([0.12]);
    expect(hazard.markLine.data.map(({ yAxis }) => yAxis)).toEqual([0.5]);
    // Level by shape, and not only by colour.
    const shapes = probability.markPoint?.data.map(({ symbol }) => symbol) ?? [];
    expect(new Set(shapes).size).toBe(2);
  });

  test('says in the tooltip what was said, and not where it had to be drawn', () => {
    const parts = { prediction: timeline, words, language: 'ko' as const };
    const name = words.prediction.probabilityShort;
    expect(predictionText(parts, name, NOW)).toBe('0.1% 미만');
    expect(predictionText(parts, name, NOW + 3 * STEP_MS)).toBe(words.drawer.gap);
    expect(predictionText(parts, words.series.voltage, NOW)).toBeNull();
  });

  test('shades when the drivers that raised it were seen, overlapping ones once', () => {
    const contributions = [span(10, 20, 0.1), span(2, 5, 0.2), span(15, 25, 0.1), span(28, 30, -1)];
    expect(shadedSpans({ contributions })).toEqual([
      [NOW + 2 * STEP_MS, NOW + 5 * STEP_MS],
      [NOW + 10 * STEP_MS, NOW + 25 * STEP_MS],
    ]);
    expect(shadedSpans(null)).toEqual([]);
  });

  test('gives the table the highest of each hour, and nothing for an hour without one', () => {
    expect(highestOfHours(timeline, [NOW + HOUR, NOW, NOW - HOUR], HOUR)).toEqual([
      null,
      0.45,
      null,
    ]);
  });
});

const ready: DevicePrediction = {
  state: 'ready',
  at: NOW,
  probability: 0.4,
  hazard: 0.8,
  level: 'HIGH',
  minutesLeft: null,
};
const reason = (change: Partial<Reason>): Reason => ({
  source: 'floor',
  code: 'coHigh',
  weight: 0.6,
  ...change,
});
const ofModel = reason({ source: 'model', code: 'modelProbability', weight: 0.6 });

describe('what a page makes of a prediction', () => {
  test('only a ready one with numbers is a prediction', () => {
    expect(isReady(ready)).toBe(true);
    expect(isReady(null)).toBe(false);
    expect(isReady({ ...ready, state: 'stale' })).toBe(false);
    expect(isReady({ ...ready, probability: null })).toBe(false);
  });

  test('the window is the thirty minutes that end with the newest one', () => {
    expect(windowOf(NOW)).toEqual({ from: NOW - (STEPS - 1) * STEP_MS, to: NOW + STEP_MS });
  });

  test('a chance over its limit that has not raised the level yet is told', () => {
    const { points } = timeline;
    const now = ready as ReadyPrediction;
    expect(waitingPoint(now, points)).toBeNull();
    expect(waitingPoint({ ...now, level: 'MEDIUM' }, points)).toMatchObject({ level: 'HIGH' });
    expect(waitingPoint({ ...now, level: 'NORMAL', probability: 0.1 }, points)).toMatchObject({
      level: 'MEDIUM',
      output: 'hazard',
    });
    const calm = { ...now, level: 'NORMAL', probability: 0.1, hazard: 0.4 } as const;
    expect(waitingPoint(calm, points)).toBeNull();
  });

  test('the model raised a device when nothing measured asks for as much', () => {
    const by = (...reasons: Reason[]) =>
      raisedByModel(device('d', { level: 'HIGH', prediction: ready, reasons }));
    expect(by(ofModel)).toBe(true);
    expect(by(ofModel, reason({ weight: 0.4 }))).toBe(true);
    expect(by(ofModel, reason({ weight: 0.6 }))).toBe(false);
    expect(by(reason({}))).toBe(false);
    expect(
      raisedByModel(device('d', { level: 'CRITICAL', prediction: ready, reasons: [ofModel] })),
    ).toBe(false);
    expect(raisedByModel(device('d', { level: 'HIGH', reasons: [ofModel] }))).toBe(false);
  });
});

const performance: ModelPerformance = {
  labelled: 42,
  truePositives: 14,
  falsePositives: 26,
  falseNegatives: 2,
  trueNegatives: 86_000,
  accuracy: 0.999_97,
  precision: 0.35,
  recall: 0.875,
  f1: 0.5,
  falseAlarmsPerDeviceDay: 0.0072,
  deviceDays: 3600,
  medianLeadMinutes: 37,
};

describe('the page about the model', () => {
  test('never says 100 % of what is not all, and puts the warning beside the accuracy', () => {
    const figures = performanceFigures(performance, words, 'ko');
    expect(figures.map(({ id, value }) => [id, value])).toEqual([
      ['accuracy', '99.99%'],
      ['precision', '35.0%'],
      ['recall', '87.5%'],
      ['f1', '0.50'],
      ['falseAlarms', '0.0072'],
      ['lead', '37분'],
    ]);
    expect(figures[0]?.warning).toContain('99.7%');
    expect(figures.slice(1).every(({ warning }) => warning === null)).toBe(true);
    expect(formatShare(1, 1, 'en')).toBe('100.0 %');
    expect(formatShare(0.9999, 1, 'en')).toBe('99.9 %');
  });

  test('says that a ratio of too few cannot be told', () => {
    const few = { ...performance, accuracy: null, precision: null, recall: null, f1: null };
    const values = performanceFigures(few, WORDS.en, 'en').map(({ value }) => value);
    expect(values.slice(0, 4)).toEqual(Array(4).fill('Cannot be told'));
  });

  test.each([
    [0, 'steady'],
    [0.099, 'steady'],
    [0.1, 'shifting'],
    [0.25, 'shifting'],
    [0.251, 'shifted'],
  ] as const)('puts a PSI of %f into its band', (psi, band) => {
    expect(driftBand({ psi })).toBe(band);
  });

  test('shortens a fingerprint to what can be read out', () => {
    expect(shortHash('0123456789abcdef'.repeat(4))).toBe('0123456789ab');
  });
});

describe('the limits of the model as they are typed', () => {
  test('shares are percent, and come back as they were', () => {
    expect(typedOf(DEFAULT_LIMITS)).toEqual({
      accuracy: '85',
      precision: '80',
      recall: '85',
      falseAlarmRate: '10',
      psi: '0.25',
      shiftedFeatures: '50',
      hours: '3',
    });
    expect(limitsOf(typedOf(DEFAULT_LIMITS))).toEqual({ value: DEFAULT_LIMITS, wrong: [] });
    const uneven = { ...DEFAULT_LIMITS, recall: 0.725 };
    expect(limitsOf(typedOf(uneven)).value?.recall).toBeCloseTo(0.725, 9);
  });

  test.each([
    ['accuracy', ''],
    ['accuracy', '101'],
    ['precision', '-1'],
    ['recall', 'many'],
    ['psi', '11'],
    ['hours', '0'],
    ['hours', '2.5'],
    ['hours', '169'],
  ] as const)('%s can’t be “%s”', (name, text) => {
    expect(limitsOf({ ...typedOf(DEFAULT_LIMITS), [name]: text })).toEqual({
      value: null,
      wrong: [name],
    });
  });
});
