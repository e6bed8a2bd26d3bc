import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FLOOD, type FloodRecord, FloodWatch } from '#shared/alarms/flood.ts';
import { SlidingCount } from '#shared/alarms/SlidingCount.ts';

const MINUTE = 60_000;
const T0 = 1_700_000_000_000;

/** Annunciations at these times, then looked at again at the end. */
function follow(times: readonly number[], until: number) {
  const watch = new FloodWatch();
  const ended: FloodRecord[] = [];
  for (const at of times) {
    const over = watch.annunciated(at);
    if (over) ended.push(over);
  }
  const over = watch.look(until);
  if (over) ended.push(over);
  return { ended, current: watch.current };
}

const spread = (count: number, from: number, everyMs: number) =>
  Array.from({ length: count }, (_, i) => from + i * everyMs);

describe('a flood', () => {
  test('begins with the eleventh annunciation in ten minutes, not with the tenth', () => {
    expect(follow(spread(10, T0, 1000), T0 + 10_000).current).toBeNull();
    expect(follow(spread(11, T0, 1000), T0 + 10_000).current).toEqual({
      since: T0 + 10_000,
      count: 11,
      peak: 11,
    });
  });

  test('does not begin when the same eleven come over a longer time', () => {
    expect(follow(spread(11, T0, MINUTE), T0 + 10 * MINUTE).current).toBeNull();
  });

  test('ends when fewer than five are left in the last ten minutes, whenever somebody looks', () => {
    const times = spread(12, T0, 1000);
    // The fifth newest came at T0 + 7 s: when it leaves the window four are left.
    const end = T0 + 7_000 + FLOOD.windowMs;
    expect(follow(times, end - 1).current).not.toBeNull();
    for (const looked of [end, end + MINUTE, end + 24 * 60 * MINUTE])
      expect(follow(times, looked).ended).toEqual([
        { since: T0 + 10_000, endedAt: end, count: 12, peak: 12 },
      ]);
  });

  test('is another one after it has ended, and each is told once', () => {
    const later = T0 + 60 * MINUTE;
    const { ended, current } = follow([...spread(12, T0, 1000), ...spread(12, later, 1000)], later);
    expect(ended).toHaveLength(1);
    expect(current?.since).toBe(later + 10_000);
  });

  test('does not outlive a clock that was set back, nor end before it began', () => {
    const watch = new FloodWatch();
    for (const at of spread(12, T0, 1000)) watch.annunciated(at);
    const back = T0 - 60 * MINUTE;
    expect(watch.look(back)).toBeNull();
    expect(watch.inWindow(back)).toBe(12);
    expect(watch.look(back + FLOOD.windowMs)).toMatchObject({
      since: T0 + 10_000,
      endedAt: T0 + 10_000,
    });
  });

  test('a clock that jumps ahead and comes back makes none of two quiet hours', () => {
    const watch = new FloodWatch();
    for (const at of spread(6, T0, 1000)) watch.annunciated(at);
    watch.annunciated(T0 + 365 * 24 * 60 * MINUTE);
    for (const at of spread(4, T0 + 5 * MINUTE, 1000)) watch.annunciated(at);
    expect(watch.current).toBeNull();
  });
});

/** What a flood is, said in the plainest way: everything is counted anew whenever it could be different. */
function plainly(times: readonly number[], until: number): readonly FloodRecord[] {
  const secondOf = (at: number) => Math.floor(at / 1000);
  const moments = [...new Set(times.flatMap((at) => [secondOf(at), secondOf(at) + 600]))]
    .filter((second) => second <= secondOf(until))
    .sort((a, b) => a - b);
  const floods: FloodRecord[] = [];
  let open = null as FloodRecord | null;
  for (const second of moments) {
    const inWindow = (known: readonly number[]) =>
      known.filter((at) => secondOf(at) > second - 600).length;
    const earlier = times.filter((at) => secondOf(at) < second);
    if (open && inWindow(earlier) < 5) {
      floods.push({ ...open, endedAt: second * 1000 });
      open = null;
    }
    const known = [...earlier];
    for (const at of times.filter((one) => secondOf(one) === second)) {
      known.push(at);
      const count: number = inWindow(known);
      if (open) open = { ...open, count: open.count + 1, peak: Math.max(open.peak, count) };
      else if (count > 10) open = { since: at, endedAt: null, count, peak: count };
    }
  }
  return open ? [...floods, open] : floods;
}

test('followed one by one is the same as looked at from the end', () => {
  const gaps = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: 0, max: 30_000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 15 * MINUTE }) },
    ),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(gaps, fc.integer({ min: 0, max: 20 * MINUTE }), (steps, after) => {
      let at = T0;
      const times = steps.map((step) => (at += step));
      const until = at + after;
      const { ended, current } = follow(times, until);
      const all = [...ended, ...(current ? [{ ...current, endedAt: null }] : [])];
      expect(all).toEqual(plainly(times, until));
    }),
  );
});

describe('a sliding count', () => {
  test('takes no more memory than it has slots', () => {
    const count = new SlidingCount(10_000, 1_000);
    for (let i = 0; i < 100_000; i++) count.add(T0 + i);
    expect(count.total(T0 + 99_999)).toBe(10_000);
  });

  test('a copy is its own', () => {
    const count = new SlidingCount(10_000, 1_000);
    count.add(T0);
    const copy = count.copy();
    copy.add(T0);
    expect([count.total(T0), copy.total(T0)]).toEqual([1, 2]);
  });
});
