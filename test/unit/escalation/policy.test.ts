import { describe, expect, test } from 'vitest';
import { ALARM_CLASSES, ALARM_PRIORITIES } from '#shared/alarms/alarm.ts';
import { dayLeftMs, periodAt } from '#shared/escalation/dayHours.ts';
import { DEFAULT_POLICY } from '#shared/escalation/defaultPolicy.ts';
import {
  type EscalationPolicy,
  type EscalationStep,
  isOutside,
  PERIODS,
} from '#shared/escalation/policy.ts';
import { policyFaults, stepFaults } from '#shared/escalation/policyFaults.ts';
import { EscalationPolicySchema } from '#shared/escalation/policySchema.ts';

const sound: EscalationStep = { action: 'deskSound', afterSeconds: 0, topic: null };
const louder = (afterSeconds: number): EscalationStep => ({
  action: 'louder',
  afterSeconds,
  topic: null,
});
const told = (afterSeconds: number): EscalationStep => ({
  action: 'notify',
  afterSeconds,
  topic: 'critical',
});

const withDelays = (change: Partial<EscalationPolicy['delays']>): EscalationPolicy => ({
  ...DEFAULT_POLICY,
  delays: { ...DEFAULT_POLICY.delays, ...change },
});

describe('the tables that the program comes with', () => {
  test('may be put into force', () => {
    expect(policyFaults(DEFAULT_POLICY)).toEqual([]);
    expect(EscalationPolicySchema.parse(DEFAULT_POLICY)).toEqual(DEFAULT_POLICY);
  });

  test.each(PERIODS)(
    'tell the world of a fire at once, by %s, and of a critical one to its own topic',
    (period) => {
      for (const priority of ALARM_PRIORITIES) {
        const outside = DEFAULT_POLICY.tables.fire[priority][period].filter(({ action }) =>
          isOutside(action),
        );
        expect(outside[0]?.afterSeconds).toBe(0);
      }
      const critical = DEFAULT_POLICY.tables.fire.CRITICAL[period];
      expect(critical.find(({ action }) => action === 'notify')?.topic).toBe('critical');
      expect(critical.at(-1)).toMatchObject({ action: 'supervisor', topic: 'emergency' });
    },
  );

  test('are never slower for what is more urgent', () => {
    for (const alarmClass of ALARM_CLASSES)
      for (const period of PERIODS) {
        const first = ALARM_PRIORITIES.map(
          (priority) =>
            DEFAULT_POLICY.tables[alarmClass][priority][period][1]?.afterSeconds ?? Infinity,
        );
        expect(first).toEqual(first.toSorted((a, b) => a - b));
      }
  });

  test('delay no critical alarm, and nothing but the predicted risk', () => {
    expect(DEFAULT_POLICY.delays).toEqual({
      acknowledgeSeconds: 15,
      investigateSeconds: 180,
      kinds: ['risk'],
      critical: false,
    });
  });
});

describe('a table is refused', () => {
  test.each([
    ['without the sound of the desk', [told(0)], ['soundFirst']],
    ['with the sound later', [{ ...sound, afterSeconds: 5 }, told(5)], ['soundFirst']],
    ['with the sound twice', [sound, told(0), sound], ['soundFirst']],
    ['with times that go back', [sound, louder(60), told(30)], ['timesNotAscending']],
    ['with half a second', [sound, told(0), louder(0.5)], ['timesNotAscending']],
    ['with a time beyond a day', [sound, told(0), louder(86_401)], ['timesNotAscending']],
    [
      'with more steps than anybody answers',
      [sound, told(0), ...Array.from({ length: 9 }, () => louder(1))],
      ['tooManySteps'],
    ],
    ['with nobody to tell', [sound, { ...told(0), topic: null }], ['topicMissing']],
    [
      'with a topic for a sound',
      [sound, told(0), { ...louder(5), topic: 'high' }],
      ['topicMissing'],
    ],
    ['for a fire that stays inside', [sound, louder(30)], ['fireNotTold']],
    ['for a fire that is told after more than ten minutes', [sound, told(601)], ['fireNotTold']],
  ] as const)('%s', (_, steps, expected) => {
    const faults = stepFaults('fire', steps);
    expect(faults).toEqual(expect.arrayContaining([...expected]));
    const policy = structuredClone(DEFAULT_POLICY) as EscalationPolicy;
    const changed = {
      ...policy,
      tables: {
        ...policy.tables,
        fire: { ...policy.tables.fire, HIGH: { day: steps, night: steps } },
      },
    };
    expect(EscalationPolicySchema.safeParse(changed).success).toBe(false);
  });

  test('but a trouble may stay inside', () => {
    expect(stepFaults('trouble', [sound])).toEqual([]);
  });

  test.each([
    [
      'a shorter T1 than anybody can answer',
      withDelays({ acknowledgeSeconds: 4 }),
      'delayTooShort',
    ],
    ['a T2 in which nobody arrives', withDelays({ investigateSeconds: 29 }), 'delayTooShort'],
    ['more than ten minutes together', withDelays({ investigateSeconds: 586 }), 'delayTooLong'],
    ['a kind that is no fire', withDelays({ kinds: ['overcurrent'] }), 'delayedKind'],
    [
      'a day that ends before it begins',
      { ...DEFAULT_POLICY, dayHours: { from: 600, to: 600 } },
      'dayHours',
    ],
  ] as const)('%s', (_, policy, expected) => {
    expect(policyFaults(policy).map(({ code }) => code)).toEqual([expected]);
    expect(EscalationPolicySchema.safeParse(policy).success).toBe(false);
  });

  test('when a class is missing', () => {
    const { trouble: _trouble, ...tables } = DEFAULT_POLICY.tables;
    expect(EscalationPolicySchema.safeParse({ ...DEFAULT_POLICY, tables }).success).toBe(false);
  });
});

describe('day and night', () => {
  const hours = { from: 7 * 60, to: 19 * 60 };
  const seoul = (clock: string) => Date.parse(`2026-03-01T${clock}+09:00`);

  test.each([
    ['06:59:59', 'night'],
    ['07:00:00', 'day'],
    ['18:59:59', 'day'],
    ['19:00:00', 'night'],
    ['00:00:00', 'night'],
  ] as const)('at %s it is %s, whatever the PC’s own zone', (clock, expected) => {
    expect(periodAt(seoul(clock), 'Asia/Seoul', hours)).toBe(expected);
  });

  test('the day ends when it says', () => {
    expect(dayLeftMs(seoul('18:30:30'), 'Asia/Seoul', hours)).toBe(29.5 * 60_000);
    expect(dayLeftMs(seoul('20:00:00'), 'Asia/Seoul', hours)).toBeNull();
    // It is still night in London when the day in Seoul is over.
    expect(periodAt(seoul('13:00:00'), 'Europe/London', hours)).toBe('night');
  });
});
