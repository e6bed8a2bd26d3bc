/** Two desks watch the same devices: what a person does at one counts at both, whenever and however often it is told. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ActJournal } from '#engine/alarms/ActJournal.ts';
import { ActMerger } from '#engine/alarms/ActMerger.ts';
import { WaitingActs } from '#engine/alarms/WaitingActs.ts';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import type { ScoredReading } from '#engine/scoredReading.ts';
import type { SharedActs } from '#shared/alarms/sharedAct.ts';
import { calm, KIM, LEE, Scenario, scored, T0 } from './Scenario.ts';

class Desk extends Scenario {
  #cursor = 0;

  journal(): ActJournal {
    return new ActJournal({ db: this.db, siteId: 'hq' });
  }

  /** What the other asks for, as it is told. */
  acts(cursor: number): SharedActs {
    return this.journal().since(cursor, 500);
  }

  /** Asks the other desk what is new and takes it over. */
  follow(other: Desk): void {
    const { acts, next } = other.acts(this.#cursor);
    this.#cursor = next;
    this.take(acts);
  }

  take(acts: SharedActs['acts']): void {
    this.#merger().merge(acts, 'other');
  }

  /** What the desk does every two seconds. */
  settle(): void {
    this.#merger().settle();
  }

  waiting(): number {
    return this.db.prepare<[], number>('SELECT count(*) FROM waiting_act').pluck().get() ?? 0;
  }

  #merger(): ActMerger {
    const { db, desk: alarms } = this;
    const now = () => this.now;
    const audit = new AuditChain({ db, now });
    const waiting = new WaitingActs(db);
    return new ActMerger({ alarms, journal: this.journal(), waiting, audit, now });
  }

  /** What a person sees of each alarm, without what is each desk's own clock. */
  seen(): unknown {
    return this.desk
      .history({ limit: 1000 })
      .map(({ id, state, acknowledgedBy, takenBy, conditionActive }) => ({
        id,
        state,
        acknowledgedBy,
        takenBy,
        conditionActive,
      }));
  }
}

let a: Desk;
let b: Desk;
beforeEach(() => {
  a = new Desk();
  b = new Desk();
});
afterEach(() => {
  a.close();
  b.close();
});

const both = (...readings: ScoredReading[]) => {
  a.feed(...readings);
  b.feed(...readings);
};
const meet = () => {
  a.follow(b);
  b.follow(a);
};
const act = (desk: Desk, name: 'acknowledge' | 'reset' | 'take', who: typeof KIM | typeof LEE) =>
  desk.desk.act(name, { ...who, alarmIds: desk.desk.open().map(({ id }) => id) });

describe('an acknowledgement', () => {
  test('made at one desk is one at the other, in the name of who made it', () => {
    both(scored({ at: 0, level: 'HIGH' }));
    act(a, 'acknowledge', KIM);
    expect(b.desk.soundingCount().fire).toBe(1);
    meet();
    expect(b.alarm()).toMatchObject({ state: 'acknowledged', acknowledgedBy: '김철수' });
    expect(b.desk.soundingCount().fire).toBe(0);
    expect(b.desk.get(b.alarm().id)?.events.at(-1)).toMatchObject({
      operator: '김철수',
      desk: 'desk-1',
    });
  });

  test('made at both during an outage becomes one, by who was first', () => {
    both(scored({ at: 0, level: 'HIGH' }));
    b.now += 5000;
    act(b, 'acknowledge', LEE);
    act(a, 'acknowledge', KIM);
    meet();
    expect(a.seen()).toEqual(b.seen());
    expect(a.alarm().acknowledgedBy).toBe('김철수');
    for (const desk of [a, b])
      expect(desk.desk.get(desk.alarm().id)?.events.map(({ operator }) => operator)).toEqual(
        expect.arrayContaining(['김철수', '이영희']),
      );
  });

  test('of an alarm that has got worse since does not put the worse one away', () => {
    both(scored({ at: 0, level: 'HIGH' }));
    act(a, 'acknowledge', KIM);
    b.feed(scored({ at: 5000, level: 'CRITICAL' }));
    b.follow(a);
    expect(b.alarm()).toMatchObject({ state: 'unacknowledged', priority: 'CRITICAL' });
    expect(b.story(b.alarm().id).at(-1)).toBe('alsoAcknowledge unacknowledged');
  });

  test('told twice, or told back, changes nothing', () => {
    both(scored({ at: 0, level: 'HIGH' }));
    act(a, 'acknowledge', KIM);
    const { acts } = a.acts(0);
    b.take(acts);
    b.take(acts);
    a.take(b.acts(0).acts);
    expect(a.count('alarm_event')).toBe(2);
    expect(b.count('alarm_event')).toBe(2);
  });
});

