import { describe, expect, test } from 'vitest';
import type { ModelPerformance } from '../../../../shared/contract/predictionViews.ts';
import {
  DEFAULT_LIMITS,
  type Findings,
  findingsOf,
  modelLimitsSchema,
  NO_STREAKS,
  nextStreaks,
} from '../../../../shared/prediction/monitoring/limits.ts';

const fine: Findings = {
  accuracy: 0.9,
  precision: 0.9,
  recall: 0.9,
  falseAlarmRate: 0.05,
  drift: 0.1,
};
const streaksAfter = (...hours: Partial<Findings>[]) =>
  hours.reduce<typeof NO_STREAKS>(
    (streaks, hour) => nextStreaks(streaks, { ...fine, ...hour }, DEFAULT_LIMITS),
    NO_STREAKS,
  );

describe('limits', () => {
  test('are those of the source document', () => {
    expect(modelLimitsSchema.parse(DEFAULT_LIMITS)).toMatchObject({
      accuracy: 0.85,
      precision: 0.8,
      recall: 0.85,
      falseAlarmRate: 0.1,
      psi: 0.25,
      hours: 3,
    });
  });

  test('the limit itself is no breach; beyond it is, in the measure’s own direction', () => {
    const at = { accuracy: 0.85, precision: 0.8, recall: 0.85, falseAlarmRate: 0.1, drift: 0.5 };
    expect(streaksAfter(at)).toEqual(NO_STREAKS);
    const beyond = {
      accuracy: 0.8499,
      precision: 0.7999,
      recall: 0.8499,
      falseAlarmRate: 0.1001,
      drift: 0.5001,
    };
    expect(streaksAfter(beyond)).toEqual({
      accuracy: 1,
      precision: 1,
      recall: 1,
      falseAlarmRate: 1,
      drift: 1,
    });
  });

  test('hours count in a row: one that is fine, or of which nothing is known, ends it', () => {
    const low = { accuracy: 0.7 };
    expect(streaksAfter(low, low, low).accuracy).toBe(3);
    expect(streaksAfter(low, low, {}, low).accuracy).toBe(1);
    expect(streaksAfter(low, low, { accuracy: null }).accuracy).toBe(0);
  });

  test('a false alarm rate of too few closed alarms is unknown', () => {
    const performance = {
      labelled: 9,
      truePositives: 0,
      falsePositives: 9,
      falseNegatives: 0,
      trueNegatives: 0,
      accuracy: null,
      precision: null,
      recall: null,
    } as ModelPerformance;
    expect(findingsOf(performance, null).falseAlarmRate).toBeNull();
    const ten = { ...performance, labelled: 10, falsePositives: 10 };
    expect(findingsOf(ten, null).falseAlarmRate).toBe(1);
  });
});
