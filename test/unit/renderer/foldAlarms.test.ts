import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALARM_CLASSES, ALARM_PRIORITIES, type AlarmRecord } from '#shared/alarms/alarm.ts';
import { deskSubject } from '#shared/alarms/subject.ts';
import { sortAlarms } from '../../../renderer/state/alarmList.ts';
import {
  alarmsOf,
  chosenRow,
  type Folding,
  foldAlarms,
  foldedIn,
  inRowOrder,
  type ListRow,
  meantBy,
  moveRow,
} from '../../../renderer/state/foldAlarms.ts';
import { alarm, byId, device } from './made.ts';

/** Devices a1, a2 … hang behind panel A, z1 … are in a zone, f1 … only on a floor, u1 … were not placed. */
function placementOf(deviceId: string) {
  const { placement } = device(deviceId);
  if (placement === null || deviceId.startsWith('u')) return null;
  if (deviceId.startsWith('z')) return { ...placement, zoneId: 'zone' };
  return deviceId.startsWith('f')
    ? placement
    : { ...placement, upstreamPanel: deviceId.charAt(0).toUpperCase() };
}

const FLOOD: Folding = {
  placementOf,
  flood: true,
  unfolded: new Set(),
  selectedId: null,
  foldKey: null,
};
const leak = (deviceId: string, change: Partial<AlarmRecord> = {}) =>
  alarm(deviceId, { deviceId, kind: 'resistiveLeakage', alarmClass: 'supervisory', ...change });
const names = (rows: readonly ListRow[]) =>
  rows.map((row) => (row.type === 'fold' ? `${row.key} ${row.members.length}` : row.key));

describe('in a flood', () => {
  const alarms = byId(
    alarm('fire', { deviceId: 'a9' }),
    ...['a1', 'a2', 'a3', 'b1', 'z1', 'z2', 'f1', 'f2', 'u1', 'u2'].map((id) => leak(id)),
  );
  const sorted = sortAlarms(alarms);

  test('what hangs together is one row, by panel, else zone, else floor; one alone stays itself', () => {
    expect(names(foldAlarms(sorted, FLOOD)).sort()).toEqual(
      ['fire', 'fold:panel/A 3', 'b1', 'fold:zone/f1/zone 2', 'fold:floor/f1 2', 'fold: 2'].sort(),
    );
  });

  test('outside of one nothing is folded', () => {
    expect(names(foldAlarms(sorted, { ...FLOOD, flood: false }))).toEqual(
      sorted.map(({ id }) => id),
    );
  });

  test('what somebody works on, what is selected, and what the desk says of itself stay in sight', () => {
    const rows = foldAlarms(
      sortAlarms(
        byId(
          ...['a1', 'a2', 'a3', 'a4'].map((id) => leak(id)),
          leak('a5', { takenBy: 'Kim' }),
          leak('desk', { deviceId: deskSubject('disk'), kind: 'diskLow', alarmClass: 'trouble' }),
        ),
      ),
      { ...FLOOD, selectedId: 'a4' },
    );
    expect(names(rows).sort()).toEqual(['a4', 'a5', 'desk', 'fold:panel/A 3']);
  });

  test('an open fold keeps its alarms together, also the selected one', () => {
    const key = 'fold:panel/A';
    const open = { ...FLOOD, unfolded: new Set([key]), selectedId: 'a2' };
    const rows = foldAlarms(sorted, open);
    const at = rows.findIndex((row) => row.key === key);
    expect(rows.slice(at + 1, at + 4).map((row) => row.type === 'alarm' && row.within)).toEqual([
      key,
      key,
      key,
    ]);
    // Closed again and chosen itself, it is all of them.
    expect(names(foldAlarms(sorted, { ...FLOOD, selectedId: 'a2', foldKey: key }))).toContain(
      'fold:panel/A 3',
    );
  });

  test('says how many it folded into how many', () => {
    expect(foldedIn(foldAlarms(sorted, FLOOD))).toEqual({ alarms: 9, groups: 4 });
  });
});

