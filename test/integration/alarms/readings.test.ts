/** What readings do to alarms: raising, worsening, clearing, and every way in which they can come twice or late. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { calm, KIM, Scenario, scored, T0 } from './Scenario.ts';

let desk: Scenario;
beforeEach(() => {
  desk = new Scenario();
});
afterEach(() => desk.close());

const act = (alarmId: string) => ({ ...KIM, alarmIds: [alarmId] });

describe('raising', () => {
  test('a dangerous reading raises one alarm with its evidence, on disk and in memory', () => {
    const dangerous = scored({ at: 0, level: 'HIGH' });
    const [changed] = desk.feed(dangerous);
    expect(changed).toMatchObject({
      id: `hq/device-1/risk/${T0}`,
      alarmClass: 'fire',
      priority: 'HIGH',
      state: 'unacknowledged',
      conditionActive: true,
      onsetAt: T0,
      thresholdsVersion: 't1',
      evidence: dangerous,
    });
    expect(desk.desk.get(changed?.id ?? '')?.alarm).toEqual(changed);
    expect(desk.story(changed?.id ?? '')).toEqual(['raise unacknowledged']);
  });

  test('each status bit, the level and the communication error are alarms of their own', () => {
    for (const at of [0, 1000, 2000])
      desk.feed(scored({ at, level: 'CRITICAL', status: 4096 + 4095 }));
    expect(desk.desk.open()).toHaveLength(14);
    expect(desk.desk.open()[0]).toMatchObject({ kind: 'risk', priority: 'CRITICAL' });
    expect(desk.desk.soundingCount()).toEqual({ fire: 5, supervisory: 8, trouble: 1 });
  });

  test('a cause that stays writes nothing more', () => {
    desk.feed(scored({ at: 0, bits: ['arcAlarm'] }));
    const changes = () => desk.db.prepare<[], number>('SELECT total_changes()').pluck().get();
    const written = changes();
    for (let i = 1; i < 50; i++) desk.feed(scored({ at: i * 1000, bits: ['arcAlarm'] }));
    expect(changes()).toBe(written);
  });

  test('10,000 calm readings change nothing and write nothing', () => {
    desk.feed(scored({ device: 'other', at: 0, bits: ['overvoltage'] }));
    const changes = () => desk.db.prepare<[], number>('SELECT total_changes()').pluck().get();
    const written = changes();
    for (let batch = 0; batch < 20; batch++) {
      const readings = Array.from({ length: 500 }, (_, i) =>
        scored({ device: `device-${i % 100}`, at: batch * 5000 + i * 10 }),
      );
      const plan = desk.desk.plan(readings);
      expect(plan.isEmpty).toBe(true);
      expect(desk.desk.apply(plan)).toEqual([]);
    }
    expect(changes()).toBe(written);
    expect(desk.states()).toEqual([['overvoltage', 'unacknowledged']]);
  });
});

describe('getting worse', () => {
  test('HIGH to CRITICAL re-alarms, with the evidence frozen again', () => {
    const first = scored({ at: 0, level: 'HIGH' });
    const second = scored({ at: 1000, level: 'CRITICAL' });
    desk.feed(first);
    const { id } = desk.alarm();
    desk.desk.act('silence', act(id));
    desk.desk.act('acknowledge', act(id));
    desk.feed(second);
    expect(desk.alarm()).toMatchObject({
      id,
      state: 'unacknowledged',
      priority: 'CRITICAL',
      raisedAt: T0 + 1000,
      silencedAt: null,
      evidence: second,
    });
    expect(desk.desk.soundingCount().fire).toBe(1);
    const frozen = desk.db
      .prepare<[], string>(
        "SELECT evidence_json FROM alarm_event WHERE type IN ('raise', 'worsen')",
      )
      .pluck()
      .all();
    expect(frozen.map((json) => JSON.parse(json))).toEqual([first, second]);
  });

  test('CRITICAL to HIGH does not lower what was annunciated, and back up does not sound again', () => {
    desk.feed(scored({ at: 0, level: 'CRITICAL' }));
    const { id } = desk.alarm();
    desk.desk.act('acknowledge', act(id));
    desk.feed(scored({ at: 1000, level: 'HIGH' }), scored({ at: 2000, level: 'CRITICAL' }));
    expect(desk.alarm()).toMatchObject({ state: 'acknowledged', priority: 'CRITICAL' });
    expect(desk.story(id)).toEqual(['raise unacknowledged', 'acknowledge acknowledged']);
  });

  test('several steps of one alarm in one batch are all told, in order', () => {
    desk.feed(
      scored({ at: 0, level: 'HIGH' }),
      scored({ at: 1000, level: 'CRITICAL' }),
      ...calm(2000),
      scored({ at: 5000, level: 'HIGH' }),
    );
    const { id } = desk.alarm();
    expect(desk.story(id)).toEqual([
      'raise unacknowledged',
      'worsen unacknowledged',
      'clear latchedUnacknowledged',
      'raise unacknowledged',
    ]);
    expect(desk.desk.get(id)?.alarm).toEqual(desk.alarm());
    expect(desk.alarm()).toMatchObject({ priority: 'CRITICAL', conditionActive: true });
  });
});

describe('clearing', () => {
  test('a momentary fire signal stays until acknowledged and reset', () => {
    desk.feed(scored({ at: 0, bits: ['arcAlarm'] }));
    desk.feed(...calm(1000, 50));
    const { id } = desk.alarm('arcAlarm');
    expect(desk.alarm('arcAlarm')).toMatchObject({
      state: 'latchedUnacknowledged',
      clearedAt: T0 + 3000,
    });
    expect(desk.desk.act('reset', act(id))).toEqual([
      { alarmId: id, done: false, refusal: 'notAllowedInState' },
    ]);
    desk.desk.act('acknowledge', act(id));
    expect(desk.alarm('arcAlarm').state).toBe('latchedAcknowledged');
    expect(desk.desk.act('reset', act(id))[0]).toMatchObject({
      done: true,
      alarm: { state: 'normal' },
    });
    expect(desk.desk.open()).toEqual([]);
  });

  test('takes three calm readings in a row, across batches', () => {
    desk.feed(scored({ at: 0, bits: ['overvoltage'] }), ...calm(1000, 2));
    desk.feed(scored({ at: 3000, bits: ['overvoltage'] }));
    desk.feed(...calm(4000, 1));
    desk.feed(...calm(5000, 1));
    expect(desk.alarm('overvoltage').conditionActive).toBe(true);
    desk.feed(...calm(6000, 1));
    expect(desk.alarm('overvoltage').state).toBe('returnedUnacknowledged');
  });

  test('an acknowledgement in between does not begin the count afresh', () => {
    desk.feed(scored({ at: 0, bits: ['overvoltage'] }), ...calm(1000, 2));
    desk.desk.act('acknowledge', act(desk.alarm('overvoltage').id));
    const [ended] = desk.feed(...calm(3000, 1));
    expect(ended).toMatchObject({ state: 'normal', endedAt: T0 + 3000 });
    expect(desk.desk.open()).toEqual([]);
  });

  test('a flickering bit is one alarm', () => {
    for (let i = 0; i < 20; i++)
      desk.feed(scored({ at: i * 1000, bits: i % 2 === 0 ? ['overcurrent'] : [] }));
    expect(desk.count('alarm_event')).toBe(1);
  });

  test.each([
    { name: 'whose values are impossible', said: { quality: ['outOfRange'] } },
    { name: 'that contradict their own status', said: { quality: ['verifyMismatch'] } },
    { name: 'of a device that lost its sensors', said: { status: 4096 } },
  ] as const)('readings $name do not calm a fire alarm', ({ said }) => {
    desk.feed(scored({ at: 0, level: 'HIGH' }));
    for (let i = 1; i < 10; i++) desk.feed(scored({ at: i * 1000, ...said }));
    expect(desk.alarm()).toMatchObject({ state: 'unacknowledged', conditionActive: true });
  });

  test('the next trouble of the same kind is a new occurrence', () => {
    desk.feed(scored({ at: 0, bits: ['overvoltage'] }), ...calm(1000));
    desk.desk.act('acknowledge', act(desk.alarm('overvoltage').id));
    desk.feed(scored({ at: 9000, bits: ['overvoltage'] }));
    expect(desk.alarm('overvoltage').id).toBe(`hq/device-1/overvoltage/${T0 + 9000}`);
    expect(desk.count('alarm')).toBe(2);
  });

  test('an occurrence that ends and the next can share a batch', () => {
    desk.feed(scored({ at: 0, bits: ['overvoltage'] }));
    desk.desk.act('acknowledge', act(desk.alarm('overvoltage').id));
    const changed = desk.feed(...calm(1000), scored({ at: 9000, bits: ['overvoltage'] }));
    expect(changed.map(({ state }) => state)).toEqual(['normal', 'unacknowledged']);
    expect(desk.alarm('overvoltage').onsetAt).toBe(T0 + 9000);
  });
});

describe('a silent device', () => {
  test('raises trouble once, and is over when heard and acknowledged', () => {
    desk.silence({ silent: ['device-1'] }, 60_000);
    expect(desk.silence({ silent: ['device-1'] }, 61_000)).toEqual([]);
    const alarm = desk.alarm('deviceSilent');
    expect(alarm).toMatchObject({ alarmClass: 'trouble', onsetAt: T0 + 60_000, evidence: null });
    desk.silence({ heardAgain: ['device-1', 'never-silent'] }, 70_000);
    expect(desk.alarm('deviceSilent').state).toBe('returnedUnacknowledged');
    desk.desk.act('acknowledge', act(alarm.id));
    expect(desk.desk.open()).toEqual([]);
    desk.silence({ silent: ['device-1'] }, 60_000);
    expect(desk.alarm('deviceSilent').id).not.toBe(alarm.id);
  });

  test('calm readings do not end it, only the watch does; and it leaves a fire alarm standing', () => {
    desk.feed(scored({ at: 0, level: 'CRITICAL' }));
    desk.silence({ silent: ['device-1'] }, 60_000);
    desk.feed(...calm(61_000, 5));
    expect(desk.states()).toEqual([
      ['risk', 'latchedUnacknowledged'],
      ['deviceSilent', 'unacknowledged'],
    ]);
  });
});
