import { beforeEach, describe, expect, test } from 'vitest';
import { CHIEF } from '../incidents/ResponseScenario.ts';
import { HASH, MINUTE, ModelScenario, T0 } from './ModelScenario.ts';

let desk: ModelScenario;
beforeEach(() => {
  desk = new ModelScenario();
});

describe('a closed alarm labels what the model had said', () => {
  test.each([
    ['a danger that it saw', 'HIGH', 'real', { said: true, real: true }],
    ['a danger that it missed', 'NORMAL', 'real', { said: false, real: true }],
    ['a danger of which it said less than an alarm', 'MEDIUM', 'real', { said: false, real: true }],
    ['a false alarm in which it had a part', 'HIGH', 'nuisance', { said: true, real: false }],
    ['a false alarm in which it had none', 'NORMAL', 'nuisance', { said: false, real: false }],
  ] as const)('%s', (_what, level, outcome, label) => {
    desk.said('d', 9, level, 0.7);
    const alarm = desk.raise('d', 10);
    desk.close('d', alarm, 20, outcome);
    expect(desk.labels()).toEqual([
      { modelHash: HASH, deviceId: 'd', score: 0.7, leadMs: label.said ? MINUTE : null, ...label },
    ]);
  });

  test.each(['test', 'undetermined'] as const)('but not as %s', (outcome) => {
    desk.said('d', 9, 'HIGH');
    desk.close('d', desk.raise('d', 10), 20, outcome);
    expect(desk.labels()).toEqual([]);
  });

  test('until it is closed nobody knows, and an incident that is opened again takes it back', () => {
    desk.said('d', 9, 'HIGH');
    const alarm = desk.raise('d', 10);
    expect(desk.labels()).toEqual([]);
    const incident = desk.close('d', alarm, 20, 'real');
    expect(desk.labels()).toHaveLength(1);
    desk.response.rooms.acts.reopen(incident, '다시 봄', CHIEF);
    expect(desk.labels()).toEqual([]);
    desk.close('d', alarm, 30, 'nuisance');
    expect(desk.labels()).toMatchObject([{ said: true, real: false }]);
  });

  test('that began in another run of the desk', () => {
    desk.said('d', 9, 'HIGH');
    const alarm = desk.raise('d', 10);
    desk.restart();
    desk.close('d', alarm, 20, 'real');
    expect(desk.labels()).toMatchObject([{ said: true, real: true }]);
  });
});

describe('what the model had said', () => {
  test('counts for an hour, from the first minute of the stretch', () => {
    desk.said('d', 0, 'HIGH');
    desk.said('d', 30, 'HIGH');
    for (let minute = 31; minute <= 90; minute++) desk.said('d', minute, 'NORMAL');
    desk.close('d', desk.raise('d', 90), 95, 'real');
    expect(desk.labels()).toMatchObject([{ said: true, leadMs: 90 * MINUTE }]);
  });

  test('is about something else after that', () => {
    desk.said('d', 0, 'HIGH');
    for (let minute = 1; minute <= 61; minute++) desk.said('d', minute, 'NORMAL');
    desk.close('d', desk.raise('d', 61), 65, 'real');
    expect(desk.labels()).toMatchObject([{ said: false, leadMs: null }]);
  });

  test('is nothing where it could say nothing: no window, or an old one', () => {
    desk.said('late', 0, 'NORMAL');
    desk.close('never', desk.raise('never', 10), 20, 'real');
    desk.close('late', desk.raise('late', 50), 60, 'real');
    expect(desk.labels()).toEqual([]);
  });

  test('belongs to the model that said it', () => {
    desk.said('d', 8, 'HIGH');
    desk.said('d', 9, 'NORMAL', 0.2, 'b'.repeat(64));
    desk.close('d', desk.raise('d', 10), 20, 'real');
    expect(desk.labels()).toMatchObject([{ modelHash: 'b'.repeat(64), said: false }]);
  });
});

describe('lead', () => {
  test('is how much earlier than the rules: they come to say so in the readings', () => {
    desk.said('d', 9, 'HIGH', 0.9);
    const alarm = desk.raiseByModel('d', 10);
    desk.cases.tick();
    desk.rules.set('d', 'HIGH');
    desk.response.alarms.setClock(24 * MINUTE);
    desk.cases.tick();
    desk.close('d', alarm, 30, 'real');
    expect(desk.labels()).toMatchObject([{ said: true, leadMs: 15 * MINUTE }]);
  });

  test('or as an alarm of the device itself', () => {
    desk.said('d', 9, 'HIGH', 0.9);
    const alarm = desk.raiseByModel('d', 10);
    desk.raise('d', 17);
    desk.close('d', alarm, 30, 'real');
    expect(desk.labels()).toMatchObject([{ said: true, leadMs: 8 * MINUTE }]);
  });

  test('is unknown where they never did, and none where they came first', () => {
    desk.said('a', 9, 'HIGH');
    desk.close('a', desk.raiseByModel('a', 10), 30, 'real');
    desk.said('b', 39, 'NORMAL');
    const alarm = desk.raise('b', 40, 'arcAlarm');
    desk.said('b', 42, 'HIGH');
    desk.raise('b', 43, 'coAlarm');
    desk.close('b', alarm, 50, 'real');
    expect(desk.labels()).toMatchObject([
      { deviceId: 'a', said: true, leadMs: null },
      { deviceId: 'b', said: true, leadMs: null },
    ]);
  });
});

test('several alarms of a device in one incident are one danger', () => {
  desk.said('d', 9, 'HIGH');
  const alarm = desk.raise('d', 10, 'arcAlarm');
  desk.raise('d', 11, 'coAlarm');
  desk.close('d', alarm, 20, 'real');
  expect(desk.labels()).toHaveLength(1);
});

test('supervisory alarms label nothing', () => {
  desk.said('d', 9, 'NORMAL');
  desk.close('d', desk.raise('d', 10, 'overcurrent'), 20, 'real');
  expect(desk.labels()).toEqual([]);
});

test('what is too old goes', () => {
  desk.said('d', 9, 'HIGH');
  desk.close('d', desk.raise('d', 10), 20, 'real');
  desk.store.forget(T0 + 10 * MINUTE);
  expect(desk.labels()).toHaveLength(1);
  desk.store.forget(T0 + 10 * MINUTE + 1);
  expect(desk.labels()).toEqual([]);
});