describe('a chosen fold', () => {
  const sorted = sortAlarms(
    byId(leak('a1'), leak('a2'), leak('a3', { state: 'acknowledged' }), alarm('fire')),
  );
  const rows = foldAlarms(sorted, FLOOD);
  const fold = rows.find((row) => row.type === 'fold')!;

  test('means those of its alarms that wait, unless others were picked', () => {
    expect(
      meantBy(fold, sorted, new Set())
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['a1', 'a2']);
    expect(meantBy(fold, sorted, new Set(['fire'])).map(({ id }) => id)).toEqual(['fire']);
  });

  test('is found again, and gives way to the alarm when it is gone', () => {
    expect(chosenRow(rows, { foldKey: fold.key, alarmId: 'fire' })).toBe(fold);
    expect(chosenRow(rows, { foldKey: 'fold:gone', alarmId: 'fire' })?.key).toBe('fire');
    expect(chosenRow([], { foldKey: null, alarmId: null })).toBeNull();
  });

  test('keys go from row to row', () => {
    expect(moveRow(rows, rows[0]!, 1)).toBe(fold);
    expect(moveRow(rows, fold, 1)).toBe(fold);
    expect(moveRow(rows, fold, -1)).toBe(rows[0]);
    expect(alarmsOf(moveRow(rows, null, 1))).toEqual([sorted[0]]);
  });
});

const someAlarms = fc
  .array(
    fc.record({
      place: fc.constantFrom('a', 'b', 'z', 'f', 'u'),
      alarmClass: fc.constantFrom(...ALARM_CLASSES),
      priority: fc.constantFrom(...ALARM_PRIORITIES),
      state: fc.constantFrom('unacknowledged', 'acknowledged', 'shelved', 'latchedAcknowledged'),
      onsetAt: fc.nat(1000),
      takenBy: fc.constantFrom(null, null, null, 'Kim'),
    }),
    { maxLength: 60 },
  )
  .map((all) =>
    sortAlarms(
      byId(
        ...all.map(({ place, ...change }, index) =>
          alarm(`${place}${index}`, { deviceId: `${place}${index}`, ...change }),
        ),
      ),
    ),
  );
const KEYS = ['fold:panel/A', 'fold:panel/B', 'fold:zone/f1/zone', 'fold:floor/f1', 'fold:'];

describe('whatever the alarms are', () => {
  const everything = fc.record({
    sorted: someAlarms,
    unfolded: fc.subarray(KEYS),
    selected: fc.nat(60),
    flood: fc.boolean(),
  });
  const rowsOf = ({
    sorted,
    unfolded,
    selected,
    flood,
  }: {
    sorted: readonly AlarmRecord[];
    unfolded: readonly string[];
    selected: number;
    flood: boolean;
  }) =>
    foldAlarms(sorted, {
      ...FLOOD,
      flood,
      unfolded: new Set(unfolded),
      selectedId: sorted[selected]?.id ?? null,
    });

  test('every fire is a row of its own', () => {
    fc.assert(
      fc.property(everything, (given) => {
        const rows = rowsOf(given);
        const own = new Set(rows.flatMap((row) => (row.type === 'alarm' ? [row.alarm.id] : [])));
        for (const { alarmClass, id } of given.sorted)
          if (alarmClass === 'fire') expect(own.has(id)).toBe(true);
        for (const row of rows)
          if (row.type === 'fold')
            expect(row.members.some(({ alarmClass }) => alarmClass === 'fire')).toBe(false);
      }),
    );
  });

  test('every alarm is in exactly one row, or in one fold that is open above it', () => {
    fc.assert(
      fc.property(everything, (given) => {
        const shown = inRowOrder(rowsOf(given)).map(({ id }) => id);
        expect([...shown].sort()).toEqual(given.sorted.map(({ id }) => id).sort());
      }),
    );
  });

  test('the order of urgency is kept: a row stands where the most urgent of its alarms would', () => {
    fc.assert(
      fc.property(everything, (given) => {
        const places = new Map(given.sorted.map((one, index) => [one, index]));
        const heads = rowsOf(given)
          .filter((row) => row.type === 'fold' || row.within === null)
          .map((row) => places.get(alarmsOf(row)[0]!)!);
        expect(heads).toEqual([...heads].sort((a, b) => a - b));
        for (const row of rowsOf(given)) {
          const inside = alarmsOf(row).map((one) => places.get(one)!);
          expect(inside).toEqual([...inside].sort((a, b) => a - b));
        }
      }),
    );
  });

  test('the selected alarm is always in sight', () => {
    fc.assert(
      fc.property(everything, (given) => {
        const selected = given.sorted[given.selected];
        if (!selected) return;
        expect(rowsOf(given).some((row) => row.key === selected.id)).toBe(true);
      }),
    );
  });
});
