import { expect, test } from 'vitest';
import { alarmId } from '#shared/alarms/identity.ts';
import { followersIn, leadOf } from '../../../renderer/state/burst.ts';
import { alarm, NOW } from './made.ts';

const first = alarmId('site', 'd1', 'arcAlarm', NOW);

test('a follower knows how much later it was, also when the first is over', () => {
  const follower = alarm('b', { deviceId: 'd2', firstOutId: first, onsetAt: NOW + 12_400 });
  expect(leadOf(follower)).toMatchObject({ deviceId: 'd1', kind: 'arcAlarm', seconds: 12 });
});

test('a second alarm of the same device is no burst', () => {
  const own = alarm('b', { deviceId: 'd1', firstOutId: first });
  expect(leadOf(own)).toBeNull();
  expect(followersIn([own]).size).toBe(0);
});

test('the first knows how many followed', () => {
  const all = ['d2', 'd3'].map((deviceId) => alarm(deviceId, { deviceId, firstOutId: first }));
  expect(followersIn([...all, alarm('alone')])).toEqual(new Map([[first, 2]]));
});
