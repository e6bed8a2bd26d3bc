/** What was silenced and not acknowledged sounds again, on every desk and after a restart. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Resound } from '#engine/annunciation/Resound.ts';
import { createLog } from '#engine/log.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { sounding } from '#shared/alarms/sounding.ts';
import { defaultAnnunciation } from '#shared/annunciation/settings.ts';
import { KIM, Scenario, scored } from '../alarms/Scenario.ts';

const MINUTE = 60_000;

let desk: Scenario;
let resound: Resound;
let shown: AlarmRecord[];

function begin(): void {
  resound = new Resound({
    alarms: desk.desk,
    settings: () => defaultAnnunciation(false),
    now: () => desk.now,
    monotonicNow: () => desk.monotonic,
    log: createLog('silent'),
    changed: (alarms) => shown.push(...alarms),
  });
}

beforeEach(() => {
  desk = new Scenario();
  shown = [];
  begin();
  desk.feed(scored({ at: 0, bits: ['arcAlarm'] }));
  desk.feed(scored({ device: 'device-2', at: 0, bits: ['overvoltage'] }));
  desk.silence({ silent: ['device-3'] }, 1_000);
  resound.tick();
  silenceAll();
});
afterEach(() => desk.close());

const silenceAll = () =>
  desk.desk.act('silence', { ...KIM, alarmIds: desk.desk.open().map(({ id }) => id) });
const ringing = () =>
  desk.desk
    .open()
    .filter(sounding)
    .map(({ kind }) => kind);
const pass = (ms: number) => {
  for (let at = 0; at < ms; at += 5_000) {
    desk.pass(5_000);
    resound.tick();
  }
};

describe('a silence', () => {
  test('ends by class: fire in minutes, a trouble within the day', () => {
    expect(ringing()).toEqual([]);
    pass(3 * MINUTE - 10_000);
    expect(ringing()).toEqual([]);
    pass(15_000);
    expect(ringing()).toEqual(['arcAlarm']);
    pass(12 * MINUTE);
    expect(ringing()).toEqual(['arcAlarm', 'overvoltage']);
    pass(24 * 60 * MINUTE);
    expect(ringing()).toEqual(['arcAlarm', 'overvoltage', 'deviceSilent']);
    expect(shown).toHaveLength(3);
  });

  test('that is silenced again is a new one, and both stand in the history', () => {
    pass(4 * MINUTE);
    silenceAll();
    expect(ringing()).toEqual([]);
    pass(2 * MINUTE);
    expect(ringing()).toEqual([]);
    pass(2 * MINUTE);
    expect(ringing()).toEqual(['arcAlarm']);
    expect(desk.story(desk.alarm('arcAlarm').id)).toEqual([
      'raise unacknowledged',
      'silence unacknowledged',
      'resound unacknowledged',
      'silence unacknowledged',
      'resound unacknowledged',
    ]);
  });

  test('of what was acknowledged is no longer looked at', () => {
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm('arcAlarm').id] });
    pass(10 * MINUTE);
    expect(ringing()).toEqual([]);
  });

  test('is not lengthened by a clock that is set back', () => {
    desk.now -= 60 * MINUTE;
    pass(4 * MINUTE);
    expect(ringing()).toEqual(['arcAlarm']);
  });

  test('outlasts a restart by no more than it had left', () => {
    pass(2 * MINUTE);
    desk.restart();
    begin();
    pass(90_000);
    expect(ringing()).toEqual(['arcAlarm']);
  });

  test('is ended later when the disk refuses to write it', () => {
    const { db } = desk;
    db.pragma('query_only = 1');
    pass(4 * MINUTE);
    expect(ringing()).toEqual([]);
    db.pragma('query_only = 0');
    pass(5_000);
    expect(ringing()).toEqual(['arcAlarm']);
  });
});
