/** Points that do not annunciate: what may be set aside, what happens meanwhile, and how it ends. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SetAsideRequest } from '#engine/alarms/SetAsideDesk.ts';
import type { SetAside } from '#shared/alarms/setAside.ts';
import { calm, KIM, LEE, Scenario, scored, T0 } from './Scenario.ts';

const HOUR = 3_600_000;
let desk: Scenario;
beforeEach(() => {
  desk = new Scenario();
});
afterEach(() => desk.close());

const shelving = (change: Partial<SetAsideRequest> = {}): SetAsideRequest => ({
  type: 'shelved',
  point: { deviceId: 'device-1', kind: 'overvoltage' },
  reason: '변전소 작업',
  forMs: HOUR,
  longer: false,
  ...change,
});

const begun = (request: SetAsideRequest): SetAside => {
  const outcome = desk.setAsideDesk.begin(request, LEE);
  if (typeof outcome === 'string') throw new Error(`refused: ${outcome}`);
  return outcome;
};

const overvoltage = (at: number) => scored({ at, bits: ['overvoltage'] });

describe('while it is shelved', () => {
  test('a standing alarm makes no sound and keeps its history', () => {
    desk.feed(overvoltage(0));
    const { id } = desk.alarm('overvoltage');
    expect(desk.desk.soundingCount().supervisory).toBe(1);
    begun(shelving());
    expect(desk.alarm('overvoltage').state).toBe('shelved');
    expect(desk.desk.soundingCount().supervisory).toBe(0);
    expect(desk.story(id)).toEqual(['raise unacknowledged', 'shelve shelved']);
    expect(desk.desk.get(id)?.events.at(-1)).toMatchObject({
      operator: '이영희',
      note: '변전소 작업',
    });
  });

  test('an alarm that comes is recorded, and does not annunciate', () => {
    begun(shelving());
    desk.feed(overvoltage(0));
    expect(desk.alarm('overvoltage')).toMatchObject({ state: 'shelved', conditionActive: true });
    expect(desk.story(desk.alarm('overvoltage').id)).toEqual([
      'raise unacknowledged',
      'shelve shelved',
    ]);
  });

  test('other kinds of the device and the same kind of other devices annunciate as ever', () => {
    begun(shelving());
    desk.feed(scored({ at: 0, bits: ['overcurrent'] }));
    desk.feed(scored({ at: 0, device: 'device-2', bits: ['overvoltage'] }));
    expect(desk.alarm('overcurrent').state).toBe('unacknowledged');
    expect(desk.alarm('overvoltage', 'device-2').state).toBe('unacknowledged');
  });

  test('it survives a restart', () => {
    begun(shelving());
    desk.restart();
    desk.feed(overvoltage(0));
    expect(desk.alarm('overvoltage').state).toBe('shelved');
  });
});

describe('the end', () => {
  test('comes by itself, and what is present asks to be seen', () => {
    begun(shelving());
    desk.feed(overvoltage(0));
    desk.pass(HOUR - 1);
    expect(desk.alarm('overvoltage').state).toBe('shelved');
    desk.pass(1);
    expect(desk.alarm('overvoltage')).toMatchObject({
      state: 'unacknowledged',
      raisedAt: desk.now,
    });
    expect(desk.setAsides.active()).toEqual([]);
    expect(desk.setAsides.history({ from: 0, to: desk.now + 1, limit: 10 })).toMatchObject([
      { endedAt: desk.now, endedBy: null, reason: '변전소 작업' },
    ]);
  });

  test('what has gone meanwhile is over, unless it latches', () => {
    begun(shelving());
    begun(shelving({ type: 'disabled', point: { deviceId: 'device-1', kind: 'arcAlarm' } }));
    desk.feed(scored({ at: 0, bits: ['overvoltage', 'arcAlarm'] }), ...calm(1000));
    desk.pass(HOUR);
    expect(desk.states()).toEqual([['arcAlarm', 'latchedUnacknowledged']]);
  });

  test('by a person names the person', () => {
    const { id } = begun(shelving());
    desk.feed(overvoltage(0));
    expect(desk.setAsideDesk.end(id, KIM)).toMatchObject({ endedBy: '김철수' });
    expect(desk.alarm('overvoltage').state).toBe('unacknowledged');
    expect(desk.setAsideDesk.end(id, KIM)).toBe('notFound');
  });

  test('is not put off by a clock that is set back', () => {
    begun(shelving());
    desk.now -= 20 * 60_000;
    desk.monotonic += 10 * 60_000;
    desk.setAsideDesk.tick();
    expect(desk.setAsides.active()).toEqual([]);
  });

  test('of the monotonic hour counts when the wall clock was only a little set back', () => {
    desk.now = T0 + HOUR;
    begun(shelving());
    desk.now += 30 * 60_000;
    desk.monotonic += HOUR;
    desk.setAsideDesk.tick();
    expect(desk.setAsides.active()).toEqual([]);
  });

  test('passed while the engine was down ends it at the first look', () => {
    begun(shelving());
    desk.feed(overvoltage(0));
    desk.now += 2 * HOUR;
    desk.restart();
    desk.setAsideDesk.tick();
    expect(desk.alarm('overvoltage').state).toBe('unacknowledged');
  });
});

describe('what is refused', () => {
  test('shelving anything that can tell of fire', () => {
    for (const kind of ['risk', 'arcAlarm', 'coAlarm', null] as const)
      expect(
        desk.setAsideDesk.begin(shelving({ point: { deviceId: 'device-1', kind } }), LEE),
      ).toBe('fireNotShelvable');
  });

  test.each([
    ['present and unseen', []],
    ['present and seen', ['acknowledge']],
    ['gone and latched', ['calm']],
    ['gone, seen and not reset', ['calm', 'acknowledge']],
  ] as const)('disabling a device whose fire alarm stands: %s', (_name, steps) => {
    desk.feed(scored({ at: 0, level: 'HIGH' }));
    for (const step of steps) {
      if (step === 'calm') desk.feed(...calm(1000));
      else desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm().id] });
    }
    const disable = shelving({ type: 'disabled', point: { deviceId: 'device-1', kind: null } });
    expect(desk.setAsideDesk.begin(disable, LEE)).toBe('fireStanding');
    expect(desk.setAsides.active()).toEqual([]);
  });

  test('setting aside once more what hides a fire that is present', () => {
    const everything = { deviceId: 'device-1', kind: null } as const;
    const { id } = begun(shelving({ type: 'disabled', point: everything }));
    desk.feed(scored({ at: 0, level: 'HIGH' }));
    const out = shelving({ type: 'outOfService', point: everything });
    expect(desk.setAsideDesk.begin(out, LEE)).toBe('fireStanding');
    desk.setAsideDesk.end(id, LEE);
    expect(desk.alarm().state).toBe('unacknowledged');
  });

  test('the same point twice, and longer than a day without a word for it', () => {
    begun(shelving());
    expect(desk.setAsideDesk.begin(shelving(), LEE)).toBe('alreadySetAside');
    const long = shelving({ type: 'outOfService', forMs: 25 * HOUR });
    expect(desk.setAsideDesk.begin(long, LEE)).toBe('tooLong');
    expect(desk.setAsideDesk.begin({ ...long, longer: true }, LEE)).toMatchObject({
      type: 'outOfService',
    });
  });
});

describe('fire on a point that was set aside', () => {
  beforeEach(() => {
    begun(shelving({ type: 'disabled', point: { deviceId: 'device-1', kind: null } }));
    desk.feed(scored({ at: 0, level: 'CRITICAL' }));
    desk.feed(scored({ at: 0, device: 'device-2', bits: ['overvoltage'] }));
  });

  test('is counted, and stands above everything but what waits', () => {
    expect(desk.alarm()).toMatchObject({ state: 'suppressedByDesign', conditionActive: true });
    expect(desk.setAsideDesk.counts()).toMatchObject({ disabled: 1, dangers: 1 });
    desk.feed(scored({ at: 0, device: 'device-3', status: 4096 }));
    expect(desk.desk.open().map(({ kind }) => kind)).toEqual([
      'overvoltage',
      'risk',
      'communicationError',
    ]);
  });

  test('annunciates the moment the point is back', () => {
    const [active] = desk.setAsides.active();
    desk.setAsideDesk.end(active?.id ?? '', KIM);
    expect(desk.alarm().state).toBe('unacknowledged');
    expect(desk.desk.soundingCount().fire).toBe(1);
  });
});

describe('one over the other', () => {
  const everything = { deviceId: 'device-1', kind: null } as const;

  test('the stronger holds when the weaker ends, and the weaker when the stronger ends', () => {
    const shelved = begun(shelving());
    const out = begun(shelving({ type: 'outOfService', point: everything }));
    desk.feed(overvoltage(0));
    expect(desk.alarm('overvoltage').state).toBe('outOfService');
    desk.setAsideDesk.end(shelved.id, KIM);
    expect(desk.alarm('overvoltage').state).toBe('outOfService');
    begun(shelving());
    desk.setAsideDesk.end(out.id, KIM);
    expect(desk.alarm('overvoltage').state).toBe('shelved');
  });
});

test('a disk that refuses changes nothing, and the end is tried again', () => {
  desk.feed(overvoltage(0));
  begun(shelving());
  desk.db.exec(
    `CREATE TRIGGER full BEFORE UPDATE ON set_aside BEGIN SELECT raise(ABORT, 'full'); END`,
  );
  desk.pass(HOUR);
  expect(desk.alarm('overvoltage').state).toBe('shelved');
  expect(desk.setAsides.active()).toHaveLength(1);
  desk.db.exec('DROP TRIGGER full');
  desk.pass(1000);
  expect(desk.alarm('overvoltage').state).toBe('unacknowledged');
});

test('both ends stand in the audit chain', () => {
  const { id } = begun(shelving());
  desk.pass(HOUR);
  const entries = desk.db.prepare('SELECT action, operator, subject FROM audit ORDER BY seq').all();
  expect(entries).toEqual([
    { action: 'setAside.begin', operator: '이영희', subject: id },
    { action: 'setAside.end', operator: null, subject: id },
  ]);
});
