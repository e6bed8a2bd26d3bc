/** What operators do: acknowledge, silence and reset, each alarm for itself and each naming a person. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ActInterrupted } from '#engine/alarms/acts.ts';
import { calm, KIM, LEE, Scenario, scored, T0 } from './Scenario.ts';

let desk: Scenario;
beforeEach(() => {
  desk = new Scenario();
});
afterEach(() => desk.close());

const risk = (device: string, level: 'HIGH' | 'CRITICAL', at = 0) => scored({ device, at, level });
const idOf = (device: string) => desk.alarm('risk', device).id;

describe('acknowledging', () => {
  test('records who, when, from where and with which note', () => {
    desk.feed(risk('a', 'HIGH'));
    desk.now = T0 + 5000;
    const id = idOf('a');
    const [result] = desk.desk.act('acknowledge', {
      ...KIM,
      alarmIds: [id],
      note: '확인하러 갑니다',
    });
    expect(result).toMatchObject({
      done: true,
      alarm: { state: 'acknowledged', acknowledgedAt: T0 + 5000, acknowledgedBy: '김철수' },
    });
    expect(desk.desk.get(id)?.events.at(-1)).toEqual({
      alarmId: id,
      at: T0 + 5000,
      type: 'acknowledge',
      fromState: 'unacknowledged',
      toState: 'acknowledged',
      operator: '김철수',
      desk: 'desk-1',
      note: '확인하러 갑니다',
    });
  });

  test('from two seats at once, the first wins and the record says who', () => {
    desk.feed(risk('a', 'CRITICAL'));
    const id = idOf('a');
    expect(desk.desk.act('acknowledge', { ...KIM, alarmIds: [id] })[0]?.done).toBe(true);
    expect(desk.desk.act('acknowledge', { ...LEE, alarmIds: [id] })).toEqual([
      { alarmId: id, done: false, refusal: 'notAllowedInState' },
    ]);
    expect(desk.alarm('risk', 'a').acknowledgedBy).toBe('김철수');
    expect(desk.story(id)).toHaveLength(2);
  });

  test('critical fire alarms are refused in bulk, and the others of the call are done', () => {
    desk.feed(risk('a', 'CRITICAL'), risk('b', 'HIGH'), risk('c', 'CRITICAL'));
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [idOf('c')] });
    const ids = [idOf('a'), idOf('b'), idOf('c'), 'no such alarm'];
    expect(
      desk.desk
        .act('acknowledge', { ...KIM, alarmIds: ids })
        .map((result) => (result.done ? 'done' : result.refusal)),
    ).toEqual(['criticalOneByOne', 'done', 'notAllowedInState', 'notFound']);
    expect(desk.desk.act('acknowledge', { ...KIM, alarmIds: [idOf('a')] })[0]?.done).toBe(true);
  });

  test('answers what was seen, and not what came while somebody signed on or wrote a note', () => {
    desk.feed(risk('a', 'HIGH'));
    const id = idOf('a');
    const seen = { [id]: desk.alarm('risk', 'a').raisedAt };
    desk.feed(risk('a', 'CRITICAL', 1000));
    for (const act of ['acknowledge', 'silence'] as const)
      expect(desk.desk.act(act, { ...KIM, alarmIds: [id], seen })).toEqual([
        { alarmId: id, done: false, refusal: 'raisedAgain' },
      ]);
    expect(desk.desk.soundingCount().fire).toBe(1);
    const now = { [id]: desk.alarm('risk', 'a').raisedAt };
    expect(desk.desk.act('acknowledge', { ...KIM, alarmIds: [id], seen: now })).toMatchObject([
      { done: true },
    ]);
  });

  test('is refused for what was raised again after the clock had been set back, too', () => {
    desk.feed(risk('a', 'HIGH'));
    const id = idOf('a');
    const seen = { [id]: desk.alarm('risk', 'a').raisedAt };
    desk.setClock(-3_600_000);
    desk.deliver([risk('a', 'CRITICAL', 1000)]);
    expect(desk.alarm('risk', 'a').raisedAt).toBe(T0 - 3_600_000);
    expect(desk.desk.act('acknowledge', { ...KIM, alarmIds: [id], seen })).toMatchObject([
      { refusal: 'raisedAgain' },
    ]);
  });

  test('needs a note where the site says so, and nothing else does', () => {
    desk.feed(risk('a', 'HIGH'), risk('b', 'CRITICAL'));
    const noteFrom = { fire: 'CRITICAL', supervisory: null, trouble: null } as const;
    const act = (name: 'acknowledge' | 'silence' | 'take', device: string, note: string | null) =>
      desk.desk
        .act(name, { ...KIM, alarmIds: [idOf(device)], note, noteFrom })
        .map((result) => (result.done ? 'done' : result.refusal));
    expect(act('acknowledge', 'a', null)).toEqual(['done']);
    expect(act('silence', 'b', null)).toEqual(['done']);
    expect(act('take', 'b', null)).toEqual(['done']);
    expect(act('acknowledge', 'b', null)).toEqual(['noteMissing']);
    expect(act('acknowledge', 'b', '현장 확인 중')).toEqual(['done']);
    expect(act('acknowledge', 'b', null)).toEqual(['notAllowedInState']);
  });

  test('the same alarm named twice is one alarm, acknowledged once', () => {
    desk.feed(risk('a', 'CRITICAL'));
    const id = idOf('a');
    expect(desk.desk.act('acknowledge', { ...KIM, alarmIds: [id, id] })).toMatchObject([
      { done: true },
    ]);
    expect(desk.story(id)).toHaveLength(2);
  });
});

describe('silencing', () => {
  test('stops the sound of everything at once, and leaves every state as it was', () => {
    desk.feed(risk('a', 'CRITICAL'), risk('b', 'HIGH'), scored({ at: 0, bits: ['overvoltage'] }));
    const before = desk.desk.open();
    expect(desk.desk.soundingCount()).toEqual({ fire: 2, supervisory: 1, trouble: 0 });
    const results = desk.desk.act('silence', { ...KIM, alarmIds: before.map(({ id }) => id) });
    expect(results.every(({ done }) => done)).toBe(true);
    expect(desk.desk.soundingCount()).toEqual({ fire: 0, supervisory: 0, trouble: 0 });
    expect(desk.desk.open().map(({ state }) => state)).toEqual(before.map(({ state }) => state));
  });

  test('does not mute the next alarm, and is refused where there is no sound', () => {
    desk.feed(risk('a', 'HIGH'));
    const alarmIds = [idOf('a')];
    desk.desk.act('silence', { ...KIM, alarmIds });
    expect(desk.desk.act('silence', { ...LEE, alarmIds })).toMatchObject([
      { refusal: 'notAllowedInState' },
    ]);
    desk.feed(risk('b', 'HIGH', 1000));
    expect(desk.desk.soundingCount().fire).toBe(1);
  });
});

describe('resetting', () => {
  test('is refused while the cause is present, and while it has only just gone', () => {
    desk.feed(risk('a', 'HIGH'));
    const alarmIds = [idOf('a')];
    desk.desk.act('acknowledge', { ...KIM, alarmIds });
    expect(desk.desk.act('reset', { ...KIM, alarmIds })).toMatchObject([
      { refusal: 'conditionActive' },
    ]);
    desk.feed(...calm(1000, 2, 'a'));
    expect(desk.desk.act('reset', { ...KIM, alarmIds })).toMatchObject([
      { refusal: 'conditionActive' },
    ]);
    desk.feed(...calm(3000, 1, 'a'));
    expect(desk.desk.act('reset', { ...LEE, alarmIds })).toMatchObject([{ done: true }]);
    expect(desk.desk.get(alarmIds[0] ?? '')?.events.at(-1)).toMatchObject({
      type: 'reset',
      operator: '이영희',
      desk: 'desk-2',
    });
    expect(desk.desk.act('reset', { ...LEE, alarmIds })).toMatchObject([{ refusal: 'notFound' }]);
  });
});

describe('when the disk refuses', () => {
  const refuseEvents = (of: string) =>
    desk.db.exec(`CREATE TRIGGER full BEFORE INSERT ON alarm_event WHEN NEW.alarm_id = '${of}'
                  BEGIN SELECT RAISE(ABORT, 'disk full'); END`);

  test('an act that could not be written did not happen', () => {
    desk.feed(risk('a', 'HIGH'));
    const before = desk.desk.open();
    refuseEvents(idOf('a'));
    expect(() => desk.desk.act('acknowledge', { ...KIM, alarmIds: [idOf('a')] })).toThrow(
      ActInterrupted,
    );
    expect(desk.desk.open()).toEqual(before);
    expect(desk.desk.get(idOf('a'))?.alarm).toEqual(before[0]);
    desk.db.exec('DROP TRIGGER full');
    expect(desk.desk.act('acknowledge', { ...KIM, alarmIds: [idOf('a')] })).toMatchObject([
      { done: true },
    ]);
  });

  test('the alarms answered before it stay answered, and are told', () => {
    desk.feed(risk('a', 'HIGH'), risk('b', 'HIGH'), risk('c', 'HIGH'));
    const alarmIds = ['a', 'b', 'c'].map(idOf);
    refuseEvents(idOf('b'));
    let interrupted: unknown;
    try {
      desk.desk.act('acknowledge', { ...KIM, alarmIds });
    } catch (error) {
      interrupted = error;
    }
    expect(interrupted).toBeInstanceOf(ActInterrupted);
    expect(interrupted).toMatchObject({ results: [{ alarmId: alarmIds[0], done: true }] });
    expect(['a', 'b', 'c'].map((device) => desk.alarm('risk', device).state)).toEqual([
      'acknowledged',
      'unacknowledged',
      'unacknowledged',
    ]);
  });
});

describe('history', () => {
  test('shows what stood in a span, newest onset first, by device, kind and class', () => {
    desk.feed(scored({ device: 'a', at: 0, bits: ['overvoltage'] }), ...calm(1000, 3, 'a'));
    desk.now = T0 + 10_000;
    desk.desk.act('acknowledge', { ...KIM, alarmIds: [desk.alarm('overvoltage', 'a').id] });
    desk.feed(risk('a', 'HIGH', 20_000), risk('b', 'HIGH', 30_000));
    const onsets = (query: object) =>
      desk.desk.history({ limit: 10, ...query }).map(({ deviceId, kind }) => `${deviceId} ${kind}`);
    expect(onsets({})).toEqual(['b risk', 'a risk', 'a overvoltage']);
    expect(onsets({ limit: 1 })).toEqual(['b risk']);
    expect(onsets({ from: T0 + 10_000, to: T0 + 20_000 })).toEqual(['a overvoltage']);
    expect(onsets({ from: T0 + 10_001, to: T0 + 20_000 })).toEqual([]);
    expect(onsets({ from: T0 + 40_000 })).toEqual(['b risk', 'a risk']);
    expect(onsets({ deviceId: 'a', kind: 'risk' })).toEqual(['a risk']);
    expect(onsets({ alarmClass: 'supervisory', from: undefined })).toEqual(['a overvoltage']);
    expect(desk.desk.forDevice('a', 1).map(({ kind }) => kind)).toEqual(['risk']);
    expect(desk.desk.get('no such alarm')).toBeUndefined();
  });
});
