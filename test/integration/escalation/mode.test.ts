/** Attended and unattended: switched on by name, and ended by itself. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EscalationNight } from './EscalationNight.ts';

let night: EscalationNight;
beforeEach(() => {
  night = new EscalationNight();
  night.attend();
});
afterEach(() => night.end());

test('is unattended at first, and nothing waits', () => {
  night.leave();
  night.hear('a', 'HIGH');
  expect(night.sent()).toEqual(['a 2 high raise']);
  expect(night.escalation.status().attended).toBeNull();
});

test('when it ends, what waits is told at once', () => {
  night.hear('a', 'HIGH');
  night.act('acknowledge', night.alarm('a'));
  night.pass(10);
  night.leave();
  expect(night.sent()).toEqual(['a 2 high raise', 'a 6 emergency escalate']);
  expect(night.story(night.alarm('a').id)[1]).toBe('delayEnded: unattended');
});

test('ends after the hours it was asked for, by itself', () => {
  expect(night.escalation.status().attended).toMatchObject({
    by: '김철수',
    until: night.scenario.now + 4 * 3_600_000,
  });
  night.pass(4 * 3_600 - 1);
  expect(night.escalation.mode.isOn()).toBe(true);
  night.pass(1);
  expect(night.escalation.mode.isOn()).toBe(false);
  expect(night.audited()).toEqual(['escalation.setMode', 'escalation.setMode']);
});

test('ends with the day hours in which it began', () => {
  night.attend(12);
  // It is 10:00 and the day ends at 19:00.
  expect(night.escalation.status().attended?.until).toBe(night.scenario.now + 9 * 3_600_000);
  night.setClockBy(10 * 3_600_000);
  night.attend(12);
  expect(night.escalation.status().attended?.until).toBe(night.scenario.now + 12 * 3_600_000);
});

test('ends when nobody has been at a desk for a minute, and not for a page that is loaded again', () => {
  night.desks = 0;
  night.pass(59);
  night.desks = 1;
  night.pass(1);
  night.desks = 0;
  night.pass(60);
  expect(night.escalation.mode.isOn()).toBe(true);
  night.pass(1);
  expect(night.escalation.mode.isOn()).toBe(false);
});

test('survives a restart, and a clock that was set back makes it no longer than twelve hours', () => {
  night.restart(60_000);
  expect(night.escalation.mode.isOn()).toBe(true);
  night.restart(1_000, -30 * 86_400_000);
  night.pass(1);
  const { attended } = night.escalation.status();
  expect(attended?.until).toBeLessThanOrEqual(night.scenario.now + 12 * 3_600_000);
  night.restart(4 * 3_600_000, 30 * 86_400_000);
  expect(night.escalation.mode.isOn()).toBe(false);
});

test('a clock that is set back doesn’t prolong it, here or after a restart', () => {
  night.pass(3_600);
  night.setClockBy(-86_400_000);
  night.pass(3_599);
  expect(night.escalation.mode.isOn()).toBe(true);
  night.restart(1_000);
  night.pass(2 * 3_600 - 1);
  expect(night.escalation.mode.isOn()).toBe(true);
  night.pass(1);
  expect(night.escalation.mode.isOn()).toBe(false);
});

test('it ends by the wall clock too: a PC that slept through the shift is not attended in the morning', () => {
  night.setClockBy(4 * 3_600_000);
  night.pass(1);
  expect(night.escalation.mode.isOn()).toBe(false);
});
