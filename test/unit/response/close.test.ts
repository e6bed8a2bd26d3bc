import { describe, expect, test } from 'vitest';
import { ALARM_STATES } from '#shared/alarms/alarm.ts';
import { alarmBlock, closeBlockers, mayReopen } from '#shared/response/close.ts';
import { incidentLevel } from '#shared/response/level.ts';
import { isComplete, NUISANCE_CAUSES, OUTCOMES } from '#shared/response/outcome.ts';
import type { SheetStep } from '#shared/response/sheet.ts';
import { alarmOf } from '../alarms/alarmOf.ts';

const over = alarmOf({ id: 'over', state: 'normal', conditionActive: false, endedAt: 9 });
const step = (said: Partial<SheetStep> = {}): SheetStep => ({
  id: 'look',
  text: { ko: '봅니다', en: 'Look' },
  mandatory: true,
  who: 'operator',
  kinds: ['risk'],
  ticked: null,
  ...said,
});
const ticked = { by: '김철수', desk: 'desk-1', at: 1, note: null };

describe('an incident may be closed', () => {
  test('when every alarm is over and every mandatory step is ticked', () => {
    const steps = [step({ ticked }), step({ id: 'extra', mandatory: false })];
    expect(closeBlockers([over], steps)).toEqual([]);
  });

  test('not before, and every reason is told at once', () => {
    const standing = alarmOf({ id: 'burning' });
    const seen = alarmOf({ id: 'held', state: 'latchedAcknowledged', conditionActive: false });
    expect(closeBlockers([over, standing, seen], [step(), step({ id: 'b', ticked })])).toEqual([
      { type: 'alarm', alarmId: 'burning', why: 'causePresent' },
      { type: 'alarm', alarmId: 'held', why: 'latched' },
      { type: 'step', step: { id: 'look', text: { ko: '봅니다', en: 'Look' } } },
    ]);
  });

  test.each(ALARM_STATES.filter((state) => state !== 'normal'))(
    'never while an alarm is %s, with its cause or without',
    (state) => {
      for (const conditionActive of [true, false])
        expect(alarmBlock(alarmOf({ state, conditionActive }))).not.toBeNull();
    },
  );

  test.each([
    ['unacknowledged', false, 'unacknowledged'],
    ['returnedUnacknowledged', false, 'unacknowledged'],
    ['latchedUnacknowledged', false, 'unacknowledged'],
    ['latchedAcknowledged', false, 'latched'],
    ['shelved', false, 'setAside'],
    ['outOfService', false, 'setAside'],
    ['acknowledged', true, 'causePresent'],
    ['shelved', true, 'causePresent'],
  ] as const)('%s (cause %s) is told as %s', (state, conditionActive, why) => {
    expect(alarmBlock(alarmOf({ state, conditionActive }))).toBe(why);
  });
});

test('a closed incident can be opened for a day, and not by a clock that was set back', () => {
  const DAY = 86_400_000;
  expect(mayReopen(1000, 1000 + DAY)).toBe(true);
  expect(mayReopen(1000, 1001 + DAY)).toBe(false);
  expect(mayReopen(null, 1000)).toBe(false);
});

describe('an outcome says enough', () => {
  test('a nuisance names its cause, and `other` is told in words', () => {
    for (const cause of NUISANCE_CAUSES)
      expect(isComplete({ outcome: 'nuisance', cause, text: null })).toBe(cause !== 'other');
    expect(isComplete({ outcome: 'nuisance', cause: 'other', text: '새가 앉음' })).toBe(true);
    expect(isComplete({ outcome: 'nuisance', cause: 'other', text: '  ' })).toBe(false);
    expect(isComplete({ outcome: 'nuisance', cause: null, text: 'x' })).toBe(false);
  });

  test('nothing else has the cause of a nuisance', () => {
    for (const outcome of OUTCOMES.filter((one) => one !== 'nuisance')) {
      expect(isComplete({ outcome, cause: null, text: null })).toBe(true);
      expect(isComplete({ outcome, cause: 'sensorFault', text: null })).toBe(false);
    }
  });
});

test('the level follows the worst alarm', () => {
  const critical = { alarmClass: 'fire', priority: 'CRITICAL' } as const;
  const leak = { alarmClass: 'supervisory', priority: 'HIGH' } as const;
  const silent = { alarmClass: 'trouble', priority: 'LOW' } as const;
  expect(incidentLevel([])).toBe(1);
  expect(incidentLevel([silent])).toBe(1);
  expect(incidentLevel([silent, leak])).toBe(2);
  expect(incidentLevel([leak, critical, silent])).toBe(3);
  for (const priority of ['HIGH', 'MEDIUM', 'LOW'] as const)
    expect(incidentLevel([{ alarmClass: 'fire', priority }])).toBe(2);
});
