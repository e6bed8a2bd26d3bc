import { describe, expect, test } from 'vitest';
import { SlidingSum } from '#shared/scoring/SlidingSum.ts';
import { seeded } from '#shared/simulation/random.ts';

interface Entry {
  readonly time: number;
  readonly value: number;
}

const counted = (entries: readonly Entry[], from: number, to: number) =>
  entries.filter(({ time }) => time >= from && time <= to);
const summed = (entries: readonly Entry[], from: number, to: number) =>
  counted(entries, from, to).reduce((sum, { value }) => sum + value, 0);

describe('recounted from scratch after every step', () => {
  test.each([
    ['in order', 0],
    ['one in five late', 0.2],
    ['shuffled', 1],
  ])('%s', (_, lateShare) => {
    const random = seeded(11, lateShare);
    const sliding = new SlidingSum(1_000, 4096, true);
    const all: Entry[] = [];
    let newest = 0;
    for (let step = 0; step < 3_000; step++) {
      // Steps of 0 are frequent on purpose: equal times must all count.
      newest += Math.floor(random.between(0, 12));
      const late = random.next() < lateShare ? Math.floor(random.between(0, 1_500)) : 0;
      const entry = { time: newest - late, value: Math.floor(random.between(0, 5)) };
      const newestBefore = Math.max(...all.slice(-400).map(({ time }) => time), entry.time);
      const taken = sliding.add(entry.time, entry.value);
      expect(taken).toBe(entry.time >= newestBefore - 1_000);
      if (taken) all.push(entry);
      const recent = all.slice(-2_000);
      const last = Math.max(newestBefore, entry.time);
      for (const to of [last, last - 1, last - Math.floor(random.between(0, 300))]) {
        const from = to - Math.floor(random.between(0, 700));
        expect(sliding.count(from, to)).toBe(counted(recent, from, to).length);
        expect(sliding.sum(from, to)).toBe(summed(recent, from, to));
      }
    }
  });
});

test('both ends of a stretch are included', () => {
  const sliding = new SlidingSum(100, 16, true);
  for (const time of [0, 50, 100]) sliding.add(time, 1);
  expect(sliding.sum(0, 100)).toBe(3);
  expect(sliding.sum(1, 99)).toBe(1);
  expect(sliding.count(50, 50)).toBe(1);
  expect(sliding.sum(51, 49)).toBe(0);
  expect(sliding.count(200, 300)).toBe(0);
});

test('an empty one counts nothing', () => {
  const sliding = new SlidingSum(100, 16, true);
  expect([sliding.count(0, 1e15), sliding.sum(0, 1e15)]).toEqual([0, 0]);
});

test('beyond its size the oldest go, and sums become lower bounds', () => {
  const sliding = new SlidingSum(1e9, 64, true);
  for (let time = 0; time < 1_000; time++) sliding.add(time, 2);
  expect(sliding.count(0, 1_000)).toBe(64);
  expect(sliding.sum(0, 1_000)).toBe(128);
  expect(sliding.sum(990, 999)).toBe(20);
  expect(sliding.add(900, 2)).toBe(false);
});

test('without sums it still counts', () => {
  const sliding = new SlidingSum(1_000, 4096, false);
  for (let time = 0; time < 5_000; time += 10) sliding.add(time, 1);
  expect(sliding.count(4_500, 4_990)).toBe(50);
});

test('a long silence leaves nothing old behind', () => {
  const sliding = new SlidingSum(100, 4096, true);
  for (let time = 0; time < 100; time++) sliding.add(time, 3);
  sliding.add(1e12, 1);
  expect(sliding.sum(0, 1e12)).toBe(1);
});
