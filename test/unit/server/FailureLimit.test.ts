import { expect, test } from 'vitest';
import { FailureLimit } from '../../../main/server/FailureLimit.ts';

const fail = (limit: FailureLimit, address: string, times: number) => {
  for (let time = 0; time < times; time++) limit.failed(address);
};

test('the twentieth failure of a minute is the last', () => {
  const limit = new FailureLimit(() => 0);
  fail(limit, 'a', 19);
  expect(limit.exceeded('a')).toBe(false);
  fail(limit, 'a', 1);
  expect(limit.exceeded('a')).toBe(true);
  expect(limit.exceeded('b')).toBe(false);
});

test('the count starts again after a minute', () => {
  let now = 0;
  const limit = new FailureLimit(() => now);
  fail(limit, 'a', 20);
  now = 60_000;
  expect(limit.exceeded('a')).toBe(false);
  fail(limit, 'a', 1);
  expect(limit.exceeded('a')).toBe(false);
});

test('a flood of addresses forgets the oldest instead of growing', () => {
  const limit = new FailureLimit(() => 0);
  fail(limit, 'first', 20);
  for (let address = 0; address < 1_000; address++) fail(limit, `flood-${address}`, 20);
  expect(limit.exceeded('first')).toBe(false);
  expect(limit.exceeded('flood-999')).toBe(true);
});
