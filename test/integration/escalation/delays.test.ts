/** The time to look before others are told: which alarms have it, what ends it, and that the desk itself never waits. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sounding } from '#shared/alarms/sounding.ts';
import { BOSS, CALLER, EscalationNight } from './EscalationNight.ts';

let night: EscalationNight;
beforeEach(() => {
  night = new EscalationNight();
  night.attend();
});
afterEach(() => night.end());

const investigations = () => night.escalation.investigations;
const of = (device: string) => ({ alarmId: night.alarm(device).id, caller: CALLER });
const delayed = () => night.escalation.status().delayed;

const REAL = 'The hazard was confirmed on site.';
const CONFIRMED = [`a 2 high raise ${REAL}`, `a 6 emergency escalate ${REAL}`];

describe('attended', () => {
  test('a predicted risk rings at once and is told outside only when T1 has passed unacknowledged', () => {
    night.hear('a', 'HIGH');
    expect(sounding(night.alarm('a'))).toBe(true);
    expect(delayed()).toBe(1);
    night.pass(14);
    expect(night.sent()).toEqual([]);
    night.pass(1);
    expect(night.sent()).toEqual(['a 2 high raise']);
    expect(night.story(night.alarm('a').id)).toEqual([
      'delayBegan: 15 s',
      'delayEnded: acknowledgeOverdue',
      'step 2: notify high',
    ]);
    expect(delayed()).toBe(0);
  });

  test('acknowledged within T1: T2 begins; without a result everybody is told', () => {
    night.hear('a', 'HIGH');
    night.pass(10);
    night.act('acknowledge', night.alarm('a'));
    night.pass(179);
    expect(night.sent()).toEqual([]);
    expect(night.escalation.status().marks[0]?.delay?.phase).toBe('investigate');
    night.pass(1);
    expect(night.sent()).toEqual(['a 2 high raise', 'a 6 emergency escalate']);
    expect(night.story(night.alarm('a').id)[1]).toBe('delayEnded: investigateOverdue');
  });

  test.each([
    ['a critical risk', () => night.hear('a', 'CRITICAL'), 'a 2 critical raise'],
    [
      'an arc that the device itself reports',
      () => night.hear('a', 'NORMAL', ['arcAlarm']),
      'a 2 high raise',
    ],
    [
      'a risk of a device that nobody has placed',
      () => night.hear('nowhere', 'HIGH'),
      'nowhere 2 high raise',
    ],
  ])('%s waits for nobody', (_, happen, expected) => {
    happen();
    expect(night.sent()).toEqual([expected]);
    expect(delayed()).toBe(0);
  });

  test('a second device in the zone ends the wait of both', () => {
    night.hear('a', 'HIGH');
    night.hear('c', 'HIGH');
    night.pass(3);
    expect(night.sent()).toEqual([]);
    night.hear('b', 'HIGH');
    expect(night.sent().toSorted()).toEqual(['a 2 high raise', 'b 2 high raise']);
    expect(night.story(night.alarm('a').id)).toContain('delayEnded: secondDevice');
    expect(night.story(night.alarm('b').id)).toContain('delayEnded: secondDevice');
    expect(delayed()).toBe(1);
  });

  test('also while somebody looks, and whatever kind of fire the second one is', () => {
    night.hear('a', 'HIGH');
    night.act('acknowledge', night.alarm('a'));
    night.pass(30);
    night.hear('b', 'NORMAL', ['arcAlarm']);
    expect(night.sent().toSorted()).toEqual([
      'a 2 high raise',
      'a 6 emergency escalate',
      'b 2 high raise',
    ]);
  });

  test('but not the same device twice, nor one whose fire is over and was seen', () => {
    night.hear('b', 'HIGH');
    night.act('acknowledge', night.alarm('b'));
    investigations().report(of('b'), 'noHazard', null);
    night.calm('b');
    night.hear('a', 'HIGH');
    night.hear('a', 'HIGH', ['overcurrent']);
    night.pass(5);
    expect(night.sent()).toEqual([]);
    expect(delayed()).toBe(1);
  });

  test('what gets worse waits no longer', () => {
    night.hear('a', 'HIGH');
    night.act('acknowledge', night.alarm('a'));
    night.pass(10);
    night.hear('a', 'CRITICAL');
    expect(night.sent()).toEqual(['a 2 critical worsen']);
    expect(delayed()).toBe(0);
  });

  test('a restart in the middle goes on with what is left of the wait', () => {
    night.hear('a', 'HIGH');
    night.act('acknowledge', night.alarm('a'));
    night.pass(60);
    night.restart(60_000);
    expect(night.sent()).toEqual([]);
    night.pass(59);
    expect(night.sent()).toEqual([]);
    night.pass(1);
    expect(night.sent()).toEqual(['a 2 high raise', 'a 6 emergency escalate']);
  });
});

describe('the person who looks', () => {
  beforeEach(() => {
    night.hear('a', 'HIGH');
    night.pass(5);
  });

  test('confirms a hazard: everybody is told at once, by name, even before the acknowledgement', () => {
    expect(investigations().confirm(of('a'), '연기가 보임')).toEqual({ done: true });
    expect(night.sent()).toEqual(CONFIRMED);
    expect(night.story(night.alarm('a').id)).toContain('hazardConfirmed: 연기가 보임 (김철수)');
    expect(night.audited()).toContain('escalation.confirmHazard');
    night.act('acknowledge', night.alarm('a'));
    night.pass(1_000);
    expect(night.sent()).toHaveLength(2);
  });

  test('finds nothing: nobody outside is told, and it stands in the record', () => {
    expect(investigations().report(of('a'), 'noHazard', null)).toEqual({
      done: false,
      refusal: 'acknowledgeFirst',
    });
    night.act('acknowledge', night.alarm('a'));
    expect(investigations().report(of('a'), 'noHazard', '헤어드라이어')).toEqual({ done: true });
    night.pass(1_000);
    expect(night.sent()).toEqual([]);
    expect(night.story(night.alarm('a').id).at(-1)).toBe('noHazard: 헤어드라이어 (김철수)');
    expect(investigations().report(of('a'), 'noHazard', null)).toEqual({
      done: false,
      refusal: 'notDelayed',
    });
    // Seen to be real later on: still told.
    expect(investigations().confirm(of('a'), null)).toEqual({ done: true });
    expect(night.sent()).toEqual(CONFIRMED);
  });

  test('reports a hazard as the result', () => {
    night.act('acknowledge', night.alarm('a'));
    expect(investigations().report(of('a'), 'hazard', null)).toEqual({ done: true });
    expect(night.sent()).toEqual(CONFIRMED);
  });

  test('gets more time once, from a supervisor', () => {
    expect(investigations().extend({ ...of('a'), caller: BOSS })).toEqual({
      done: false,
      refusal: 'acknowledgeFirst',
    });
    night.act('acknowledge', night.alarm('a'));
    night.pass(100);
    expect(investigations().extend({ ...of('a'), caller: BOSS })).toEqual({ done: true });
    expect(investigations().extend({ ...of('a'), caller: BOSS })).toEqual({
      done: false,
      refusal: 'alreadyExtended',
    });
    night.pass(259);
    expect(night.sent()).toEqual([]);
    night.pass(1);
    expect(night.sent()).toHaveLength(2);
    expect(night.story(night.alarm('a').id)).toContain('delayExtended: 180 s (박반장)');
  });

  test('is refused for what is no fire, and for what is over', () => {
    night.hear('c', 'NORMAL', ['overcurrent']);
    const overcurrent = night.alarm('c', 'overcurrent').id;
    expect(investigations().confirm({ alarmId: overcurrent, caller: CALLER }, null)).toEqual({
      done: false,
      refusal: 'notFire',
    });
    expect(investigations().confirm({ alarmId: 'gone', caller: CALLER }, null)).toEqual({
      done: false,
      refusal: 'notOpen',
    });
  });

  test('confirms what was told and stopped long ago, in unattended mode too', () => {
    night.leave();
    night.act('acknowledge', night.alarm('a'));
    night.pass(100);
    expect(night.sent()).toEqual(['a 2 high raise']);
    investigations().confirm(of('a'), null);
    expect(night.sent()).toEqual(['a 2 high raise', `a 5 high escalate ${REAL}`, CONFIRMED[1]]);
  });
});
