/** Which row keys mean, and what is acknowledged together. */
import { describe, expect, test } from 'vitest';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import {
  goTo,
  meantBy,
  NOTHING_CHOSEN,
  onNewRows,
  pickClass,
  toggle,
  unpick,
} from '../../../renderer/state/tableChoice.ts';
import { alarm, byId } from './made.ts';

const ALARMS: readonly AlarmRecord[] = [
  alarm('critical', { priority: 'CRITICAL' }),
  alarm('a', {}),
  alarm('seen', { state: 'acknowledged' }),
  alarm('b', {}),
  alarm('trouble', { alarmClass: 'trouble', kind: 'deviceSilent' }),
];
const at = (index: number) => ALARMS[index];
const open = byId(...ALARMS);
const ids = (alarms: readonly AlarmRecord[]) => alarms.map(({ id }) => id);

describe('going', () => {
  test('means the one row, and a row whose page is not here yet means nothing', () => {
    expect(ids(meantBy(goTo(NOTHING_CHOSEN, 1, at), open))).toEqual(['a']);
    expect(meantBy(goTo(NOTHING_CHOSEN, 400, at), open)).toEqual([]);
    expect(meantBy(goTo(NOTHING_CHOSEN, 2, at), open)).toEqual([]);
    expect(meantBy(NOTHING_CHOSEN, open)).toEqual([]);
  });

  test('with Shift picks what waits from where it began, both ways', () => {
    const from = goTo(NOTHING_CHOSEN, 3, at);
    const up = goTo(goTo(from, 2, at, true), 1, at, true);
    expect([...up.picked].sort()).toEqual(['a', 'b']);
    expect([...goTo(up, 4, at, true).picked].sort()).toEqual(['b', 'trouble']);
    expect(unpick(up)).toMatchObject({ index: 1, alarmId: 'a', from: null });
    expect(unpick(up).picked.size).toBe(0);
  });
});

describe('picking', () => {
  test('one by one begins with the chosen row, and leaves out what does not wait', () => {
    const two = toggle(goTo(NOTHING_CHOSEN, 1, at), 3, at);
    expect([...two.picked]).toEqual(['a', 'b']);
    expect([...toggle(two, 2, at).picked]).toEqual(['a', 'b']);
    expect([...toggle(two, 3, at).picked]).toEqual(['a']);
    expect([...toggle(goTo(NOTHING_CHOSEN, 1, at), 1, at).picked]).toEqual(['a']);
  });

  test('a class leaves out critical fire, which is acknowledged one by one', () => {
    const picked = pickClass(goTo(NOTHING_CHOSEN, 1, at), ALARMS);
    expect([...picked.picked]).toEqual(['a', 'b']);
    expect(pickClass(NOTHING_CHOSEN, ALARMS)).toBe(NOTHING_CHOSEN);
  });

  test('is for what still waits when it is acknowledged', () => {
    const picked = pickClass(goTo(NOTHING_CHOSEN, 1, at), ALARMS);
    const later = byId(alarm('a', { state: 'acknowledged' }), alarm('b', { raisedAt: 99 }));
    expect(meantBy(picked, later)).toEqual([later.get('b')]);
    // All of them were seen elsewhere: then it is the chosen row again, which waits no more either.
    expect(meantBy(picked, byId(alarm('a', { state: 'acknowledged' })))).toEqual([]);
  });
});

test('new rows keep the choice at its alarm, or let it go; what is picked stays', () => {
  const picked = pickClass(goTo(NOTHING_CHOSEN, 1, at), ALARMS);
  expect(onNewRows(picked, [alarm('new'), ...ALARMS])).toMatchObject({ index: 2, alarmId: 'a' });
  const gone = onNewRows(picked, [alarm('new')]);
  expect(gone).toMatchObject({ index: null, alarmId: null });
  expect(gone.picked).toBe(picked.picked);
});
