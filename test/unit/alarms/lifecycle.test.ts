import { describe, expect, test } from 'vitest';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import {
  type AlarmChange,
  acknowledge,
  clear,
  type Finding,
  raiseAgain,
  reset,
  silence,
  worsen,
} from '#shared/alarms/lifecycle.ts';
import { compareAlarms } from '#shared/alarms/order.ts';
import { sounding } from '#shared/alarms/sounding.ts';
import { alarmOf } from './alarmOf.ts';

const KIM = { operator: '김철수', desk: 'desk-1', note: null } as const;
const high: Finding = { priority: 'HIGH', evidence: null, thresholdsVersion: 't1' };
const critical: Finding = { priority: 'CRITICAL', evidence: null, thresholdsVersion: 't2' };

const then = (change: AlarmChange | undefined): AlarmRecord => {
  if (!change) throw new Error('refused');
  return change.alarm;
};

describe('sound', () => {
  test.each([
    ['unacknowledged', true],
    ['returnedUnacknowledged', true],
    ['latchedUnacknowledged', true],
    ['acknowledged', false],
    ['latchedAcknowledged', false],
    ['shelved', false],
    ['suppressedByDesign', false],
    ['outOfService', false],
    ['normal', false],
  ] as const)('an alarm that is %s sounds: %s', (state, expected) => {
    expect(sounding(alarmOf({ state }))).toBe(expected);
  });

  test('silence stops it and changes nothing else', () => {
    const before = alarmOf();
    const change = silence(before, KIM, 2000);
    const after = then(change);
    expect(sounding(after)).toBe(false);
    expect(after).toEqual({ ...before, silencedAt: 2000, silencedBy: '김철수' });
    expect(change?.event).toMatchObject({
      type: 'silence',
      fromState: 'unacknowledged',
      toState: 'unacknowledged',
      operator: '김철수',
    });
  });

  test('what makes no sound cannot be silenced, so neither can it twice', () => {
    expect(silence(then(silence(alarmOf(), KIM, 2000)), KIM, 3000)).toBeUndefined();
    expect(silence(alarmOf({ state: 'acknowledged' }), KIM, 2000)).toBeUndefined();
  });

  test('silence in the millisecond of the alarm, or on a clock set back since, still silences', () => {
    expect(sounding(then(silence(alarmOf({ raisedAt: 1050 }), KIM, 1050)))).toBe(false);
    expect(sounding(then(silence(alarmOf({ raisedAt: 1050 }), KIM, 3)))).toBe(false);
  });
});

describe('re-alarm', () => {
  const seen = then(acknowledge(then(silence(alarmOf(), KIM, 1100)), KIM, 1200));

  test('an acknowledged alarm that gets worse asks to be seen again and sounds again', () => {
    const change = worsen(seen, critical, 5000);
    const worse = then(change);
    expect(worse).toMatchObject({
      state: 'unacknowledged',
      priority: 'CRITICAL',
      thresholdsVersion: 't2',
      raisedAt: 5000,
      onsetAt: 1000,
      acknowledgedBy: null,
      acknowledgedAt: null,
      silencedAt: null,
    });
    expect(sounding(worse)).toBe(true);
    expect(change?.event).toMatchObject({ type: 'worsen', fromState: 'acknowledged' });
  });

  test('a worsening in the very millisecond of a silence sounds again', () => {
    const silenced = then(silence(alarmOf(), KIM, 5000));
    expect(sounding(then(worsen(silenced, critical, 5000)))).toBe(true);
  });

  test('what comes back lower keeps a critical priority that nobody has seen', () => {
    const unseen = then(clear(alarmOf({ priority: 'CRITICAL' }), 2000, 2001));
    expect(then(raiseAgain(unseen, high, 3000)).priority).toBe('CRITICAL');
    const acknowledged = then(acknowledge(unseen, KIM, 2500));
    expect(then(raiseAgain(acknowledged, high, 3000))).toMatchObject({
      priority: 'HIGH',
      state: 'unacknowledged',
      clearedAt: null,
    });
  });

  test('a shelved alarm notes the worse cause and stays quiet', () => {
    const shelved = alarmOf({ state: 'shelved', raisedAt: 1050, acknowledgedBy: '김철수' });
    const worse = then(worsen(shelved, critical, 5000));
    expect(worse).toMatchObject({ state: 'shelved', priority: 'CRITICAL', raisedAt: 1050 });
    expect(worse.acknowledgedBy).toBe('김철수');
  });
});

describe('the end', () => {
  test('a latched alarm ends at its reset and not before', () => {
    const cleared = then(clear(alarmOf(), 2000, 2001));
    expect(cleared).toMatchObject({ clearedAt: 2000, conditionActive: false, endedAt: null });
    const seen = then(acknowledge(cleared, KIM, 2500));
    expect(seen.endedAt).toBeNull();
    expect(then(reset(seen, KIM, 3000))).toMatchObject({ state: 'normal', endedAt: 3000 });
  });

  test('reset is refused while the cause is present, whatever the state claims', () => {
    expect(reset(alarmOf({ state: 'latchedAcknowledged' }), KIM, 3000)).toBeUndefined();
  });

  test('an alarm without a latch ends when the second of clearing and acknowledging happens', () => {
    const overvoltage = alarmOf({ kind: 'overvoltage' });
    const acknowledgedFirst = then(clear(then(acknowledge(overvoltage, KIM, 1200)), 2000, 2001));
    expect(acknowledgedFirst).toMatchObject({ state: 'normal', endedAt: 2001 });
    const clearedFirst = then(acknowledge(then(clear(overvoltage, 2000, 2001)), KIM, 2500));
    expect(clearedFirst).toMatchObject({
      state: 'normal',
      endedAt: 2500,
      acknowledgedBy: '김철수',
    });
  });
});

test('lists show what waits, then fire that stands, then troubles; fire that was set aside is never at the bottom', () => {
  const disabled = { state: 'suppressedByDesign', priority: 'CRITICAL' } as const;
  const ordered = [
    alarmOf({ id: 'critical fire', priority: 'CRITICAL', onsetAt: 1 }),
    alarmOf({ id: 'newer fire', onsetAt: 9 }),
    alarmOf({ id: 'older fire, latched', onsetAt: 2, state: 'latchedUnacknowledged' }),
    alarmOf({ id: 'supervisory a', kind: 'overvoltage' }),
    alarmOf({ id: 'supervisory b', kind: 'overvoltage' }),
    alarmOf({ id: 'seen fire', priority: 'CRITICAL', state: 'acknowledged', onsetAt: 99 }),
    alarmOf({ id: 'fire on a disabled point', ...disabled, onsetAt: 5 }),
    alarmOf({ id: 'trouble', kind: 'deviceSilent', onsetAt: 99 }),
    alarmOf({ id: 'seen overvoltage', kind: 'overvoltage', state: 'acknowledged' }),
    alarmOf({ id: 'disabled, nothing there', ...disabled, conditionActive: false }),
    alarmOf({ id: 'over', priority: 'CRITICAL', state: 'normal' }),
  ];
  const ids = ordered.map(({ id }) => id);
  expect(
    ordered
      .toReversed()
      .sort(compareAlarms)
      .map(({ id }) => id),
  ).toEqual(ids);
  const shuffled = ordered.filter((_, i) => i % 2).concat(ordered.filter((_, i) => i % 2 === 0));
  expect(shuffled.sort(compareAlarms).map(({ id }) => id)).toEqual(ids);
});
