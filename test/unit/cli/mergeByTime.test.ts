import { expect, it } from 'vitest';
import type { HistoryItem } from '../../../main/cli/history/historyItems.ts';
import { mergeByTime } from '../../../main/cli/history/mergeByTime.ts';

/** Items of one recording, by their times; null for one without, `!` for a line that can't be read. */
async function* recording(file: string, times: readonly (number | null | '!')[]) {
  for (const [index, time] of times.entries()) {
    const placed = { file, line: index + 1 };
    const item: unknown =
      time === '!'
        ? { ...placed, refused: { reason: 'notJson', detail: '' }, text: '' }
        : { ...placed, reading: {}, at: time };
    yield [item as HistoryItem];
  }
}

async function merged(...recordings: AsyncIterable<readonly HistoryItem[]>[]) {
  const order: (readonly [string, number])[] = [];
  for await (const { item, at } of mergeByTime(recordings))
    order.push([`${item.file}${item.line}`, at]);
  return order;
}

it('plays several recordings in one order of time, each in its own', async () => {
  expect(await merged(recording('a', [1, 4, 4, 9]), recording('b', [2, 3, 10]))).toEqual([
    ['a1', 1],
    ['b1', 2],
    ['b2', 3],
    ['a2', 4],
    ['a3', 4],
    ['a4', 9],
    ['b3', 10],
  ]);
});

it('puts what has no time behind what it follows, and never goes back', async () => {
  expect(await merged(recording('a', [5, null, '!', 3, 6]))).toEqual([
    ['a1', 5],
    ['a2', 5],
    ['a3', 5],
    ['a4', 5],
    ['a5', 6],
  ]);
});

it('isn’t carried off by one wrong clock, in the middle or at the end', async () => {
  const year = 365 * 86_400_000;
  expect(await merged(recording('a', [1, year, 2, 3, year]))).toEqual([
    ['a1', 1],
    ['a2', 1],
    ['a3', 2],
    ['a4', 3],
    ['a5', 3],
  ]);
});

it('follows a long gap', async () => {
  const day = 86_400_000;
  expect(await merged(recording('a', [1, 5 * day, 5 * day + 1]))).toEqual([
    ['a1', 1],
    ['a2', 5 * day],
    ['a3', 5 * day + 1],
  ]);
});

it('holds back no more than a thousand items of a recording that tells no time', async () => {
  let given = 0;
  async function* endless() {
    for (;;) {
      given++;
      yield [{ file: 'a', line: given, reading: {}, at: null } as unknown as HistoryItem];
    }
  }
  const items = mergeByTime([endless()]);
  await items.next();
  expect(given).toBeLessThan(1_010);
  await items.return(undefined);
});
