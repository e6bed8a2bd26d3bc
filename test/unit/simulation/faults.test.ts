import { describe, expect, it } from 'vitest';
import { type Episode, simulateEpisode } from '#shared/simulation/episodes/simulateEpisode.ts';
import { FAULT_TYPES, FAULTS, type FaultType } from '#shared/simulation/faults/catalogue.ts';
import { type FrameField, fieldBetween, quantile } from '../../support/episodes.ts';

const DEVICES = 8;
const episodes = new Map<string, readonly Episode[]>();

function daysOf(type: FaultType, category: 'incident' | 'near_miss'): readonly Episode[] {
  const key = `${type}/${category}`;
  const known = episodes.get(key);
  if (known !== undefined) return known;
  const days = Array.from({ length: DEVICES }, (_, index) =>
    simulateEpisode({
      seed: 21,
      index,
      startAt: Date.UTC(2025, index % 12, 9, 2 * index),
      category,
      type,
    }),
  );
  episodes.set(key, days);
  return days;
}

/** How far a field's extreme between onset and ignition lies beyond what the same day showed before. */
function rise({ frames, truth }: Episode, field: FrameField): number {
  const before = fieldBetween(frames, field, truth.start, truth.onset!);
  const during = fieldBetween(frames, field, truth.onset!, truth.ignition!);
  return field === 'voltLow' || field === 'pFct'
    ? quantile(before, 0.01) - Math.min(...during)
    : Math.max(...during) - quantile(before, 0.99);
}

/** Before ignition most devices must show one of these, by at least so much. */
const TELLTALES: Readonly<Record<FaultType, readonly (readonly [FrameField, number])[]>> = {
  loose_joint: [
    ['sensorTemp', 5],
    ['voc', 80],
  ],
  glowing_contact: [
    ['sensorTemp', 5],
    ['voc', 80],
  ],
  plug_overheat: [
    ['ct', 8],
    ['voc', 80],
    ['sensorTemp', 5],
  ],
  series_arc: [['aArc', 3]],
  parallel_arc: [['voltLow', 4]],
  tracking: [['rzct', 8]],
  water_ingress: [['rzct', 8]],
  overload: [
    ['ct', 5],
    ['sensorTemp', 5],
  ],
  neutral_loss: [
    ['volt', 12],
    ['voltLow', 12],
  ],
  harmonic: [['pFct', 0.04]],
  smoulder: [
    ['voc', 150],
    ['co', 3],
  ],
  compartment_fire: [
    ['voc', 60],
    ['co', 3],
  ],
  ageing: [['pcbTemp', 4]],
  battery: [
    ['co', 15],
    ['voc', 500],
  ],
};

describe.each(FAULT_TYPES)('%s', (type) => {
  it('grows from its onset to ignition in a plausible time, and the device dies minutes later', () => {
    const [q10, , q90] = FAULTS[type].minutes;
    const minutes = daysOf(type, 'incident').map(({ truth, frames }) => {
      const { start, onset, ignition, arrested, hnEnd, end } = truth;
      expect(onset! - start).toBeGreaterThanOrEqual(4 * 3_600_000);
      expect([arrested, hnEnd]).toEqual([false, null]);
      expect(end).toBeGreaterThan(ignition!);
      expect(end - ignition!).toBeLessThan(20 * 60_000);
      expect(frames.timeMs[frames.length - 1]).toBeLessThan(end + 1000);
      return (ignition! - onset!) / 60_000;
    });
    expect(Math.min(...minutes)).toBeGreaterThan(0.15 * q10);
    expect(quantile(minutes, 0.5)).toBeGreaterThan(0.5 * q10);
    expect(quantile(minutes, 0.5)).toBeLessThan(1.5 * q90);
  });

  it('tells of itself before it burns, on most devices', () => {
    const telling = daysOf(type, 'incident').filter((day) =>
      TELLTALES[type].some(([field, least]) => rise(day, field) >= least),
    );
    expect(telling.length).toBeGreaterThanOrEqual(0.6 * DEVICES);
  });

  it('is stopped in time on a near miss, and its traces fade', () => {
    for (const { truth, frames } of daysOf(type, 'near_miss')) {
      const { onset, arrested, hnEnd, ignition, end, start } = truth;
      expect(ignition).toBeNull();
      expect(arrested).toBe(true);
      expect(hnEnd).toBeGreaterThan(onset!);
      expect(end - start).toBe(24 * 3_600_000);
      expect(frames.timeMs[frames.length - 1]).toBeGreaterThan(hnEnd!);
    }
  });
});

describe('a fire', () => {
  it('heats the enclosure by more than 10 K within minutes where it burns inside', () => {
    const inside = FAULT_TYPES.filter((type) => FAULTS[type].inside >= 0.8);
    const rises = inside.flatMap((type) =>
      daysOf(type, 'incident').map(({ frames, truth }) => {
        const at = fieldBetween(frames, 'sensorTemp', truth.ignition! - 60_000, truth.ignition!);
        const after = fieldBetween(
          frames,
          'sensorTemp',
          truth.ignition!,
          truth.ignition! + 240_000,
        );
        return Math.max(...after) - quantile(at, 0.5);
      }),
    );
    expect(quantile(rises, 0.2)).toBeGreaterThan(10);
  });

  it('of a loose joint hides from voltage and current until it burns', () => {
    const supplyBits = 0b111;
    for (const { frames, truth } of daysOf('loose_joint', 'incident')) {
      const lowest = (from: number, to: number) =>
        quantile(fieldBetween(frames, 'volt', from, to), 0.02);
      const sag = lowest(truth.start, truth.onset!) - lowest(truth.onset!, truth.ignition!);
      expect(sag).toBeLessThan(9);
      for (let row = 0; row < frames.length && frames.timeMs[row]! < truth.ignition!; row += 1) {
        expect(frames.status[row]! & supplyBits).toBe(0);
      }
    }
  });

  it('leaves leakage, and with it the reading, once an earth leakage breaker stopped it', () => {
    const faded = daysOf('tracking', 'near_miss').filter(({ frames, truth }) => {
      const before = quantile(fieldBetween(frames, 'rzct', truth.start, truth.onset!), 0.5);
      const after = quantile(fieldBetween(frames, 'rzct', truth.hnEnd! + 60_000), 0.5);
      return after < before + 1;
    });
    expect(faded).toHaveLength(DEVICES);
  });
});
