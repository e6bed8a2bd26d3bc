import { describe, expect, it } from 'vitest';
import { byInterval, byRate, type PublishSchedule } from '#engine/sources/publishSchedule.ts';

/** Everything that is due at `at`. */
function due(schedule: PublishSchedule, at: number): number[] {
  const taken: number[] = [];
  for (let index = schedule.take(at); index >= 0; index = schedule.take(at)) taken.push(index);
  return taken.sort((a, b) => a - b);
}

describe('a schedule by each device’s interval', () => {
  it('spreads the first reports over one interval', () => {
    const schedule = byInterval([1000, 1000, 1000, 1000], 0);
    expect([0, 250, 499, 500, 750, 999].map((at) => due(schedule, at))).toEqual([
      [0],
      [1],
      [],
      [2],
      [3],
      [],
    ]);
  });

  it('keeps each device’s own pace without drifting when it is asked late', () => {
    const schedule = byInterval([1000, 5000], 0);
    const counts = [0, 0];
    for (let at = 0; at < 60_000; at += 33) {
      for (const index of due(schedule, at)) counts[index] = (counts[index] ?? 0) + 1;
    }
    expect(counts).toEqual([60, 12]);
  });

  it('does not make up for a long pause: each device reports once', () => {
    const schedule = byInterval([1000, 1000], 0);
    due(schedule, 1000);
    expect(due(schedule, 3_600_000)).toEqual([0, 1]);
    expect(due(schedule, 3_600_500)).toEqual([]);
  });
});

describe('a schedule by rate', () => {
  it('gives so many messages a second, in turn', () => {
    const schedule = byRate(3, 100, 0);
    const taken: number[] = [];
    for (let at = 0; at <= 1000; at += 10) taken.push(...due(schedule, at));
    expect(taken).toHaveLength(100);
    expect(taken.slice(0, 4)).toEqual([0, 1, 2, 0]);
  });

  it('makes up for at most half a second', () => {
    const schedule = byRate(3, 100, 0);
    expect(due(schedule, 60_000)).toHaveLength(50);
  });

  it('gives fewer than one a second too', () => {
    const schedule = byRate(3, 0.5, 0);
    expect([0, 1999, 2001, 3000, 4002].map((at) => due(schedule, at).length)).toEqual([
      0, 0, 1, 0, 1,
    ]);
  });

  it('has always one more when the rate is infinite, and none without devices', () => {
    const endless = byRate(2, Number.POSITIVE_INFINITY, 0);
    expect([endless.take(0), endless.take(0), endless.take(0)]).toEqual([0, 1, 0]);
    expect(byRate(0, 100, 0).take(1000)).toBe(-1);
  });
});
