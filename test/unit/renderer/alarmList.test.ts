import { describe, expect, test } from 'vitest';
import { headlineOf, tellingReasons } from '#shared/scoring/tellingReasons.ts';
import {
  afterAcknowledging,
  deskTroubles,
  headlineReason,
  moveSelection,
  possibleActs,
  selectedAlarm,
  sortAlarms,
} from '../../../renderer/state/alarmList.ts';
import { alarm, byId, NOW } from './made.ts';

const sorted = sortAlarms(
  byId(
    alarm('seen', { alarmClass: 'supervisory', state: 'acknowledged' }),
    alarm('trouble', { alarmClass: 'trouble' }),
    alarm('fire', { priority: 'CRITICAL' }),
  ),
);

test('what waits comes first, fire before trouble', () => {
  expect(sorted.map(({ id }) => id)).toEqual(['fire', 'trouble', 'seen']);
});

test('what the desk noticed of itself is known until it is over, also when it has gone', () => {
  const trouble = { alarmClass: 'trouble', priority: 'HIGH' } as const;
  const known = deskTroubles(
    byId(
      alarm('record', { ...trouble, kind: 'auditBroken', state: 'acknowledged' }),
      alarm('silent', { ...trouble, kind: 'deviceSilent' }),
      alarm('sound', { ...trouble, kind: 'soundFailing', state: 'returnedUnacknowledged' }),
      alarm('disk', { ...trouble, kind: 'diskLow', state: 'normal', endedAt: NOW }),
      alarm('fire'),
    ),
  );
  expect(known.map(({ id }) => id)).toEqual(['sound', 'record']);
});

test('a fire that stands is not pushed down by every device falling silent', () => {
  const silent = Array.from({ length: 120 }, (_, index) =>
    alarm(`silent ${index}`, { kind: 'deviceSilent', alarmClass: 'trouble', onsetAt: NOW + 1 }),
  );
  const rows = sortAlarms(
    byId(
      alarm('leak seen', { alarmClass: 'supervisory', state: 'acknowledged' }),
      ...silent,
      alarm('fire seen', { state: 'acknowledged' }),
      alarm('fire to be reset', { state: 'latchedAcknowledged' }),
      alarm('leak', { alarmClass: 'supervisory' }),
      alarm('fire'),
    ),
  ).map(({ id }) => id);
  expect(rows.slice(0, 4)).toEqual(['fire', 'leak', 'fire seen', 'fire to be reset']);
  expect(rows.at(-1)).toBe('leak seen');
});

describe('the selection', () => {
  test('stays with its alarm, and falls to the most urgent when that one has ended', () => {
    expect(selectedAlarm(sorted, 'seen')?.id).toBe('seen');
    expect(selectedAlarm(sorted, 'ended')?.id).toBe('fire');
    expect(selectedAlarm([], 'ended')).toBeNull();
  });

  test.each([
    ['fire', 1, 'trouble'],
    ['seen', 1, 'seen'],
    ['fire', -1, 'fire'],
    ['seen', -1, 'trouble'],
    [null, 1, 'fire'],
  ] as const)('from %s by %d goes to %s', (from, step, to) => {
    expect(moveSelection(sorted, from, step)?.id).toBe(to);
  });

  test('after an acknowledgement goes to what still waits, else stays', () => {
    expect(afterAcknowledging(sorted, 'fire')?.id).toBe('trouble');
    const done = sorted.map((one) => ({ ...one, state: 'acknowledged' as const }));
    expect(afterAcknowledging(done, 'trouble')?.id).toBe('trouble');
  });
});

describe('what may be tried', () => {
  test.each([
    ['unacknowledged', null, { acknowledge: true, silence: true, reset: false }],
    ['unacknowledged', NOW, { acknowledge: true, silence: false, reset: false }],
    ['latchedUnacknowledged', null, { acknowledge: true, silence: true, reset: false }],
    ['acknowledged', null, { acknowledge: false, silence: false, reset: true }],
    ['latchedAcknowledged', null, { acknowledge: false, silence: false, reset: true }],
  ] as const)('%s, silenced at %s', (state, silencedAt, expected) => {
    expect(possibleActs(alarm('a', { state, silencedAt }))).toEqual(expected);
  });
});

describe('reasons', () => {
  const rule = {
    source: 'rule',
    code: 'temperatureCritical',
    weight: 0.4,
    value: 66,
    limit: 60,
  } as const;
  const floor = {
    source: 'floor',
    code: 'temperatureHigh',
    weight: 0.6,
    value: 66,
    limit: 60,
  } as const;
  const score = {
    source: 'score',
    code: 'finalScore',
    weight: 0.9,
    value: 0.9,
    limit: 0.8,
  } as const;
  const bit = {
    source: 'status',
    code: 'statusBit',
    weight: 0.3,
    subject: 'sensorTempAlarm',
  } as const;
  const other = { ...bit, subject: 'arcAlarm' } as const;

  test('each hazard is told once, by the part that decided, and the score last', () => {
    expect(tellingReasons([score, rule, bit, floor, other])).toEqual([floor, bit, other, score]);
  });

  test('the headline is the first of them; an alarm without a reading has none', () => {
    expect(headlineReason(alarm('a'))).toBeNull();
    expect(headlineOf('risk', [score, bit, floor])).toEqual(floor);
  });

  test('an alarm of a device’s bit is explained by what the bit is about, measured or told', () => {
    const told = {
      source: 'status',
      code: 'statusBit',
      weight: 0.1,
      subject: 'overcurrent',
    } as const;
    expect(headlineOf('overcurrent', [floor, told, score])).toEqual(told);
    expect(headlineOf('sensorTempAlarm', [told, floor, score])).toEqual(floor);
    expect(headlineOf('vocAlarm', [floor, score])).toEqual(floor);
  });
});