test('a reset is refused where the cause is still there', () => {
  both(scored({ at: 0, level: 'HIGH' }));
  a.feed(...calm(1000));
  act(a, 'acknowledge', KIM);
  act(a, 'reset', KIM);
  expect(a.desk.open()).toEqual([]);
  b.follow(a);
  expect(b.alarm()).toMatchObject({ state: 'acknowledged', conditionActive: true });
});

test('who took it last has it at both desks', () => {
  both(scored({ at: 0, level: 'HIGH' }));
  act(a, 'take', KIM);
  b.now += 1000;
  act(b, 'take', LEE);
  meet();
  expect([a.alarm().takenBy, b.alarm().takenBy]).toEqual(['이영희', '이영희']);
});

test('both who took it stand in the history of both desks', () => {
  both(scored({ at: 0, level: 'HIGH' }));
  act(a, 'take', KIM);
  b.now += 1000;
  act(b, 'take', LEE);
  meet();
  meet();
  for (const desk of [a, b])
    expect(
      desk.desk
        .get(desk.alarm().id)
        ?.events.flatMap(({ type, operator }) => (type === 'take' ? [operator] : [])),
    ).toEqual(expect.arrayContaining(['김철수', '이영희']));
  expect([a.count('alarm_event'), b.count('alarm_event')]).toEqual([3, 3]);
});

test('what was done to an alarm that is over here is told of it all the same, and touches no other', () => {
  both(scored({ at: 0, bits: ['overcurrent'] }));
  const first = b.alarm('overcurrent').id;
  act(b, 'acknowledge', LEE);
  act(b, 'take', LEE);
  both(...calm(1000));
  // The acknowledgement alone ends it at the other desk, which then hears of the rest.
  a.follow(b);
  expect(a.desk.open()).toEqual([]);
  expect(a.story(first).at(-1)).toBe('take normal');
  expect(a.desk.get(first)?.alarm).toMatchObject({ takenBy: '이영희', state: 'normal' });
  both(scored({ at: 9000, bits: ['overcurrent'] }));
  const { acts } = b.acts(0);
  a.take(acts.map((told) => ({ ...told, at: told.at + 1 })));
  expect(a.alarm('overcurrent')).toMatchObject({ state: 'unacknowledged', takenBy: null });
  expect(a.desk.openOf('device-1')).toHaveLength(1);
  a.restart();
  expect(a.alarm('overcurrent').id).not.toBe(first);
});

