import { describe, expect, test } from 'vitest';
import { createBuilding } from '#shared/simulation/building.ts';
import { DEMO_CYCLE_MS, demoIncidents } from '#shared/simulation/demo/demoSchedule.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { ContinuityWatch } from '#shared/telemetry/ContinuityWatch.ts';
import { decode } from '#shared/telemetry/decode.ts';
import type { QualityFlag, Reading } from '#shared/telemetry/reading.ts';
import { topicOf } from '../../support/wire.ts';
import { calmReading } from '../scoring/calmReading.ts';

const MINUTE = 60_000;

/** Feeds readings and says which flags each got. */
function judged(readings: readonly Partial<Reading>[]): readonly (readonly QualityFlag[])[] {
  const watch = new ContinuityWatch();
  return readings.map((change) => watch.judge({ ...calmReading(), ...change }));
}

const numbered = (...indexes: readonly (number | null)[]) =>
  indexes.map((idx, at) => ({ idx, measuredAt: at * 1000, voltage: 220 + (at % 7) / 10 }));
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('messages that are missing', () => {
  test('a number that is skipped shows in the reading after it, and only there', () => {
    const flags = judged(numbered(...upTo(12), 15, 16, 17));
    expect(flags.map((found) => found.length)).toEqual([...upTo(12).map(() => 0), 1, 0, 0]);
    expect(flags[12]).toEqual(['sequenceGap']);
  });

  test.each([
    ['a device that does not number by one', [...upTo(20)].map((i) => i * 7)],
    ['a device that has not shown yet how it numbers', [1, 2, 3, 9, 10]],
    ['a device that was restarted and counts afresh', [...upTo(12), 1, 2, 3]],
    ['a device that repeats its number', Array.from({ length: 20 }, () => 5)],
    ['a device without numbers', Array.from({ length: 20 }, () => null)],
  ])('%s misses nothing', (_name, indexes) => {
    expect(judged(numbered(...indexes)).flat()).toEqual([]);
  });

  test('a message that came late is not a step back', () => {
    const row = numbered(...upTo(12), 13, 14);
    const late = { ...row[4]!, measuredAt: 4500 };
    expect(judged([...row.slice(0, 13), late, row[13]!]).flat()).toEqual([]);
  });
});

describe('a value that stands still', () => {
  const every = (minutes: number, count: number, change: (i: number) => Partial<Reading>) =>
    Array.from({ length: count }, (_, i) => ({
      idx: null,
      measuredAt: i * minutes * MINUTE,
      voltage: 220 + (i % 5) / 10,
      ...change(i),
    }));

  test('a voltage that has not moved for two hours is stuck', () => {
    const flags = judged(every(1, 130, () => ({ voltage: 220.4 })));
    const first = flags.findIndex((found) => found.includes('stuck'));
    expect(first).toBe(120);
  });

  test.each([
    ['for two hours, but seldom measured', 10, 13],
    ['often measured, but for an hour', 0.1, 600],
  ])('a voltage that stands %s is not', (_name, minutes, count) => {
    expect(judged(every(minutes, count, () => ({ voltage: 220.4 }))).flat()).toEqual([]);
  });

  test('a circuit without power is not stuck', () => {
    expect(judged(every(1, 200, () => ({ voltage: 0 }))).flat()).toEqual([]);
  });

  test('a probe that stands while its companion moves by ten degrees is stuck', () => {
    const moving = (i: number) => ({ pcbTemperature: 30 + i / 10, sensorTemperature: 35 });
    expect(judged(every(1, 130, moving)).at(-1)).toEqual(['stuck']);
    const calm = () => ({ pcbTemperature: 30, sensorTemperature: 35 });
    expect(judged(every(1, 200, calm)).flat()).toEqual([]);
  });
});

test('the simulated building has neither in a day, but for the messages that its story loses', () => {
  const building = createBuilding({ seed: 3, devices: 12 });
  const startAt = Date.UTC(2026, 0, 5);
  const simulator = createSimulator({ building, seed: 3, startAt });
  const found: QualityFlag[] = [];
  let readings = 0;
  for (const [device, intervalMs] of simulator.intervalsMs.entries()) {
    const watch = new ContinuityWatch();
    for (let at = startAt; at < startAt + 24 * 60 * MINUTE; at += intervalMs) {
      const message = simulator.step(device, at);
      if (message === null) continue;
      const bytes = Buffer.from(JSON.stringify(message));
      const units = { powerUnit: 'kW', powerFactorUnit: 'ratio' } as const;
      const decoded = decode(bytes, topicOf(message.deviceId), units);
      if (!decoded.ok) throw new Error(decoded.detail);
      readings++;
      found.push(
        ...watch.judge({ ...decoded.reading, measuredAt: at, receivedAt: at, quality: [] }),
      );
    }
  }
  expect(readings).toBeGreaterThan(50_000);
  const facts = building.devices.map(({ id, load, placement }) => ({
    id,
    load,
    ratedCurrentA: placement.ratedCurrentA ?? 30,
  }));
  const lost = Array.from({ length: (24 * 60 * MINUTE) / DEMO_CYCLE_MS }, (_, cycle) =>
    demoIncidents(facts, 3, startAt, cycle),
  )
    .flat()
    .filter(({ kind }) => kind === 'lostMessages');
  expect(lost.length).toBeGreaterThan(3);
  expect(found).toEqual(lost.map(() => 'sequenceGap'));
});
