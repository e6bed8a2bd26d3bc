import { describe, expect, test } from 'vitest';
import {
  contributionsOf,
  EXPLANATION_WINDOWS,
  occludedWindows,
} from '../../../shared/prediction/occlusion.ts';
import { FEATURE_COUNT, FEATURES, STEPS } from '../../../shared/prediction/schema.ts';

const MINUTE = 60_000;
const AT = Date.UTC(2026, 0, 5, 12);
const WINDOW = STEPS * FEATURE_COUNT;

const indexOf = (name: string) => FEATURES.findIndex((feature) => feature.name === name);

/** Features by what they are, so that the test outlives a change of their names. */
const evidenceOf = (group: string) =>
  FEATURES.filter((feature) => feature.group === group && feature.role === 'evidence').map(
    ({ name }) => name,
  );
const [HOT = '', HOTTER = ''] = evidenceOf('temperature');
const [GAS = ''] = evidenceOf('gas');
const [ARCS = ''] = evidenceOf('arcs');
const [LEAKAGE = ''] = evidenceOf('leakage');
const [FACT = ''] = FEATURES.filter(({ group }) => group === 'device').map(({ name }) => name);

/** A window at rest: nothing is unusual, and the facts are what they are. */
function calm(): Float32Array {
  const window = new Float32Array(WINDOW);
  set(window, FACT, 0.5, 0);
  return window;
}

function set(window: Float32Array, name: string, value: number, from: number, to = STEPS): void {
  for (let step = from; step < to; step++) window[step * FEATURE_COUNT + indexOf(name)] = value;
}

/** The outputs of a model over all the windows of an explanation. */
function outputs(window: Float32Array, model: (one: Float32Array) => number): number[] {
  const all = occludedWindows(window);
  return Array.from({ length: EXPLANATION_WINDOWS }, (_, i) =>
    model(all.subarray(i * WINDOW, (i + 1) * WINDOW)),
  );
}

const explain = (window: Float32Array, model: (one: Float32Array) => number) =>
  contributionsOf(window, outputs(window, model), AT, () => 1);

const at = (window: Float32Array, step: number, name: string) =>
  window[step * FEATURE_COUNT + indexOf(name)]!;

describe('occlusion', () => {
  test('leaves a calm window as it is', () => {
    const window = calm();
    const all = occludedWindows(window);
    for (let i = 0; i < EXPLANATION_WINDOWS; i++)
      expect(all.subarray(i * WINDOW, (i + 1) * WINDOW)).toEqual(window);
    expect(explain(window, () => 0.3)).toEqual([]);
  });

  test('names the hazard, the five minutes, the value and what it usually is', () => {
    const window = calm();
    set(window, HOT, 20, 25);
    // A model that looks at the newest minute alone.
    const found = explain(window, (one) => at(one, 29, HOT) / 100);
    expect(found).toEqual([
      {
        group: 'temperature',
        feature: HOT,
        value: 20,
        usual: 0,
        from: AT - 4 * MINUTE,
        to: AT + MINUTE,
        share: expect.closeTo(0.2, 6),
      },
    ]);
  });

  test('says so when it was the whole half hour and not five minutes of it', () => {
    const window = calm();
    set(window, GAS, 2, 0);
    const mean = (one: Float32Array) => {
      let sum = 0;
      for (let step = 0; step < STEPS; step++) sum += at(one, step, GAS);
      return sum / STEPS / 10;
    };
    expect(explain(window, mean)).toMatchObject([
      {
        group: 'gas',
        feature: GAS,
        from: AT - 29 * MINUTE,
        to: AT + MINUTE,
        share: expect.closeTo(0.2, 6),
      },
    ]);
  });

  test('puts first what raised the output the most, last what lowered it, and facts nowhere', () => {
    const window = calm();
    set(window, ARCS, 3, 29);
    set(window, LEAKAGE, 2, 29);
    set(window, GAS, 1, 29);
    const model = (one: Float32Array) =>
      0.3 +
      0.1 * at(one, 29, ARCS) +
      0.05 * at(one, 29, LEAKAGE) -
      0.09 * at(one, 29, GAS) +
      0.2 * at(one, 29, FACT);
    const found = explain(window, model);
    expect(found.map(({ group }) => group)).toEqual(['arcs', 'leakage', 'gas']);
    expect(found.map(({ share }) => Math.round(share * 1000) / 1000)).toEqual([0.3, 0.1, -0.09]);
  });

  test('tells which feature moved the most in what is usual for each', () => {
    const window = calm();
    set(window, HOT, 20, 25);
    set(window, HOTTER, 15, 25);
    const scale = (feature: string) => (feature === HOTTER ? 2 : 10);
    const all = outputs(window, (one) => at(one, 29, HOT) / 100);
    expect(contributionsOf(window, all, AT, scale)).toMatchObject([{ feature: HOTTER }]);
  });
});
