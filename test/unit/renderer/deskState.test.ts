import { describe, expect, test } from 'vitest';
import {
  applyActResult,
  applyEvents,
  EMPTY_DESK,
  missesFloor,
  newFireAlarms,
} from '../../../renderer/state/deskState.ts';
import { alarm, byId, device, floor, NOW, status } from './made.ts';

const snapshot = {
  type: 'snapshot',
  devices: [device('d1'), device('d2')],
  alarms: [alarm('a1')],
  status: status(),
} as const;

describe('applyEvents', () => {
  test('a snapshot replaces everything that was known', () => {
    const before = applyEvents(EMPTY_DESK, [snapshot]);
    const after = applyEvents(before, [
      { type: 'snapshot', devices: [device('d3')], alarms: [], status: status() },
    ]);
    expect([...after.devices.keys()]).toEqual(['d3']);
    expect(after.alarms.size).toBe(0);
  });

  test('an update changes what it names and leaves the rest', () => {
    const before = applyEvents(EMPTY_DESK, [snapshot]);
    const hot = device('d2', { level: 'CRITICAL' });
    const after = applyEvents(before, [
      { type: 'update', devices: [hot], alarms: [], status: status({ reporting: 1 }) },
    ]);
    expect(after.devices.get('d2')).toBe(hot);
    expect(after.devices.get('d1')).toBe(before.devices.get('d1'));
    expect(after.status?.reporting).toBe(1);
    expect(before.devices.get('d2')?.level).toBe('NORMAL');
  });

  test('an alarm that ended leaves the list, one that changed is replaced whole', () => {
    const before = applyEvents(EMPTY_DESK, [{ ...snapshot, alarms: [alarm('a1'), alarm('a2')] }]);
    const after = applyEvents(before, [
      {
        type: 'update',
        devices: [],
        alarms: [alarm('a1', { endedAt: NOW }), alarm('a2', { state: 'acknowledged' })],
        status: status(),
      },
    ]);
    expect([...after.alarms.keys()]).toEqual(['a2']);
    expect(after.alarms.get('a2')?.state).toBe('acknowledged');
  });

  test('events of one batch apply in order, the last word wins', () => {
    const update = (level: 'LOW' | 'HIGH') =>
      ({
        type: 'update',
        devices: [device('d1', { level })],
        alarms: [],
        status: status(),
      }) as const;
    const after = applyEvents(EMPTY_DESK, [snapshot, update('LOW'), update('HIGH')]);
    expect(after.devices.get('d1')?.level).toBe('HIGH');
  });

  test('collections that did not change keep their identity, so that nothing is drawn for nothing', () => {
    const before = applyEvents(EMPTY_DESK, [snapshot]);
    const after = applyEvents(before, [
      { type: 'update', devices: [], alarms: [], status: status() },
    ]);
    expect(after.devices).toBe(before.devices);
    expect(after.alarms).toBe(before.alarms);
  });
});

describe('applyActResult', () => {
  const before = applyEvents(EMPTY_DESK, [snapshot]);
  const actedOn = before.alarms.get('a1');
  if (actedOn === undefined) throw new Error('no alarm');

  test('shows what the engine answered', () => {
    const after = applyActResult(before, actedOn, alarm('a1', { state: 'acknowledged' }));
    expect(after.alarms.get('a1')?.state).toBe('acknowledged');
  });

  test('an answer older than what a live event has brought does not undo it', () => {
    const ended = applyEvents(before, [
      { type: 'update', devices: [], alarms: [alarm('a1', { endedAt: NOW })], status: status() },
    ]);
    const after = applyActResult(ended, actedOn, alarm('a1', { state: 'acknowledged' }));
    expect(after.alarms.has('a1')).toBe(false);
  });
});

describe('newFireAlarms', () => {
  test.each([
    ['one that was not there before', [], [alarm('a')], ['a']],
    ['not one that was', [alarm('a')], [alarm('a')], []],
    [
      'one that got worse and was raised again',
      [alarm('a')],
      [alarm('a', { raisedAt: NOW + 1 })],
      ['a'],
    ],
    [
      'one that came back after it was acknowledged',
      [alarm('a', { state: 'acknowledged' })],
      [alarm('a', { state: 'unacknowledged', raisedAt: NOW })],
      ['a'],
    ],
    [
      'not one that somebody has already acknowledged',
      [],
      [alarm('a', { state: 'acknowledged' })],
      [],
    ],
    ['not a trouble', [], [alarm('a', { alarmClass: 'trouble' })], []],
    [
      'the newest first',
      [],
      [alarm('a', { raisedAt: NOW }), alarm('b', { raisedAt: NOW + 5 })],
      ['b', 'a'],
    ],
  ])('%s', (_, before, after, expected) => {
    expect(newFireAlarms(byId(...before), byId(...after)).map(({ id }) => id)).toEqual(expected);
  });
});

test('a device on a floor without a plan asks for the plans again', () => {
  const state = applyEvents({ ...EMPTY_DESK, floors: [floor('f1')] }, [snapshot]);
  expect(missesFloor(state)).toBe(false);
  expect(missesFloor({ ...state, floors: [floor('f9')] })).toBe(true);
});
