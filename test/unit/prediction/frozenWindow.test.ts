import { expect, test } from 'vitest';
import { freezeWindow, thawWindow } from '../../../main/engine/prediction/frozenWindow.ts';
import { FEATURE_COUNT, STEPS } from '../../../shared/prediction/schema.ts';
import { seeded } from '../../../shared/simulation/random.ts';

const CELLS = STEPS * FEATURE_COUNT;

test('a frozen window comes back bit for bit', () => {
  const random = seeded(3);
  const window = Float32Array.from({ length: CELLS }, () => random.normal());
  expect(thawWindow(freezeWindow(window))).toEqual(window);
});

test('one that changes little takes little room', () => {
  const window = Float32Array.from({ length: CELLS }, (_, i) => i % FEATURE_COUNT);
  expect(freezeWindow(window).length).toBeLessThan(1_000);
});

test('one of other features, or a damaged one, is none', () => {
  expect(thawWindow('')).toBeNull();
  expect(thawWindow('AAAA')).toBeNull();
  const whole = freezeWindow(new Float32Array(CELLS));
  expect(thawWindow(whole.slice(0, 8))).toBeNull();
});
