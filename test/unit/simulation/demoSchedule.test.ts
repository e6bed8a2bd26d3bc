import { describe, expect, it } from 'vitest';
import { DEMO_CYCLE_MS, demoIncidents, deviceFor } from '#shared/simulation/demo/demoSchedule.ts';
import { INCIDENT_KINDS } from '#shared/simulation/demo/incidentKinds.ts';
import { LOAD_KINDS } from '#shared/simulation/demo/loadKinds.ts';
import { SCRIPTS } from '#shared/simulation/demo/scripts.ts';
import { seeded } from '#shared/simulation/random.ts';

const SLOW = ['creepingFault', 'fire', 'stuckSensor'];
const devices = Array.from({ length: 48 }, (_, i) => ({
  id: `d${i}`,
  load: LOAD_KINDS[i % LOAD_KINDS.length] ?? 'outlet',
  ratedCurrentA: i % 24 < 12 ? 100 : 20,
}));

describe('the schedule of a demo', () => {
  it.each([0, 1, 2, 3, 12, 13])(
    'cycle %i has one event a device at most, and what is not slow ends before the next begins',
    (cycle) => {
      for (let seed = 0; seed < 20; seed += 1) {
        const events = demoIncidents(devices, seed, 1000, cycle);
        expect(new Set(events.map(({ deviceId }) => deviceId)).size).toBe(events.length);
        for (const { kind, startAt } of events) {
          expect(startAt).toBeGreaterThanOrEqual(1000 + cycle * DEMO_CYCLE_MS);
          if (SLOW.includes(kind)) continue;
          expect(startAt + 1000 * SCRIPTS[kind].lastsS).toBeLessThanOrEqual(
            1000 + (cycle + 1) * DEMO_CYCLE_MS + 120_000,
          );
        }
      }
    },
  );

  it('happens where such things happen: kitchens overheat, pumps leak, large circuits are overloaded', () => {
    const where = new Map(devices.map((device) => [device.id, device]));
    for (let seed = 0; seed < 20; seed += 1) {
      const of = (kind: string) =>
        where.get(
          demoIncidents(devices, seed, 0, 0).find((event) => event.kind === kind)?.deviceId ?? '',
        );
      expect(of('overheating')?.load).toBe('kitchen');
      expect(of('leakage')?.load).toBe('pump');
      expect(of('overcurrent')?.ratedCurrentA).toBe(100);
    }
  });

  it('tells of something slow every other hour, and leaves its device alone meanwhile', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const told = Array.from({ length: 33 }, (_, cycle) => demoIncidents(devices, seed, 0, cycle));
      const slow = told.flatMap((events, cycle) =>
        events.flatMap(({ kind, deviceId }) =>
          kind === 'creepingFault' || kind === 'fire' ? [{ cycle, kind, deviceId }] : [],
        ),
      );
      expect(slow.map(({ cycle, kind }) => [cycle, kind])).toEqual([
        [12, 'creepingFault'],
        [18, 'fire'],
        [24, 'creepingFault'],
        [30, 'fire'],
      ]);
      for (const { cycle, deviceId, kind } of slow) {
        const over = cycle + Math.ceil((1000 * SCRIPTS[kind].lastsS) / DEMO_CYCLE_MS);
        const others = told.slice(cycle, over).flat();
        expect(others.filter((event) => event.deviceId === deviceId)).toHaveLength(1);
      }
    }
  });

  it('shows every kind within some hours but the sensor that stands still, which takes longer than a cycle', () => {
    const told = new Set(
      Array.from({ length: 72 }, (_, cycle) => demoIncidents(devices, 1, 0, cycle))
        .flat()
        .map(({ kind }) => kind),
    );
    expect(INCIDENT_KINDS.filter((kind) => !told.has(kind))).toEqual(['stuckSensor']);
  });

  it('does with fewer devices than events, and with none', () => {
    expect(demoIncidents(devices.slice(0, 3), 1, 0, 0)).toHaveLength(3);
    expect(demoIncidents([], 1, 0, 0)).toEqual([]);
    expect(demoIncidents([], 1, 0, 12)).toEqual([]);
    expect(deviceFor('fire', [], seeded(1))).toBeUndefined();
  });
});
