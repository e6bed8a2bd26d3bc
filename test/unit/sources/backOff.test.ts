import { describe, expect, it } from 'vitest';
import { BackOff } from '#engine/sources/BackOff.ts';

describe('back-off with full jitter', () => {
  const delays = (backOff: BackOff, count: number) =>
    Array.from({ length: count }, () => backOff.next());

  it('doubles its bound from one second up to thirty', () => {
    expect(delays(new BackOff({ random: () => 0.999_999 }), 8)).toEqual([
      999, 1999, 3999, 7999, 15_999, 29_999, 29_999, 29_999,
    ]);
  });

  it('may wait for no time at all: that is what spreads a hundred desks', () => {
    expect(delays(new BackOff({ random: () => 0 }), 3)).toEqual([0, 0, 0]);
  });

  it('begins again after a reset', () => {
    const backOff = new BackOff({ random: () => 0.5 });
    delays(backOff, 5);
    backOff.reset();
    expect(delays(backOff, 2)).toEqual([500, 1000]);
  });

  it('stays inside its bound with real randomness', () => {
    const backOff = new BackOff({ firstMs: 10, capMs: 40 });
    for (const delay of delays(backOff, 500)) {
      expect(delay).toBeGreaterThanOrEqual(0);
      expect(delay).toBeLessThan(40);
    }
  });
});
