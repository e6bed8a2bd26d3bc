import { describe, expect, test } from 'vitest';
import { atLeast, atMost, judged } from '../../bench/judging/goal.ts';

describe('a goal', () => {
  test('is met on its limit, and missed beyond it', () => {
    expect(atLeast('share', 0.7, 0.7).met).toBe(true);
    expect(atLeast('share', 0.69, 0.7).met).toBe(false);
    expect(atMost('ratio', 1.25, 1.25).met).toBe(true);
    expect(atMost('ratio', 1.26, 1.25).met).toBe(false);
  });

  test('is missed when nothing was measured', () => {
    expect(atLeast('share', Number.NaN, 0.7).met).toBe(false);
    expect(atMost('ratio', Number.NaN, 1.25).met).toBe(false);
  });

  test('that is missed makes the whole fail, by name', () => {
    const met = atMost('quick', 1, 2);
    const missed = atLeast('much', 1, 2);
    expect(judged({ a: 1 }, [met])).toEqual({ a: 1, goals: [met] });
    expect(judged({ a: 1 }, [met, missed])).toMatchObject({ a: 1, failed: 'missed: much' });
  });
});
