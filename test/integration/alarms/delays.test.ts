/** On-delay, off-delay, dead-band and chatter: what keeps a value on the edge from being an alarm a minute. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { READING_KINDS } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import { ALARM_SETTINGS, delaysOf } from '#shared/alarms/settings.ts';
import { calm, KIM, Scenario, scored, T0 } from './Scenario.ts';

const HOUR = 3_600_000;
let desk: Scenario;
beforeEach(() => {
  desk = new Scenario();
});
afterEach(() => desk.close());

const lowFactor = (at: number) => scored({ at, bits: ['powerFactorAlarm'] });
const measuring = (said: ScoredReading, change: Partial<ScoredReading['reading']>) => ({
  ...said,
  reading: { ...said.reading, ...change },
});

describe('on-delay', () => {
  test('raises at the last reading of the row, with the first as its onset', () => {
    desk.feed(lowFactor(0), lowFactor(1000));
    expect(desk.desk.open()).toEqual([]);
    desk.feed(lowFactor(2000));
    expect(desk.alarm('powerFactorAlarm')).toMatchObject({ onsetAt: T0, raisedAt: T0 + 2000 });
  });

  test('begins again after a reading without the cause', () => {
    desk.feed(lowFactor(0), lowFactor(1000), ...calm(2000, 1), lowFactor(3000), lowFactor(4000));
    expect(desk.desk.open()).toEqual([]);
    desk.feed(lowFactor(5000));
    expect(desk.alarm('powerFactorAlarm').onsetAt).toBe(T0 + 3000);
  });

  test('does not count the same reading twice, nor an older one', () => {
    desk.feed(lowFactor(5000));
    for (let i = 0; i < 5; i++) desk.feed(lowFactor(5000), lowFactor(4000 - i));
    expect(desk.desk.open()).toEqual([]);
  });

  test('goes on after a restart, to the onset that it would have had', () => {
    desk.feed(lowFactor(0), lowFactor(1000));
    desk.restart();
    desk.feed(lowFactor(2000));
    expect(desk.alarm('powerFactorAlarm')).toMatchObject({ onsetAt: T0, raisedAt: T0 + 2000 });
  });

  test('does not count a reading again that is delivered again after a restart', () => {
    desk.feed(lowFactor(0), lowFactor(1000));
    desk.restart();
    desk.feed(lowFactor(0), lowFactor(1000), lowFactor(1000));
    expect(desk.desk.open()).toEqual([]);
    desk.restart();
    desk.feed(...calm(2000, 1));
    desk.restart();
    desk.feed(lowFactor(3000), lowFactor(4000), lowFactor(5000));
    expect(desk.alarm('powerFactorAlarm').onsetAt).toBe(T0 + 3000);
    expect(desk.db.prepare('SELECT count(*) FROM alarm_count').pluck().get()).toBe(0);
  });

  test('no kind of the fire class has one', () => {
    for (const kind of READING_KINDS)
      if (KIND_RULES[kind].alarmClass === 'fire') expect(delaysOf(kind).onReadings).toBe(1);
  });
});

describe('off-delay', () => {
  test('goes on after a restart, for the alarm whose calm readings were counted', () => {
    desk.feed(scored({ at: 0, bits: ['overcurrent'] }), ...calm(1000, 2));
    desk.restart();
    desk.feed(...calm(3000, 1));
    expect(desk.alarm('overcurrent')).toMatchObject({ clearedAt: T0 + 3000 });
  });

  test('is begun afresh by the cause, and says nothing of a later alarm', () => {
    desk.feed(scored({ at: 0, bits: ['overcurrent'] }), ...calm(1000, 2));
    desk.feed(scored({ at: 3000, bits: ['overcurrent'] }));
    desk.restart();
    desk.feed(...calm(4000, 2));
    expect(desk.alarm('overcurrent').conditionActive).toBe(true);
    desk.feed(...calm(6000, 1));
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm('overcurrent').id] });
    expect(desk.desk.open()).toEqual([]);
    desk.feed(scored({ at: 9000, bits: ['overcurrent'] }));
    desk.restart();
    desk.feed(...calm(10_000, 2));
    expect(desk.alarm('overcurrent').conditionActive).toBe(true);
  });
});

describe('dead-band', () => {
  const hot = measuring(scored({ at: 0, level: 'HIGH' }), { sensorTemperature: 61 });
  const justUnder = (at: number) => measuring(scored({ at }), { sensorTemperature: 59.5 });

  test('a temperature just under its limit keeps the alarm standing', () => {
    desk.feed(hot);
    for (let i = 1; i < 20; i++) desk.feed(justUnder(i * 1000));
    expect(desk.alarm().conditionActive).toBe(true);
    desk.feed(...calm(20_000));
    expect(desk.alarm().conditionActive).toBe(false);
  });

  test('a reading inside the band begins the off-delay again', () => {
    desk.feed(hot, ...calm(1000, 2), justUnder(3000), ...calm(4000, 2));
    expect(desk.alarm().conditionActive).toBe(true);
    desk.feed(...calm(6000, 1));
    expect(desk.alarm().conditionActive).toBe(false);
  });

  test('never raises by itself', () => {
    for (let i = 0; i < 10; i++) desk.feed(justUnder(i * 1000));
    expect(desk.desk.open()).toEqual([]);
  });
});

describe('chatter', () => {
  const cycle = (at: number) => {
    desk.feed(scored({ at, bits: ['overcurrent'] }), ...calm(at + 1000));
  };

  test('the fourth time in ten minutes it is held standing', () => {
    for (let i = 0; i < 3; i++) cycle(i * 10_000);
    expect(desk.alarm('overcurrent')).toMatchObject({ chattering: false, conditionActive: false });
    cycle(30_000);
    expect(desk.alarm('overcurrent')).toMatchObject({ chattering: true, conditionActive: true });
    desk.feed(...calm(40_000, ALARM_SETTINGS.chatter.offReadings));
    expect(desk.alarm('overcurrent').conditionActive).toBe(false);
  });

  test('is noticed across occurrences that ended, and across a restart', () => {
    for (let i = 0; i < 3; i++) {
      desk.feed(scored({ at: i * 10_000, bits: ['overcurrent'] }));
      desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm('overcurrent').id] });
      desk.feed(...calm(i * 10_000 + 1000));
    }
    expect(desk.desk.open()).toEqual([]);
    desk.restart();
    desk.feed(scored({ at: 30_000, bits: ['overcurrent'] }));
    expect(desk.alarm('overcurrent').chattering).toBe(true);
  });

  test('four times in an hour is four alarms', () => {
    for (let i = 0; i < 4; i++) cycle(i * 900_000);
    expect(desk.alarm('overcurrent').chattering).toBe(false);
  });

  test('raises that a clock since set back has dated ahead are not of these ten minutes', () => {
    desk.now += HOUR;
    desk.monotonic += HOUR;
    for (let i = 0; i < 3; i++) cycle(HOUR + i * 10_000);
    desk.now = T0;
    desk.deliver([scored({ at: 0, bits: ['overcurrent'] })]);
    expect(desk.alarm('overcurrent').chattering).toBe(false);
  });

  test('a fire that comes again and again is never held back', () => {
    for (let i = 0; i < 6; i++)
      desk.feed(scored({ at: i * 10_000, bits: ['arcAlarm'] }), ...calm(i * 10_000 + 1000));
    const { id, chattering } = desk.alarm('arcAlarm');
    expect(chattering).toBe(false);
    expect(desk.story(id).filter((line) => line.startsWith('raise'))).toHaveLength(6);
  });
});
