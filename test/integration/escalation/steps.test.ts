/** The tables over a real database: who is told what, when, exactly once. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scored, T0 } from '../alarms/Scenario.ts';
import { CALLER, EscalationNight } from './EscalationNight.ts';

let night: EscalationNight;
beforeEach(() => {
  night = new EscalationNight();
});
afterEach(() => night.end());

const CRITICAL_DAY = [
  'step 2: notify critical',
  'step 3: louder',
  'step 4: secondDesk',
  'step 5: notify critical',
  'step 6: supervisor emergency',
];

describe('nobody acknowledges', () => {
  test('every step is taken once, at its time, and stands in the history, the audit chain and the outbox', () => {
    night.hear('a', 'CRITICAL');
    const { id, raisedAt } = night.alarm('a');
    expect(night.sent()).toEqual(['a 2 critical raise']);
    night.pass(29);
    expect(night.story(id)).toEqual(CRITICAL_DAY.slice(0, 1));
    night.pass(1);
    expect(night.story(id)).toEqual(CRITICAL_DAY.slice(0, 2));
    night.pass(600);
    expect(night.story(id)).toEqual(CRITICAL_DAY);
    expect(night.audited()).toEqual(CRITICAL_DAY.map(() => 'escalation.step'));
    expect(night.sent()).toEqual([
      'a 2 critical raise',
      'a 5 critical escalate',
      'a 6 emergency escalate',
    ]);
    expect(night.keys()).toEqual([2, 5, 6].map((step) => `${id}#${raisedAt}#${step}`));
  });

  test('at night the same fire is told to more people sooner', () => {
    night.setClockBy(12 * 3_600_000);
    night.hear('a', 'CRITICAL');
    night.pass(120);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY);
  });

  test('what gets worse begins afresh and is told as such; the second annunciation has keys of its own', () => {
    night.hear('a', 'HIGH');
    night.pass(60);
    night.hear('a', 'CRITICAL');
    night.pass(700);
    expect(night.sent()).toEqual([
      'a 2 high raise',
      'a 2 critical worsen',
      'a 5 critical escalate',
      'a 6 emergency escalate',
    ]);
    expect(new Set(night.keys()).size).toBe(4);
  });

  test('what comes back after it was acknowledged begins afresh', () => {
    night.hear('a', 'HIGH');
    night.act('acknowledge', night.alarm('a'));
    night.calm('a');
    night.pass(1_000);
    expect(night.sent()).toEqual(['a 2 high raise']);
    night.hear('a', 'HIGH');
    night.pass(1_000);
    expect(night.sent()).toHaveLength(4);
    expect(new Set(night.keys()).size).toBe(4);
  });

  test('troubles and supervisory alarms wait longer, and go to their own topics', () => {
    night.silent('c');
    night.hear('b', 'NORMAL', ['overcurrent']);
    night.pass(899);
    expect(night.sent()).toEqual([]);
    night.pass(1);
    expect(night.sent().toSorted()).toEqual(['b 3 high escalate', 'c 3 system escalate']);
  });
});

describe('it stops', () => {
  test('with the acknowledgement', () => {
    night.hear('a', 'CRITICAL');
    night.pass(10);
    night.act('acknowledge', night.alarm('a'));
    night.pass(1_000);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY.slice(0, 1));
  });

  test('and not with the silence', () => {
    night.hear('a', 'CRITICAL');
    night.pass(10);
    night.act('silence', night.alarm('a'));
    night.pass(1_000);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY);
  });

  test('with the end of the alarm, which leaves nothing behind', () => {
    night.hear('a', 'NORMAL', ['overcurrent']);
    night.act('acknowledge', night.alarm('a', 'overcurrent'));
    night.calm('a');
    expect(night.db.prepare('SELECT count(*) AS n FROM escalation').get()).toEqual({ n: 0 });
  });
});

describe('the program ends in the middle', () => {
  test('and goes on where it was', () => {
    night.hear('a', 'CRITICAL');
    night.pass(45);
    night.restart(5_000);
    night.pass(9);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY.slice(0, 2));
    night.pass(1);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY.slice(0, 3));
    night.pass(1_000);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY);
  });

  test('what became due meanwhile is taken at once, in order, and nothing twice', () => {
    night.hear('a', 'CRITICAL');
    night.pass(45);
    night.restart(3_600_000);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY);
    night.restart(1_000);
    night.pass(10);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY);
    expect(new Set(night.keys()).size).toBe(night.keys().length);
  });

  test('between the alarm and its first step: the step is taken after the restart', () => {
    const at = night.scenario.now - T0;
    night.scenario.feed(scored({ device: 'a', at, level: 'CRITICAL' }));
    expect(night.sent()).toEqual([]);
    night.restart(1_000);
    expect(night.sent()).toEqual(['a 2 critical raise']);
  });

  test('a clock that was set back meanwhile makes no step wait longer than its own time', () => {
    night.hear('a', 'CRITICAL');
    night.pass(45);
    night.restart(1_000, -7 * 86_400_000);
    night.pass(180);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY);
  });

  test('a clock that was set back long before is no reason to hurry or to wait', () => {
    night.hear('a', 'CRITICAL');
    night.pass(10);
    night.setClockBy(-86_400_000);
    night.pass(10);
    night.restart(5_000);
    night.pass(4);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY.slice(0, 1));
    night.pass(1);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY.slice(0, 2));
  });
});

describe('what must not go wrong', () => {
  test('setting the clock neither hurries nor delays a step', () => {
    night.hear('a', 'CRITICAL');
    night.pass(20);
    night.setClockBy(86_400_000);
    night.pass(9);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY.slice(0, 1));
    night.setClockBy(-2 * 86_400_000);
    night.pass(1);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY.slice(0, 2));
  });

  test('an alarm whose commit fails has no ladder; when it is committed after all, it has one', () => {
    const { scenario } = night;
    night.hear('a', 'NORMAL');
    const plan = scenario.desk.planSilence({ silent: ['c'], heardAgain: [] }, scenario.now);
    expect(() =>
      scenario.commit(() => {
        scenario.desk.persist(plan);
        throw new Error('no space left');
      }),
    ).toThrow('no space left');
    night.pass(2_000);
    expect(night.sent()).toEqual([]);
    night.silent('c');
    night.pass(900);
    expect(night.sent()).toEqual(['c 3 system escalate']);
  });

  test('a commit that seemed to fail and did not: the ladder on disk is found', () => {
    const { scenario } = night;
    const plan = scenario.desk.planSilence({ silent: ['c'], heardAgain: [] }, scenario.now);
    scenario.commit(() => scenario.desk.persist(plan));
    // Nobody says `apply`. The desk reads the alarm from the disk at its next act.
    expect(scenario.desk.open()).toHaveLength(1);
    night.pass(900);
    expect(night.sent()).toEqual(['c 3 system escalate']);
  });

  test('an outbox that fails loses no step, and holds up no other alarm’s', () => {
    night.outboxFails = new Error('outbox broken');
    night.hear('a', 'CRITICAL');
    night.silent('c');
    night.pass(600);
    // Every five seconds and not every second: an error a second would fill the log.
    expect(night.outboxRefusals).toBeLessThanOrEqual(121);
    expect(night.sent()).toEqual([]);
    expect(night.story(night.alarm('c', 'deviceSilent').id)).toEqual(['step 2: louder']);
    expect(night.story(night.alarm('a').id)).toEqual([]);
    night.outboxFails = null;
    night.pass(5);
    expect(night.story(night.alarm('a').id)).toEqual(CRITICAL_DAY);
    expect(night.sent()).toHaveLength(3);
  });

  test('many alarms at once are escalated a hundred at a time, the fire first though it came last', () => {
    const devices = Array.from({ length: 250 }, (_, i) => `d${i}`);
    night.silent(...devices);
    night.pass(299);
    night.real += 1_000;
    night.scenario.now += 1_000;
    const at = night.scenario.now - T0;
    night.scenario.feed(scored({ device: 'a', at, level: 'CRITICAL', quality: ['noDeviceTime'] }));
    night.restart(0);
    const taken = () =>
      night.db
        .prepare<[], number>("SELECT count(*) FROM alarm_event WHERE type = 'escalate'")
        .pluck()
        .get();
    expect(taken()).toBe(100);
    expect(night.sent()).toEqual(['a 2 critical raise']);
    night.soon();
    expect(taken()).toBe(200);
    night.soon();
    expect(taken()).toBe(1 + 250);
  });

  test('a damaged ladder is begun afresh at the start rather than forgotten', () => {
    night.hear('a', 'CRITICAL');
    night.db.exec("UPDATE escalation SET ladder_json = '{'");
    night.restart(1_000);
    night.pass(180);
    expect(night.story(night.alarm('a').id)).toEqual([CRITICAL_DAY[0], ...CRITICAL_DAY]);
    // The first was sent before the damage: the same key, which the outbox knows.
    expect(new Set(night.keys()).size).toBe(3);
  });
});

test('pages are told which alarms are louder, ring elsewhere, and how far they have gone', () => {
  night.hear('a', 'CRITICAL');
  const { id } = night.alarm('a');
  const mark = () => night.escalation.status().marks.find(({ alarmId }) => alarmId === id);
  expect(mark()).toMatchObject({ step: 2, action: 'notify', louder: false, secondDesk: false });
  night.pass(30);
  expect(mark()).toMatchObject({ step: 3, louder: true, secondDesk: false });
  night.pass(30);
  expect(mark()).toMatchObject({ step: 4, louder: true, secondDesk: true });
  night.pass(120);
  expect(mark()).toMatchObject({ step: 6, action: 'supervisor', takenAt: night.scenario.now });
  night.act('acknowledge', night.alarm('a'));
  expect(mark()).toBeUndefined();
  night.escalation.investigations.confirm({ alarmId: id, caller: CALLER }, null);
  expect(mark()).toMatchObject({ confirmed: true, louder: false, secondDesk: false });
});

test('a night of alarms makes no page wait for a long list', () => {
  const devices = Array.from({ length: 300 }, (_, i) => `d${i}`);
  night.silent(...devices);
  night.hear('a', 'CRITICAL');
  night.pass(300);
  night.soon();
  night.soon();
  night.soon();
  const { marks } = night.escalation.status();
  expect(marks).toHaveLength(100);
  expect(marks[0]?.alarmId).toBe(night.alarm('a').id);
});
