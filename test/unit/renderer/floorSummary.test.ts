import { expect, test } from 'vitest';
import { summariseFloors } from '../../../renderer/state/floorSummary.ts';
import { alarm, byId, device, feed, floor } from './made.ts';

const on = (floorId: string, id: string, change: Parameters<typeof device>[1] = {}) => {
  const made = device(id, change);
  return made.placement === null ? made : { ...made, placement: { ...made.placement, floorId } };
};

test('floors stand as the building does, the highest first', () => {
  const floors = [floor('b1', -1), floor('f2', 1), floor('f1', 0)];
  const summary = summariseFloors(floors, new Map(), new Map(), []);
  expect(summary.map(({ floorId }) => floorId)).toEqual(['f2', 'f1', 'b1']);
});

test('counts by level, takes the worst, and leaves unplaced devices out', () => {
  const devices = byId(
    on('f1', 'a', { level: 'LOW' }),
    on('f1', 'b', { level: 'CRITICAL' }),
    on('f1', 'c'),
    device('inbox', { placement: null, level: 'CRITICAL' }),
  );
  const [summary] = summariseFloors([floor('f1')], devices, new Map(), [feed()]);
  expect(summary).toMatchObject({
    total: 3,
    stale: 0,
    worst: 'CRITICAL',
    levels: { NORMAL: 1, LOW: 1, CRITICAL: 1 },
  });
});

test('a device that fell silent while HIGH stays HIGH; one that fell silent while calm is unknown, not calm', () => {
  const hot = on('f1', 'hot', { level: 'HIGH', silent: true });
  const calm = on('f1', 'calm', { silent: true });
  const [both] = summariseFloors([floor('f1')], byId(hot, calm), new Map(), [feed()]);
  expect(both).toMatchObject({ stale: 2, worst: 'HIGH', levels: { HIGH: 1, NORMAL: 0 } });
  const [one] = summariseFloors([floor('f1')], byId(calm, on('f1', 'ok')), new Map(), [feed()]);
  expect(one).toMatchObject({ stale: 1, worst: 'UNKNOWN', levels: { NORMAL: 1 } });
});

test('a floor without devices is not called quiet', () => {
  const [empty] = summariseFloors([floor('f1')], new Map(), new Map(), [feed()]);
  expect(empty?.worst).toBe('UNKNOWN');
});

test('only alarms that wait for somebody are counted, by class', () => {
  const alarms = byId(
    alarm('1', { deviceId: 'a' }),
    alarm('2', { deviceId: 'a', state: 'latchedUnacknowledged' }),
    alarm('3', { deviceId: 'a', state: 'acknowledged' }),
    alarm('4', { deviceId: 'a', alarmClass: 'trouble' }),
    alarm('5', { deviceId: 'elsewhere' }),
  );
  const [summary] = summariseFloors([floor('f1')], byId(on('f1', 'a')), alarms, [feed()]);
  expect(summary?.waiting).toEqual({ fire: 2, supervisory: 0, trouble: 1 });
});
