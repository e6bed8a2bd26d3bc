import { expect, test } from 'vitest';
import { modelLevelAt, modelPartAt } from '../../../shared/prediction/fusion.ts';
import { VERDICT_VALID_MS, type Verdict } from '../../../shared/prediction/verdict.ts';
import { effectiveLevel } from '../../../shared/scoring/level.ts';

const scores = { probability: 0.9, hazard: 0.9, cnnLstm: 0.9, boostedTrees: 0.9 };
const verdict: Verdict = { at: 1_000_000, scores, level: 'HIGH', point: null };

test('a verdict counts while it is valid, and none raises nothing', () => {
  expect(modelLevelAt(verdict, verdict.at + VERDICT_VALID_MS)).toBe('HIGH');
  expect(modelLevelAt(verdict, verdict.at + VERDICT_VALID_MS + 1)).toBe('NORMAL');
  expect(modelLevelAt(null, verdict.at)).toBe('NORMAL');
});

test('the model may raise the effective level and never lower it', () => {
  expect(effectiveLevel('LOW', 'NORMAL', 'HIGH')).toBe('HIGH');
  expect(effectiveLevel('LOW', 'CRITICAL', 'HIGH')).toBe('CRITICAL');
  expect(effectiveLevel('HIGH', 'NORMAL', 'NORMAL')).toBe('HIGH');
});

test('what it adds names the output and its operating point', () => {
  const point = { output: 'hazard', level: 'HIGH', threshold: 0.8, k: 2, n: 3 } as const;
  const raised: Verdict = { ...verdict, point };
  const part = { level: 'HIGH', output: 'hazard', value: 0.9, threshold: 0.8 };
  expect(modelPartAt(raised, verdict.at + VERDICT_VALID_MS)).toEqual(part);
  expect(modelPartAt(raised, verdict.at + VERDICT_VALID_MS + 1)).toBeNull();
  expect(modelPartAt({ ...raised, level: 'NORMAL', point: null }, verdict.at)).toBeNull();
  // Out of a backlog, from before what the model looked at.
  expect(modelPartAt(raised, verdict.at - 1)).toBeNull();
  expect(modelPartAt(null, verdict.at)).toBeNull();
});
