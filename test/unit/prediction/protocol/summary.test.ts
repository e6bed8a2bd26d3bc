import { describe, expect, test } from 'vitest';
import type { Episode } from '../../../../shared/prediction/protocol/episode.ts';
import {
  poissonExact,
  quantile,
  wilson,
} from '../../../../shared/prediction/protocol/intervals.ts';
import type { Outcome } from '../../../../shared/prediction/protocol/outcome.ts';
import {
  type Judged,
  PREVALENCE,
  summarize,
} from '../../../../shared/prediction/protocol/summary.ts';
import { WindowScores } from '../../../../shared/prediction/protocol/WindowScores.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

const nothing: Outcome = { finding: null, leadMs: null, falseAlarms: 0, alarmed: false };

function judged(
  category: Episode['category'],
  type: string,
  outcome: Partial<Outcome>,
  days = 1,
): Judged {
  const onset = category === 'normal' ? null : 1;
  const ignition = category === 'incident' ? 2 : null;
  const episode = { deviceId: 'd', category, type, start: 0, end: days * DAY, onset, ignition };
  return {
    episode: { ...episode, over: null },
    outcome: { ...nothing, ...outcome },
    sensorLocation: type === 'arc' ? 'room' : 'enc',
  };
}

describe('intervals', () => {
  // Worked out apart from this program, in Python.
  test.each<[number, number, number, number]>([
    [6, 60, 0.0466, 0.2015],
    [0, 5, 0, 0.4345],
    [5, 5, 0.5655, 1],
  ])('Wilson, %i of %i', (hits, trials, low, high) => {
    const found = wilson(hits, trials)!;
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  // SciPy: chi2.ppf(0.025, 2 * n) / 2 and chi2.ppf(0.975, 2 * n + 2) / 2.
  test.each<[number, number, number]>([
    [0, 0, 3.688879],
    [1, 0.02531781, 5.571643],
    [2, 0.242209, 7.224688],
    [10, 4.795389, 18.39036],
    [426, 386.50212, 468.439329],
  ])('Poisson, %i events', (events, low, high) => {
    const found = poissonExact(events);
    expect(found.low).toBeCloseTo(low, 3);
    expect(found.high).toBeCloseTo(high, 3);
  });

  test('of nothing there is none', () => {
    expect(wilson(0, 0)).toBeNull();
    expect(quantile([], 0.5)).toBeNull();
  });

  test('quantiles lie linearly between the nearest', () => {
    expect([0, 0.1, 0.5, 1].map((share) => quantile([30, 10, 20, 40], share))).toEqual([
      10, 13, 25, 40,
    ]);
  });
});

describe('the event-level protocol', () => {
  const all = [
    judged('incident', 'arc', { finding: 'detected', leadMs: 10 * MINUTE, alarmed: true }),
    judged('incident', 'arc', { finding: 'short', leadMs: MINUTE, alarmed: true }),
    judged('incident', 'joint', { finding: 'late', alarmed: true, falseAlarms: 1 }),
    judged('incident', 'joint', { finding: 'missed' }),
    judged('near_miss', 'arc', { alarmed: true }),
    judged('near_miss', 'arc', {}),
    judged('hard_negative', 'welding', { alarmed: true }),
    judged('hard_negative', 'welding', {}),
    judged('normal', '', { falseAlarms: 2, alarmed: true }, 10),
  ];

  test('adds up fires, false alarms, hard negatives and hazards', () => {
    const summary = summarize(all);
    expect(summary).toMatchObject({
      fires: 4,
      detected: 1,
      short: 1,
      late: 1,
      missed: 1,
      recall: 0.25,
      lead: { q50: 5.5 },
      normal: { deviceDays: 10, falseAlarms: 2, perDay: 0.2 },
      hardNegatives: {
        episodes: 2,
        alarmed: 1,
        byType: { welding: { episodes: 2, alarmed: 1 } },
      },
      hazards: { episodes: 2, alarmed: 1 },
      falseBeforeOnset: 1,
    });
    expect(summary.normal.interval?.high).toBeCloseTo(0.7224688, 6);
    expect(summary.byType['arc']).toMatchObject({ fires: 2, detected: 1, recall: 0.5 });
    expect(summary.byType['joint']).toMatchObject({ fires: 2, detected: 0, recall: 0 });
    expect(summary.bySensorLocation['room']).toMatchObject({ fires: 2 });
  });

  test('precision leaves hazards out: three fires against two false, one early and one hard negative', () => {
    expect(summarize(all).precision).toBeCloseTo(3 / 7, 12);
  });

  test('the chance that an alarm is right is told at the real prevalence', () => {
    const { ppv, ppvLow } = summarize(all);
    expect(ppv).toBeCloseTo((0.25 * PREVALENCE) / (0.25 * PREVALENCE + 0.2), 12);
    expect(ppvLow).toBeLessThan(ppv!);
  });

  test('what was not recorded has no figure', () => {
    expect(summarize([])).toMatchObject({
      recall: null,
      interval: null,
      normal: { perDay: null, interval: null },
      precision: null,
      ppv: null,
    });
  });
});

describe('scores window by window', () => {
  function scored(...pairs: [score: number, positive: boolean][]) {
    const scores = new WindowScores();
    for (const [score, positive] of pairs) scores.add(score, positive);
    return scores;
  }

  test('average precision, Brier skill and calibration error of a case that can be counted by hand', () => {
    const { figures } = scored([0.9, true], [0.8, false], [0.7, true], [0.1, false]);
    expect(figures).toMatchObject({ windows: 4, positives: 2 });
    expect(figures.averagePrecision).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(figures.brier).toBeCloseTo((0.01 + 0.64 + 0.09 + 0.01) / 4, 6);
    expect(figures.brierSkill).toBeCloseTo(1 - 0.1875 / 0.25, 6);
    expect(figures.calibrationError).toBeCloseTo((0.1 + 0.8 + 0.3 + 0.1) / 4, 6);
  });

  test('equal scores are one step: an order among them would be luck', () => {
    expect(scored([0.5, true], [0.5, false]).figures.averagePrecision).toBe(0.5);
  });

  test('scores of two threads add up as if one had seen them all', () => {
    const first = scored([0.9, true], [0.2, false]);
    const second = scored([0.6, false], [1, true], [0, false]);
    first.merge(second.save());
    expect(first.figures).toEqual(
      scored([0.9, true], [0.2, false], [0.6, false], [1, true], [0, false]).figures,
    );
  });

  test('without windows, or without positives, there is no figure', () => {
    expect(new WindowScores().figures).toMatchObject({
      windows: 0,
      averagePrecision: null,
      brier: null,
      brierSkill: null,
      calibrationError: null,
    });
    expect(scored([0.3, false]).figures).toMatchObject({
      averagePrecision: null,
      brierSkill: null,
    });
  });
});
