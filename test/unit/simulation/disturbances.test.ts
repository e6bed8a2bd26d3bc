import { describe, expect, it } from 'vitest';
import {
  DISTURBANCE_TYPES,
  type DisturbanceType,
} from '#shared/simulation/disturbances/catalogue.ts';
import { FRAME_FIELDS } from '#shared/simulation/episodes/FrameTable.ts';
import { type Episode, simulateEpisode } from '#shared/simulation/episodes/simulateEpisode.ts';
import { FAULT_TYPES } from '#shared/simulation/faults/catalogue.ts';
import { type FrameField, fieldBetween, mean, quantile } from '../../support/episodes.ts';

const DEVICES = 8;
const CLOCK_JITTER_MS = 2000;

function daysOf(type: DisturbanceType): readonly Episode[] {
  return Array.from({ length: DEVICES }, (_, index) =>
    simulateEpisode({
      seed: 31,
      index,
      startAt: Date.UTC(2025, (index * 5) % 12, 9, 3 * index),
      category: 'hard_negative',
      type,
    }),
  );
}

const during = ({ frames, truth }: Episode, field: FrameField) =>
  fieldBetween(frames, field, truth.onset! + CLOCK_JITTER_MS, truth.hnEnd! - CLOCK_JITTER_MS);
const before = ({ frames, truth }: Episode, field: FrameField) =>
  fieldBetween(frames, field, truth.start, truth.onset!);
const rise = (day: Episode, field: FrameField) =>
  Math.max(...during(day, field)) - quantile(before(day, field), 0.99);
const dip = (day: Episode, field: FrameField) =>
  quantile(before(day, field), 0.01) - Math.min(...during(day, field));
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** What each looks like that a fault looks like too. */
const TRAPS: Readonly<Record<DisturbanceType, (day: Episode) => boolean>> = {
  welding: (day) => sum(during(day, 'aArc')) > 10 && dip(day, 'pFct') > 0.02,
  motor_inrush: (day) => dip(day, 'voltLow') > 0.8 && rise(day, 'ct') > 2,
  cooking: (day) => rise(day, 'co') > 3 && rise(day, 'voc') > 100,
  solvent: (day) => Math.max(...during(day, 'voc')) > 400,
  solar_cabinet: (day) => rise(day, 'pcbTemp') > 6 && rise(day, 'sensorTemp') > 4,
  ev_charging: (day) => rise(day, 'ct') > 4 || rise(day, 'sensorTemp') > 4,
  exhaust: (day) => Math.max(...during(day, 'co')) > 10,
  monsoon_leakage: (day) => rise(day, 'rzct') > 0.8,
  pv_overvoltage: (day) => Math.max(...during(day, 'volt')) > 232,
  brush_motor: (day) => sum(during(day, 'aArc')) > 3,
  heat_gun: (day) => rise(day, 'sensorTemp') > 2 || rise(day, 'voc') > 150,
  inspection: (day) =>
    rise(day, 'zct') > 20 || rise(day, 'co') > 15 || sum(during(day, 'aArc')) > 10,
  sensor_stuck: (day) =>
    FRAME_FIELDS.some(
      (field) => new Set(during(day, field)).size === 1 && new Set(before(day, field)).size > 1,
    ),
  sensor_rail: (day) =>
    (['pcbTemp', 'sensorTemp', 'co', 'voc', 'zct', 'ct', 'volt'] as const).some((field) => {
      const atEnd = (values: readonly number[]) =>
        values.filter((v) => [-40, 0, 125, 200, 300, 1000, 60_000].includes(v)).length /
        values.length;
      return atEnd(during(day, field)) > 0.45 + atEnd(before(day, field)) / 2;
    }),
  sensor_drift: jumpsAtEnd,
  sensor_spike: (day) =>
    FRAME_FIELDS.some((field) => {
      const values = during(day, field);
      return (
        Math.max(...values) - quantile(values, 0.9) >
        6 * (quantile(values, 0.9) - quantile(values, 0.5) + 0.6)
      );
    }),
  sensor_offset: jumpsAtEnd,
  reboot_zeros: (day) => during(day, 'volt').includes(0),
  grid_sag: (day) => dip(day, 'voltLow') > 5,
  outage: (day) => during(day, 'volt').includes(0) || Math.min(...during(day, 'volt')) < 20,
  night_market: (day) => rise(day, 'ct') > 1 && rise(day, 'co') > 1.5,
  full_load: (day) => quantile(during(day, 'ct'), 0.5) > 0.6 * day.device.mainA,
};

/** A wrong sensor is right again all at once. */
function jumpsAtEnd({ frames, truth }: Episode): boolean {
  const least = { pcbTemp: 5, sensorTemp: 5, co: 5, voc: 120, zct: 1.5, ct: 3, volt: 4 } as const;
  return (Object.keys(least) as (keyof typeof least)[]).some((field) => {
    const last = mean(fieldBetween(frames, field, truth.hnEnd! - 100_000, truth.hnEnd!));
    const next = mean(fieldBetween(frames, field, truth.hnEnd!, truth.hnEnd! + 100_000));
    return Math.abs(last - next) > least[field];
  });
}

it('there are at least as many harmless types as faults', () => {
  expect(DISTURBANCE_TYPES.length).toBeGreaterThanOrEqual(FAULT_TYPES.length);
});

describe.each(DISTURBANCE_TYPES)('%s', (type) => {
  const days = daysOf(type);

  it('looks like a fault on most devices', () => {
    expect(days.filter(TRAPS[type]).length).toBeGreaterThanOrEqual(0.7 * DEVICES);
  });

  it('begins after calm hours, is over within the day, and nothing burns', () => {
    for (const { truth, frames } of days) {
      expect(truth.onset! - truth.start).toBeGreaterThanOrEqual(7_200_000);
      expect(truth.hnEnd).toBeGreaterThan(truth.onset!);
      expect(truth.hnEnd).toBeLessThan(truth.end);
      expect([truth.ignition, truth.arrested]).toEqual([null, false]);
      expect(truth.end - truth.start).toBe(24 * 3_600_000);
      expect(frames.timeMs[frames.length - 1]).toBeGreaterThan(truth.hnEnd!);
    }
  });
});
