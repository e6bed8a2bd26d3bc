import { expect, test } from 'vitest';
import { calmly } from '#engine/live/calmly.ts';

test('runs at once, then once for all that came while it rested, and at once again after a quiet time', () => {
  const timers: (() => void)[] = [];
  let runs = 0;
  const ask = calmly(
    () => runs++,
    1000,
    (then) => timers.push(then),
  );
  const pass = () => timers.shift()?.();
  ask();
  expect(runs).toBe(1);
  for (let i = 0; i < 50; i++) ask();
  expect(runs).toBe(1);
  pass();
  expect(runs).toBe(2);
  pass();
  expect(runs).toBe(2);
  ask();
  expect(runs).toBe(3);
  expect(timers).toHaveLength(1);
});
