/** Readings that come late, twice, out of order, or with a clock that can't be believed. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { calm, KIM, Scenario, scored, T0 } from './Scenario.ts';

let desk: Scenario;
beforeEach(() => {
  desk = new Scenario();
});
afterEach(() => desk.close());

const endArc = () => {
  const { id } = desk.alarm('arcAlarm');
  desk.desk.act('acknowledge', { ...KIM, alarmIds: [id] });
  desk.desk.act('reset', { ...KIM, alarmIds: [id] });
};

describe('delivered twice', () => {
  const story = [scored({ at: 0, bits: ['arcAlarm'], level: 'CRITICAL' }), ...calm(1000)];

  test('a batch changes nothing the second time, while its alarms stand', () => {
    desk.feed(...story);
    const before = desk.desk.open();
    expect(desk.feed(...story)).toEqual([]);
    expect(desk.feed(...story.toReversed())).toEqual([]);
    expect(desk.desk.open()).toEqual(before);
    expect(desk.count('alarm_event')).toBe(4);
  });

  test('nor after they were acknowledged and reset', () => {
    desk.feed(
      scored({ at: 0, bits: ['arcAlarm'] }),
      scored({ at: 500, bits: ['arcAlarm'] }),
      ...calm(1000),
    );
    endArc();
    for (const at of [0, 500]) expect(desk.feed(scored({ at, bits: ['arcAlarm'] }))).toEqual([]);
    expect(desk.count('alarm')).toBe(1);
  });

  test('nor after a restart that remembers no readings', () => {
    desk.feed(scored({ at: 0, bits: ['arcAlarm'] }), ...calm(1000));
    endArc();
    desk.restart();
    expect(desk.feed(scored({ at: 0, bits: ['arcAlarm'] }))).toEqual([]);
    expect(desk.desk.open()).toEqual([]);
  });

  test('a calm reading counts once towards the end', () => {
    const repeated = scored({ at: 1000 });
    desk.feed(scored({ at: 0, bits: ['overvoltage'] }), repeated, repeated, repeated);
    desk.feed(repeated);
    expect(desk.alarm('overvoltage').conditionActive).toBe(true);
  });

  test('danger once more does not begin the count of calm readings afresh', () => {
    const dangerous = scored({ at: 0, bits: ['overvoltage'] });
    desk.feed(dangerous, ...calm(1000, 2));
    desk.feed(dangerous);
    desk.feed(...calm(3000, 1));
    expect(desk.alarm('overvoltage').conditionActive).toBe(false);
  });

  test('danger in the very millisecond of the calm that ended it is no return', () => {
    desk.feed(scored({ at: 0, bits: ['overvoltage'] }), ...calm(1000));
    expect(desk.feed(scored({ at: 3000, bits: ['overvoltage'] }))).toEqual([]);
    expect(desk.feed(scored({ at: 3001, bits: ['overvoltage'] }))).toHaveLength(1);
  });

  test('nor danger inside an occurrence that ended earlier in the same batch', () => {
    desk.feed(scored({ at: 0, bits: ['overvoltage'] }), scored({ at: 500, bits: ['overvoltage'] }));
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm('overvoltage').id] });
    const changed = desk.feed(
      ...calm(1000),
      scored({ at: 0, bits: ['overvoltage'] }),
      scored({ at: 500, bits: ['overvoltage'] }),
    );
    expect(changed.map(({ state }) => state)).toEqual(['normal']);
  });

  test('an old critical reading does not worsen the next occurrence', () => {
    const old = scored({ at: 0, level: 'CRITICAL' });
    desk.feed(old, ...calm(1000));
    const { id } = desk.alarm();
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [id] });
    desk.desk.act('reset', { ...KIM, alarmIds: [id] });
    desk.feed(scored({ at: 9000, level: 'HIGH' }));
    expect(desk.feed(old)).toEqual([]);
    expect(desk.alarm().priority).toBe('HIGH');
  });

  test('nor does one that was seen and cleared worsen the same alarm when it came back', () => {
    const old = scored({ at: 0, level: 'CRITICAL' });
    desk.feed(old, ...calm(1000));
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm().id] });
    desk.feed(scored({ at: 9000, level: 'HIGH' }));
    expect(desk.feed(old)).toEqual([]);
    desk.feed(...calm(10_000));
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm().id] });
    expect(desk.feed(old)).toEqual([]);
    expect(desk.alarm()).toMatchObject({ state: 'latchedAcknowledged', priority: 'HIGH' });
  });
});

describe('late', () => {
  test('a critical reading just overtaken by a high one worsens the alarm', () => {
    desk.feed(scored({ at: 1000, level: 'HIGH' }), scored({ at: 500, level: 'CRITICAL' }));
    expect(desk.alarm()).toMatchObject({ priority: 'CRITICAL', onsetAt: T0 + 1000 });
  });

  test('calm readings from before do not end what is dangerous now', () => {
    desk.feed(scored({ at: 60_000, level: 'HIGH' }));
    desk.feed(...calm(0, 30));
    expect(desk.alarm().conditionActive).toBe(true);
  });

  test('nor do they after a restart, from what the engine saved of the device', () => {
    const newest = scored({ at: 60_000, level: 'HIGH' });
    desk.feed(newest);
    desk.saveState(newest);
    desk.restart();
    desk.feed(...calm(0, 30));
    expect(desk.alarm().conditionActive).toBe(true);
    desk.feed(...calm(61_000));
    expect(desk.alarm().conditionActive).toBe(false);
  });

  test('danger that nothing newer contradicts raises, however old', () => {
    desk.feed(scored({ at: -3_600_000, level: 'HIGH', quality: ['late'] }));
    expect(desk.alarm()).toMatchObject({ conditionActive: true, onsetAt: T0 - 3_600_000 });
  });

  test('danger a little out of order raises, and only newer calm ends it', () => {
    desk.feed(...calm(0, 5));
    desk.feed(scored({ at: 3500, bits: ['overcurrent'] }));
    expect(desk.alarm('overcurrent').conditionActive).toBe(true);
    desk.feed(...calm(0, 5));
    expect(desk.alarm('overcurrent').conditionActive).toBe(true);
    desk.feed(...calm(5000));
    expect(desk.alarm('overcurrent').state).toBe('returnedUnacknowledged');
  });

  test('danger out of a backlog, passed since, waits latched to be seen', () => {
    desk.feed(...calm(0));
    desk.feed(scored({ at: -600_000, bits: ['arcAlarm', 'overcurrent'], quality: ['late'] }));
    expect(desk.states()).toEqual([['arcAlarm', 'latchedUnacknowledged']]);
    const alarm = desk.alarm('arcAlarm');
    expect(alarm).toMatchObject({ onsetAt: T0 - 600_000, clearedAt: T0 + 2000 });
    expect(desk.story(alarm.id)).toEqual(['raise unacknowledged', 'clear latchedUnacknowledged']);
  });

  test('the rest of such a backlog is the same danger, also after its reset', () => {
    desk.feed(...calm(0));
    const backlog = (at: number) => scored({ at, bits: ['arcAlarm'], quality: ['late'] });
    desk.feed(backlog(-600_000), backlog(-599_000), backlog(-601_000));
    endArc();
    expect(desk.feed(backlog(-598_000))).toEqual([]);
    expect(desk.desk.open()).toEqual([]);
  });

  test('a backlog that shows a latched danger was critical annunciates it afresh', () => {
    desk.feed(scored({ at: 0, level: 'HIGH' }), ...calm(1000));
    const { id } = desk.alarm();
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [id] });
    desk.feed(scored({ at: 500, level: 'CRITICAL', quality: ['late'] }));
    expect(desk.alarm()).toMatchObject({
      id,
      state: 'latchedUnacknowledged',
      priority: 'CRITICAL',
      conditionActive: false,
    });
  });

  test('within one batch, what came before in it counts as seen', () => {
    desk.feed(
      ...calm(0),
      scored({ device: 'device-2', at: 9000 }),
      scored({ at: -600_000, bits: ['overcurrent'], quality: ['late'] }),
    );
    expect(desk.desk.open()).toEqual([]);
  });
});

describe('with a clock that cannot be believed', () => {
  test('a device whose clock was put back is still believed when it says danger', () => {
    desk.feed(...calm(0));
    desk.feed(scored({ at: -240_000, level: 'HIGH' }));
    expect(desk.alarm()).toMatchObject({ state: 'unacknowledged', conditionActive: true });
  });

  test("setting the desk's clock back neither hides danger nor keeps it from ending", () => {
    const dated = { quality: ['noDeviceTime'] } as const;
    const calmly = (from: number) =>
      [0, 1000, 2000].map((more) => scored({ at: from + more, ...dated }));
    desk.feed(scored({ at: 0, bits: ['overvoltage'], ...dated }), ...calmly(1000));
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm('overvoltage').id] });
    desk.feed(scored({ at: -3_600_000, bits: ['overvoltage'], ...dated }));
    expect(desk.alarm('overvoltage').onsetAt).toBe(T0 - 3_600_000);
    desk.feed(...calmly(-3_599_000));
    expect(desk.alarm('overvoltage').conditionActive).toBe(false);
    // The clock reaches the first occurrence's span again: danger in it is new all the same.
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm('overvoltage').id] });
    desk.feed(scored({ at: 0, bits: ['overvoltage'], ...dated }));
    expect(desk.desk.open()).toEqual([]);
    desk.feed(scored({ at: 1, bits: ['overvoltage'], ...dated }));
    expect(desk.alarm('overvoltage').conditionActive).toBe(true);
  });

  test('a device that is believed again is not late by what the desk dated before', () => {
    const dated = { quality: ['clockSkew'] } as const;
    desk.feed(scored({ at: 0, level: 'HIGH', ...dated }));
    desk.feed(scored({ at: -3_600_000, ...dated }));
    desk.feed(...calm(-3_599_000, 2));
    expect(desk.alarm().conditionActive).toBe(false);
  });

  test('an occurrence that ends before its onset keeps its name to itself', () => {
    const ahead = scored({ at: 240_000, bits: ['overvoltage'] });
    desk.deliver([ahead]);
    const dated = { quality: ['noDeviceTime'] } as const;
    desk.deliver([1000, 2000, 3000].map((at) => scored({ at, ...dated })));
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm('overvoltage').id] });
    expect(desk.deliver([ahead])).toEqual([]);
    expect(desk.deliver([scored({ at: 241_000, bits: ['overvoltage'] })])).toHaveLength(1);
  });

  test('fire is not taken for an old one because it was cleared by a clock hours ahead', () => {
    desk.deliver([scored({ at: 0, bits: ['arcAlarm'] })]);
    const dated = { quality: ['clockSkew'] } as const;
    const ahead = [1000, 2000, 3000].map((at) => scored({ at: 36_000_000 + at, ...dated }));
    desk.setClock(36_003_000);
    desk.deliver(ahead);
    endArc();
    desk.setClock(120_000);
    desk.deliver([scored({ at: 120_000, bits: ['arcAlarm'] })]);
    expect(desk.alarm('arcAlarm')).toMatchObject({
      state: 'unacknowledged',
      conditionActive: true,
    });
  });

  test('fire that gets worse is told although the clock was set back since it came back', () => {
    const dated = { quality: ['clockSkew'] } as const;
    desk.feed(scored({ at: 0, level: 'CRITICAL' }), ...calm(1000));
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm().id] });
    desk.setClock(36_000_000);
    desk.deliver([scored({ at: 36_000_000, level: 'HIGH', ...dated })]);
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm().id] });
    desk.setClock(60_000);
    desk.deliver([scored({ at: 60_000, level: 'CRITICAL' })]);
    expect(desk.alarm()).toMatchObject({ state: 'unacknowledged', priority: 'CRITICAL' });
  });

  describe('after the desk itself was ten years ahead', () => {
    const YEARS = 3650 * 86_400_000;
    beforeEach(() => {
      desk.setClock(YEARS);
      desk.feed(scored({ at: YEARS, level: 'HIGH', quality: ['clockSkew'] }));
      desk.setClock(0);
    });

    test('the alarms of that time end with calm readings', () => {
      desk.feed(...calm(0));
      expect(desk.alarm().conditionActive).toBe(false);
    });

    test('also when the desk was restarted meanwhile', () => {
      desk.saveState(scored({ at: YEARS }));
      desk.restart();
      desk.feed(...calm(0));
      expect(desk.alarm().conditionActive).toBe(false);
    });

    test('and a repeated message is known again', () => {
      desk.feed(...calm(0), scored({ at: 5000, bits: ['overvoltage'] }), ...calm(6000));
      expect(desk.feed(scored({ at: 5000, bits: ['overvoltage'] }))).toEqual([]);
    });
  });
});
