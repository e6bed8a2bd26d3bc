/** What the disk and memory know of each other: crashes, commits that fail, restarts. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { calm, KIM, LEE, Scenario, scored, T0 } from './Scenario.ts';

let desk: Scenario;
beforeEach(() => {
  desk = new Scenario();
});
afterEach(() => desk.close());

const batch = [
  scored({ at: 0, level: 'HIGH', bits: ['arcAlarm'] }),
  scored({ at: 1000, level: 'CRITICAL' }),
];

test('a crash after the commit and before memory knew leaves one alarm, not two', () => {
  const plan = desk.desk.plan(batch);
  desk.commit(() => desk.desk.persist(plan));
  desk.restart();
  const again = desk.desk.plan(batch);
  expect(again.isEmpty).toBe(true);
  expect(desk.count('alarm')).toBe(2);
  expect(desk.desk.open()).toEqual(
    plan.changes
      .slice(1)
      .map(({ alarm }) => alarm)
      .reverse(),
  );
});

test('the same without the crash: after a commit of which memory was not told, the disk decides', () => {
  const plan = desk.desk.plan(batch);
  desk.commit(() => desk.desk.persist(plan));
  expect(desk.desk.plan(batch).isEmpty).toBe(true);
  expect(desk.desk.open()).toHaveLength(2);
  expect(() => desk.desk.apply(plan)).toThrow('changed since');
});

test('state and event are written together or not at all, and the batch can be planned again', () => {
  desk.feed(scored({ device: 'other', at: 0, bits: ['overvoltage'] }));
  const before = desk.desk.open();
  const plan = desk.desk.plan(batch);
  expect(() =>
    desk.commit(() => {
      desk.desk.persist(plan);
      throw new Error('the telemetry folder is gone');
    }),
  ).toThrow('folder is gone');
  expect(desk.count('alarm')).toBe(1);
  expect(desk.count('alarm_event')).toBe(1);
  expect(desk.desk.open()).toEqual(before);
  const again = desk.desk.plan(batch);
  expect(again.changes).toEqual(plan.changes);
  expect(desk.feed(...batch).map(({ kind }) => kind)).toEqual(['risk', 'arcAlarm']);
});

test('a commit that failed forgets no reading that was counted before', () => {
  const lowFactor = (at: number) => scored({ at, bits: ['overvoltage', 'powerFactorAlarm'] });
  desk.feed(lowFactor(0), lowFactor(1000));
  const third = lowFactor(2000);
  const failing = (...readings: ReturnType<typeof scored>[]) => {
    const plan = desk.desk.plan(readings);
    expect(() =>
      desk.commit(() => {
        desk.desk.persist(plan);
        throw new Error('no space left');
      }),
    ).toThrow('no space left');
    desk.feed(...readings);
  };
  failing(third);
  expect(desk.alarm('powerFactorAlarm').onsetAt).toBe(T0);
  desk.feed(...calm(3000, 2));
  failing(...calm(5000, 1));
  expect(desk.alarm('overvoltage').conditionActive).toBe(false);
});

test('an event that cannot be written takes its alarm back with it', () => {
  desk.db.exec(`CREATE TRIGGER full BEFORE INSERT ON alarm_event WHEN NEW.type = 'worsen'
                BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  expect(() => desk.feed(...batch)).toThrow('disk full');
  expect([desk.count('alarm'), desk.count('alarm_event')]).toEqual([0, 0]);
  expect(desk.desk.open()).toEqual([]);
});

test('planning changes nothing, however often', () => {
  desk.feed(scored({ at: 0, bits: ['overvoltage'] }));
  const before = desk.desk.open();
  const plans = [1, 2, 3].map(() => desk.desk.plan([...calm(1000), ...batch]));
  expect(desk.desk.open()).toEqual(before);
  expect(plans[1]?.changes).toEqual(plans[0]?.changes);
  expect(plans[2]?.changes).toEqual(plans[0]?.changes);
});

test('a plan from before an act is refused, not written over it', () => {
  desk.feed(scored({ at: 0, bits: ['overvoltage'] }));
  const plan = desk.desk.plan(calm(1000));
  desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm('overvoltage').id] });
  expect(() => desk.commit(() => desk.desk.persist(plan))).toThrow('changed since');
  expect(desk.alarm('overvoltage').state).toBe('acknowledged');
});

test('alarms are not written outside a transaction', () => {
  const plan = desk.desk.plan(batch);
  expect(() => desk.desk.persist(plan)).toThrow('transaction');
  expect(desk.count('alarm')).toBe(0);
});

describe('a restart', () => {
  test('brings back every open alarm, acknowledged and silenced as it was', () => {
    desk.feed(...batch, scored({ device: 'b', at: 1000, bits: ['overvoltage', 'vocAlarm'] }));
    desk.silence({ silent: ['c'] }, 60_000);
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm('risk').id], note: 'seen' });
    desk.desk.act('silence', { ...LEE, alarmIds: [desk.alarm('overvoltage', 'b').id] });
    desk.feed(...calm(2000));
    const before = desk.desk.open();
    const sound = desk.desk.soundingCount();
    desk.restart();
    expect(desk.desk.open()).toEqual(before);
    expect(desk.desk.soundingCount()).toEqual(sound);
    expect(desk.alarm('risk')).toMatchObject({
      state: 'latchedAcknowledged',
      acknowledgedBy: '김철수',
    });
    expect(desk.alarm('overvoltage', 'b').silencedBy).toBe('이영희');
    expect(desk.story(desk.alarm('risk').id)).toHaveLength(4);
  });

  test('brings back an alarm whose evidence a damaged file has lost, and goes on with it', () => {
    desk.feed(scored({ at: 0, level: 'HIGH' }));
    desk.db.exec('UPDATE alarm SET evidence_json = \'{"reading":\'');
    desk.restart();
    expect(desk.alarm()).toMatchObject({ state: 'unacknowledged', evidence: null });
    desk.feed(scored({ at: 1000, level: 'CRITICAL' }), ...calm(2000));
    expect(desk.alarm()).toMatchObject({ state: 'latchedUnacknowledged', priority: 'CRITICAL' });
  });
});

test('after a restart the alarms of one reading share its evidence, and each has its own', () => {
  const bits = ['arcAlarm', 'overvoltage', 'coAlarm'] as const;
  desk.feed(
    scored({ at: 0, bits }),
    scored({ device: 'device-2', at: 0, bits: ['arcAlarm'] }),
    scored({ device: 'device-3', at: 5, bits }),
  );
  const before = desk.desk.open();
  desk.restart();
  const after = desk.desk.open();
  expect(after).toEqual(before);
  expect(new Set(after.map(({ evidence }) => evidence)).size).toBe(3);
});
