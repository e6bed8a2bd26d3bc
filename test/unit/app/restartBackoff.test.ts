import { expect, it } from 'vitest';
import { RESTART_DELAYS_MS, RestartBackoff, SETTLED_MS } from '../../../main/app/RestartBackoff.ts';

const waits = (backoff: RestartBackoff, ...alive: number[]) =>
  alive.map((ms) => backoff.afterFailure(ms));

it('waits longer after each failure, and then no more', () => {
  expect(waits(new RestartBackoff(), 0, 0, 0, 0, 0, 0, 0)).toEqual([
    500,
    1000,
    2000,
    4000,
    8000,
    null,
    null,
  ]);
});

it.each([
  { name: 'just short of a minute continues the series', alive: SETTLED_MS - 1, expected: 1000 },
  { name: 'a minute begins a new one', alive: SETTLED_MS, expected: 500 },
])('a life of $name', ({ alive, expected }) => {
  expect(waits(new RestartBackoff(), 0, alive)).toEqual([500, expected]);
});

it('begins anew when a person asks for it', () => {
  const backoff = new RestartBackoff();
  waits(backoff, ...RESTART_DELAYS_MS.map(() => 0));
  expect(backoff.afterFailure(0)).toBeNull();
  backoff.reset();
  expect(backoff.afterFailure(0)).toBe(500);
});
