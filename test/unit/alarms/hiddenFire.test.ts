/** No path hides a fire: not what happens to its alarm, not the order of the list, and not the end of a long one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ALARM_KINDS,
  ALARM_STATES,
  type AlarmKind,
  type AlarmRecord,
  type AlarmState,
} from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import {
  type AlarmChange,
  acknowledge,
  begin,
  clear,
  putAside,
  raiseAgain,
  reset,
  silence,
  takeBack,
  worsen,
} from '#shared/alarms/lifecycle.ts';
import { compareAlarms, mostUrgent } from '#shared/alarms/order.ts';
import {
  isAside,
  isHiddenDanger,
  refusalOf,
  SET_ASIDE_TYPES,
  type SetAsideType,
} from '#shared/alarms/setAside.ts';
import { sounding, waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { sortAlarms } from '../../../renderer/state/alarmList.ts';
import { alarmOf } from './alarmOf.ts';

const FIRE_KINDS = ALARM_KINDS.filter((kind) => KIND_RULES[kind].alarmClass === 'fire');
const isLatched = ({ state }: AlarmRecord) => state.startsWith('latched');

describe('whatever happens to a fire alarm', () => {
  const KIM = { operator: '김철수', desk: 'desk-1', note: null };
  const finding = (priority: 'HIGH' | 'CRITICAL') =>
    ({ priority, evidence: null, thresholdsVersion: 't1' }) as const;
  type Act = (alarm: AlarmRecord, at: number) => AlarmChange | undefined;
  const acts: Readonly<Record<string, Act>> = {
    raise: (alarm, at) =>
      alarm.conditionActive ? undefined : raiseAgain(alarm, finding('HIGH'), at),
    worsen: (alarm, at) =>
      alarm.conditionActive ? worsen(alarm, finding('CRITICAL'), at) : undefined,
    clear: (alarm, at) => clear(alarm, at, at),
    acknowledge: (alarm, at) => acknowledge(alarm, KIM, at),
    silence: (alarm, at) => silence(alarm, KIM, at),
    reset: (alarm, at) => reset(alarm, KIM, at),
    ...Object.fromEntries(
      SET_ASIDE_TYPES.flatMap((type): readonly (readonly [string, Act])[] => [
        [type, (alarm, at) => (mayBegin(alarm, type) ? putAside(alarm, type, KIM, at) : undefined)],
        [`back from ${type}`, (alarm, at) => takeBack(alarm, type, KIM, at)],
      ]),
    ),
  };
  const mayBegin = ({ kind, ...alarm }: AlarmRecord, type: SetAsideType) => {
    const request = { type, point: { deviceId: 'device-1', kind }, forMs: 1, longer: false };
    return refusalOf(request, [{ kind, ...alarm }], []) === undefined;
  };

  test.each(FIRE_KINDS)(
    '%s waits, or a named person has seen it, or its danger is counted',
    (kind) => {
      const deeds = fc.array(fc.constantFrom(...Object.keys(acts)), { maxLength: 40 });
      const asideBefore = fc.constantFrom<SetAsideType | null>(null, 'disabled', 'outOfService');
      fc.assert(
        fc.property(deeds, asideBefore, (names, before) => {
          const onset = { siteId: 'hq', deviceId: 'device-1', kind, onsetAt: 1 };
          let { alarm } = begin(onset, finding('HIGH'), 1);
          if (before !== null) alarm = putAside(alarm, before, null, 1)?.alarm ?? alarm;
          let silenced = false;
          let at = 1;
          for (const name of names) {
            const change = acts[name]?.(alarm, ++at);
            if (!change) continue;
            if (name === 'silence') silenced = true;
            else if (waitsForAcknowledgement(change.alarm.state) && name !== 'clear')
              silenced = false;
            ({ alarm } = change);
            expect(alarm.state).not.toBe('shelved');
            if (alarm.state === 'normal') {
              // The only way there: gone, seen and reset.
              expect(name).toBe('reset');
              return;
            }
            if (waitsForAcknowledgement(alarm.state)) expect(sounding(alarm)).toBe(!silenced);
            else if (isAside(alarm.state))
              expect(isHiddenDanger(alarm)).toBe(alarm.conditionActive);
            else {
              expect(alarm.acknowledgedBy).toBe('김철수');
              expect(alarm.acknowledgedAt).toBeGreaterThan(alarm.raisedAt);
            }
            expect(isLatched(alarm) && alarm.conditionActive).toBe(false);
          }
        }),
        { seed: 1, numRuns: 500 },
      );
    },
  );
});

/** Any open alarm of the kind in the state: whether its cause is present follows from most states. */
const PRESENT: Readonly<Partial<Record<AlarmState, boolean>>> = {
  unacknowledged: true,
  acknowledged: true,
  returnedUnacknowledged: false,
  latchedUnacknowledged: false,
  latchedAcknowledged: false,
};
const openStates = (kind: AlarmKind) =>
  ALARM_STATES.filter((state) => {
    if (state === 'normal') return false;
    if (!KIND_RULES[kind].latching) return !state.startsWith('latched');
    return state !== 'returnedUnacknowledged' && state !== 'shelved';
  });
const openAlarm = fc.constantFrom(...ALARM_KINDS).chain((kind) =>
  fc
    .record({
      state: fc.constantFrom(...openStates(kind)),
      present: fc.boolean(),
      onsetAt: fc.nat({ max: 1000 }),
      critical: fc.boolean(),
    })
    .map(({ state, present, onsetAt, critical }) =>
      alarmOf({
        kind,
        state,
        onsetAt,
        conditionActive: PRESENT[state] ?? present,
        priority: kind === 'risk' && critical ? 'CRITICAL' : KIND_RULES[kind].priority,
      }),
    ),
);
const openAlarms = fc
  .array(openAlarm, { maxLength: 60 })
  .map((alarms) => alarms.map((alarm, i) => ({ ...alarm, id: `${i}` })));

/** Waits, stands, or is danger on a point that was set aside. */
const mustShow = (alarm: AlarmRecord) =>
  alarm.alarmClass === 'fire' && (!isAside(alarm.state) || alarm.conditionActive);

describe('in a list', () => {
  test('only what waits stands above fire that stands or is hidden, and no trouble does', () => {
    fc.assert(
      fc.property(openAlarms, (alarms) => {
        const sorted = sortAlarms(new Map(alarms.map((alarm) => [alarm.id, alarm])));
        const last = sorted.findLastIndex(mustShow);
        for (const above of sorted.slice(0, Math.max(0, last))) {
          if (mustShow(above)) continue;
          expect(above.alarmClass).not.toBe('trouble');
          expect(waitsForAcknowledgement(above.state)).toBe(true);
        }
        const waiting = sorted.findLastIndex(
          ({ alarmClass, state }) => alarmClass === 'fire' && waitsForAcknowledgement(state),
        );
        expect(sorted.slice(0, waiting + 1).every(({ alarmClass }) => alarmClass === 'fire')).toBe(
          true,
        );
      }),
      { seed: 2, numRuns: 500 },
    );
  });

  test('that is cut off, fire stays however many others there are', () => {
    fc.assert(
      fc.property(openAlarms, fc.nat({ max: 30 }), (alarms, most) => {
        const sorted = alarms.toSorted(compareAlarms);
        const shown = mostUrgent(sorted, most);
        expect(shown).toHaveLength(Math.min(most, sorted.length));
        expect(shown).toEqual(shown.toSorted(compareAlarms));
        const fires = sorted.filter(mustShow);
        // When there are more fires than places, it is the most urgent of them, and nothing else.
        expect(shown.filter(mustShow)).toEqual(fires.slice(0, most));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});
