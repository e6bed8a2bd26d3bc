import { describe, expect, test } from 'vitest';
import { STEP_MS } from '#shared/prediction/schema.ts';
import {
  MODEL_OUTPUTS,
  type ModelScores,
  type OperatingPoint,
  Persistence,
} from '#shared/prediction/verdict.ts';

const START = Date.UTC(2026, 0, 5);
const point = (change: Partial<OperatingPoint> = {}): OperatingPoint => ({
  output: 'hazard',
  level: 'HIGH',
  threshold: 0.5,
  k: 2,
  n: 3,
  ...change,
});
const scores = (change: Partial<ModelScores> = {}): ModelScores => ({
  probability: 0,
  hazard: 0,
  cnnLstm: 0,
  boostedTrees: 0,
  ...change,
});

/** The levels at these minutes, given the hazard in each. */
function levels(
  points: readonly OperatingPoint[],
  windows: readonly (readonly [number, number])[],
) {
  const persistence = new Persistence(points);
  return windows.map(
    ([minute, hazard]) => persistence.judge(START + minute * STEP_MS, scores({ hazard })).level,
  );
}

describe('an operating point', () => {
  test('one window raises nothing, the second of three does', () => {
    const windows = [0, 1, 1, 0, 0, 1, 0, 1].map((hazard, minute) => [minute, hazard] as const);
    expect(levels([point()], windows)).toEqual([
      'NORMAL',
      'NORMAL',
      'HIGH',
      'HIGH',
      'NORMAL',
      'NORMAL',
      'NORMAL',
      'HIGH',
    ]);
  });

  test('is met by the threshold itself, and by nothing less', () => {
    const once = point({ k: 1, n: 1 });
    expect(levels([once], [[0, 0.5]])).toEqual(['HIGH']);
    expect(levels([once], [[0, 0.4999]])).toEqual(['NORMAL']);
    expect(levels([once], [[0, Number.NaN]])).toEqual(['NORMAL']);
  });

  test('what was met before the clock was set back counts for nothing after it', () => {
    const windows = [
      [60, 1],
      [61, 1],
      [0, 0],
      [1, 1],
      [2, 1],
    ] as const;
    expect(levels([point()], windows)).toEqual(['NORMAL', 'HIGH', 'NORMAL', 'NORMAL', 'HIGH']);
  });

  test('a missed window counts as one that did not meet it', () => {
    // Minutes 0 and 2 are two of three; 0 and 3 are not, though they are the newest two windows.
    expect(
      levels(
        [point()],
        [
          [0, 1],
          [2, 1],
        ],
      ),
    ).toEqual(['NORMAL', 'HIGH']);
    expect(
      levels(
        [point()],
        [
          [0, 1],
          [3, 1],
        ],
      ),
    ).toEqual(['NORMAL', 'NORMAL']);
    expect(
      levels(
        [point()],
        [
          [0, 1],
          [1, 1],
          [500, 1],
        ],
      ),
    ).toEqual(['NORMAL', 'HIGH', 'NORMAL']);
  });

  test('ends with the first window without it when one of one is asked', () => {
    const windows = [
      [0, 1],
      [1, 0],
      [2, 1],
    ] as const;
    expect(levels([point({ k: 1, n: 1 })], windows)).toEqual(['HIGH', 'NORMAL', 'HIGH']);
  });

  test.each(MODEL_OUTPUTS)('looks at its own output alone: %s', (output) => {
    const others = Object.fromEntries(MODEL_OUTPUTS.map((name) => [name, name === output ? 0 : 1]));
    const persistence = new Persistence([point({ output, k: 1, n: 1 })]);
    const own = scores({ [output]: 1 });
    expect(persistence.judge(START, others as unknown as ModelScores).level).toBe('NORMAL');
    expect(persistence.judge(START + STEP_MS, own).level).toBe('HIGH');
  });
});

describe('several operating points', () => {
  const notable = point({ level: 'MEDIUM', threshold: 0.2, k: 1, n: 1 });
  const high = point();

  test.each([
    ['one way round', [notable, high]],
    ['the other', [high, notable]],
  ])('the highest level counts, and its point is named: %s', (_, points) => {
    const persistence = new Persistence(points);
    const judged = [0.3, 0.6, 0.6].map((hazard, minute) =>
      persistence.judge(START + minute * STEP_MS, scores({ hazard })),
    );
    expect(judged.map(({ level }) => level)).toEqual(['MEDIUM', 'MEDIUM', 'HIGH']);
    expect(judged.map((one) => one.point)).toEqual([notable, notable, high]);
  });

  test('each keeps its own count', () => {
    const soon = point({ output: 'probability' });
    const persistence = new Persistence([soon, high]);
    persistence.judge(START, scores({ hazard: 1 }));
    const mixed = persistence.judge(START + STEP_MS, scores({ probability: 1 }));
    expect(mixed.level).toBe('NORMAL');
  });

  test('none met is NORMAL, by no point, with time and scores of the window', () => {
    const given = scores({ hazard: 0.1 });
    expect(new Persistence([notable, high]).judge(START, given)).toEqual({
      at: START,
      scores: given,
      level: 'NORMAL',
      point: null,
    });
    expect(levels([], [[0, 1]])).toEqual(['NORMAL']);
  });
});