describe('an act that is told before this desk has read what it answers', () => {
  test('waits for its alarm, also across a restart', () => {
    a.feed(scored({ at: 0, level: 'HIGH' }));
    act(a, 'acknowledge', KIM);
    act(a, 'take', KIM);
    b.follow(a);
    b.restart();
    b.settle();
    b.feed(scored({ at: 0, level: 'HIGH' }));
    expect(b.desk.soundingCount().fire).toBe(1);
    b.settle();
    expect(b.alarm()).toMatchObject({
      state: 'acknowledged',
      acknowledgedBy: '김철수',
      takenBy: '김철수',
    });
    expect(b.waiting()).toBe(0);
    b.settle();
    expect(b.story(b.alarm().id)).toHaveLength(3);
  });

  test('counts for the annunciation that was seen, when that comes', () => {
    both(scored({ at: 0, level: 'HIGH' }));
    a.feed(scored({ at: 5000, level: 'CRITICAL' }));
    act(a, 'acknowledge', KIM);
    b.follow(a);
    expect(b.alarm().state).toBe('acknowledged');
    b.feed(scored({ at: 5000, level: 'CRITICAL' }));
    expect(b.alarm().state).toBe('unacknowledged');
    b.settle();
    expect(b.alarm()).toMatchObject({ state: 'acknowledged', acknowledgedBy: '김철수' });
    expect(b.waiting()).toBe(0);
    const before = a.count('alarm_event');
    a.follow(b);
    expect(a.count('alarm_event')).toBe(before);
  });

  test('does not count for one that came after it', () => {
    a.feed(scored({ at: 0, level: 'HIGH' }));
    act(a, 'acknowledge', KIM);
    b.follow(a);
    b.feed(scored({ at: 0, level: 'HIGH' }), scored({ at: 5000, level: 'CRITICAL' }));
    b.settle();
    expect(b.alarm()).toMatchObject({ state: 'unacknowledged', priority: 'CRITICAL' });
    expect(b.waiting()).toBe(0);
  });

  test('resets once the cause is gone here too, and not when it has come back', () => {
    both(scored({ at: 0, level: 'HIGH' }), scored({ at: 0, device: 'x', level: 'HIGH' }));
    a.feed(...calm(1000), ...calm(1000, 3, 'x'));
    act(a, 'acknowledge', KIM);
    act(a, 'reset', KIM);
    b.follow(a);
    b.settle();
    expect(b.alarm('risk', 'x').state).toBe('acknowledged');
    b.feed(...calm(1000), ...calm(1000, 3, 'x'), scored({ at: 9000, level: 'HIGH' }));
    b.settle();
    expect(b.states()).toEqual([['risk', 'unacknowledged']]);
    expect(b.alarm().deviceId).toBe('device-1');
    expect(b.waiting()).toBe(0);
  });

  test('is not kept for ever, nor where no reading can bring its alarm', () => {
    a.feed(scored({ at: 0, level: 'HIGH' }));
    a.silence({ silent: ['device-2'] }, 60_000);
    act(a, 'acknowledge', KIM);
    b.follow(a);
    expect(b.waiting()).toBe(1);
    b.now += 25 * 3_600_000;
    const [told] = a.acts(0).acts;
    b.take([{ ...told!, alarmId: told!.alarmId.replace('device-1', 'device-9') }]);
    expect(b.db.prepare('SELECT alarm_id FROM waiting_act').pluck().all()).toEqual([
      `hq/device-9/risk/${T0}`,
    ]);
  });

  test('is one of five thousand at most: the newest are kept', () => {
    a.feed(scored({ at: 0, level: 'HIGH' }));
    act(a, 'acknowledge', KIM);
    const [told] = a.acts(0).acts;
    b.db.transaction(() =>
      b.take(Array.from({ length: 5_002 }, (_, i) => ({ ...told!, at: T0 + i }))),
    )();
    expect(b.waiting()).toBe(5_000);
    expect(b.db.prepare('SELECT min(at_ms) FROM waiting_act').pluck().get()).toBe(T0 + 2);
  });
});

test('a record that began afresh is followed from its beginning', () => {
  const { next } = a.acts(999);
  expect(next).toBe(0);
  both(scored({ at: 0, level: 'HIGH' }));
  act(a, 'acknowledge', KIM);
  expect(a.acts(999).acts).toHaveLength(1);
});

test('the audit chain says that it was done elsewhere', () => {
  both(scored({ at: 0, level: 'HIGH' }));
  act(a, 'acknowledge', KIM);
  b.follow(a);
  const [entry] = b.db.prepare('SELECT operator, action, detail_json FROM audit').all() as {
    operator: string | null;
    action: string;
    detail_json: string;
  }[];
  expect(entry).toMatchObject({ operator: null, action: 'alarm.merged' });
  expect(JSON.parse(entry?.detail_json ?? '')).toMatchObject({
    operator: '김철수',
    desk: 'desk-1',
    from: 'other',
  });
});

test('whatever was done at either desk, and however often they met, they end alike', () => {
  const step = fc.record({
    desk: fc.constantFrom(0, 1),
    what: fc.constantFrom('acknowledge', 'take', 'meet', 'tellTwice'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const desks = [new Desk('memory'), new Desk('memory')] as const;
      for (const desk of desks)
        desk.feed(scored({ at: 0, level: 'HIGH' }), scored({ at: 0, device: 'x', level: 'HIGH' }));
      for (const { desk: index, what } of steps) {
        const [desk, other] = index === 0 ? desks : [desks[1], desks[0]];
        desk.now += 1000;
        if (what === 'meet') desk.follow(other);
        else if (what === 'tellTwice') desk.take(other.acts(0).acts);
        else act(desk, what as 'acknowledge' | 'take', index === 0 ? KIM : LEE);
      }
      for (let i = 0; i < 2; i++) {
        desks[0].follow(desks[1]);
        desks[1].follow(desks[0]);
      }
      const [left, right] = desks.map((desk) => desk.seen());
      for (const desk of desks) desk.close();
      expect(left).toEqual(right);
    }),
    { numRuns: 60, seed: 11 },
  );
});
