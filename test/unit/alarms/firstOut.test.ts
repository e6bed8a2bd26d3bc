import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FirstOut } from '#engine/alarms/FirstOut.ts';
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import { BURST_GAP_MS, burstsOf, compareOnsets } from '#shared/alarms/firstOut.ts';
import { alarmId, readAlarmId } from '#shared/alarms/identity.ts';
import { burstGroupOf } from '#shared/alarms/placeGroup.ts';
import { alarmOf } from './alarmOf.ts';

const T0 = 1_700_000_000_000;
const PANELS: Readonly<Record<string, string | null>> = {
  a1: 'panel/A',
  a2: 'panel/A',
  a3: 'panel/A',
  b1: 'panel/B',
  alone: null,
};
const groupOf = (deviceId: string) => PANELS[deviceId] ?? null;
const onset = (deviceId: string, at: number, kind: AlarmKind = 'risk') => ({
  id: alarmId('hq', deviceId, kind, T0 + at),
  deviceId,
  kind,
  onsetAt: T0 + at,
});

describe('behind one panel', () => {
  test('the first has none before it, and who follows within a minute of the one before names it', () => {
    const firstOut = new FirstOut({ groupOf });
    const first = onset('a1', 0);
    expect(firstOut.begins(first)).toBeNull();
    expect(firstOut.begins(onset('a2', 50_000))).toBe(first.id);
    expect(firstOut.begins(onset('a3', 110_000))).toBe(first.id);
    expect(firstOut.begins(onset('a2', 110_000 + BURST_GAP_MS + 1, 'arcAlarm'))).toBeNull();
  });

  test('another panel, a device without one, and trouble are no part of it', () => {
    const firstOut = new FirstOut({ groupOf });
    firstOut.begins(onset('a1', 0));
    expect(firstOut.begins(onset('b1', 1_000))).toBeNull();
    expect(firstOut.begins(onset('alone', 1_000))).toBeNull();
    expect(firstOut.begins(onset('a2', 1_000, 'deviceSilent'))).toBeNull();
  });

  test('the first is the first by event time: one that arrives late with an earlier onset leads what follows', () => {
    const firstOut = new FirstOut({ groupOf });
    firstOut.begins(onset('a1', 20_000));
    const earlier = onset('a2', 5_000);
    expect(firstOut.begins(earlier)).toBeNull();
    expect(firstOut.begins(onset('a3', 30_000))).toBe(earlier.id);
  });

  test('a plan that was not committed leaves no trace', () => {
    const firstOut = new FirstOut({ groupOf });
    const draft = firstOut.draft();
    const first = onset('a1', 0);
    draft.begins(first);
    expect(draft.begins(onset('a2', 1_000))).toBe(first.id);
    expect(firstOut.begins(onset('a3', 2_000))).toBeNull();
  });

  test('is known again after a restart, by what was recorded', () => {
    const before = onset('a1', 0);
    const follower = {
      ...alarmOf({ deviceId: 'a2', onsetAt: T0 + 50_000 }),
      ...onset('a2', 50_000),
    };
    const firstOut = new FirstOut({ groupOf });
    // The first is over and gone; what followed it still names it.
    firstOut.restore([{ ...follower, firstOutId: before.id }]);
    expect(firstOut.begins(onset('a3', 100_000))).toBe(before.id);
  });
});

test('told in their order, every alarm names the first of its burst', () => {
  const times = fc.array(fc.integer({ min: 0, max: 40 * 60_000 }), { maxLength: 80 });
  fc.assert(
    fc.property(times, (all) => {
      const firstOut = new FirstOut({ groupOf });
      const onsets = [...new Set(all)]
        .map((at) => onset(`a${(at % 3) + 1}`, at))
        .sort(compareOnsets);
      const named = onsets.map((one) => firstOut.begins(one) ?? one.id);
      const expected = burstsOf(onsets).flatMap((burst) => burst.map(() => burst[0]!.id));
      expect(named).toEqual(expected);
    }),
  );
});

test('what devices have in common: the panel, else the zone; a floor is too much', () => {
  const placed = { floorId: 'f1', zoneId: 'z1', upstreamPanel: 'P-2' };
  expect(burstGroupOf(placed)).toBe('panel/P-2');
  expect(burstGroupOf({ ...placed, upstreamPanel: null })).toBe('zone/f1/z1');
  expect(burstGroupOf({ ...placed, upstreamPanel: '', zoneId: null })).toBeNull();
  expect(burstGroupOf(null)).toBeNull();
});

test('an id says what it is the id of, whatever the device is called', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (site, device) => {
      expect(readAlarmId(alarmId(site, device, 'risk', T0))).toEqual({
        deviceId: device,
        kind: 'risk',
        onsetAt: T0,
      });
    }),
  );
  expect(readAlarmId('not an id')).toBeNull();
});
