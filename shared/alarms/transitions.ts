/**
 * The whole behaviour of an alarm as one table, after ISA-18.2 / IEC 62682: what happens to an alarm in each state
 * at each event. A missing cell means that the event is refused there: `next` says `undefined`, and the caller
 * says so, rather than the alarm quietly changing.
 *
 * Silencing isn't here: it stops a sound and changes no state (see `sounding.ts`).
 */
import { ALARM_STATES, ALARM_TRANSITIONS, type AlarmState, type AlarmTransition } from './alarm.ts';

/** What is known of the cause when an alarm comes back from being set aside. */
export const CAUSES = [
  'present',
  /** It was present during this occurrence and is gone. */
  'gone',
  /** There was no occurrence: the alarm was set aside while normal, and stayed so. */
  'none',
] as const;
export type Cause = (typeof CAUSES)[number];

export interface TransitionContext {
  readonly latching: boolean;
  /** Decides only where a set-aside alarm returns to. Unstated counts as present: the side that hides nothing. */
  readonly cause?: Cause;
}

/** The cell of an event after which the state is what the process says, not what it was before. */
const BY_CAUSE = 'byCause';
type Row = { readonly [T in AlarmTransition]?: AlarmState | typeof BY_CAUSE };
type Table = { readonly [S in AlarmState]: Row };

/** Setting aside is possible from every normal or standing state. */
const SET_ASIDE = {
  shelve: 'shelved',
  suppress: 'suppressedByDesign',
  removeFromService: 'outOfService',
} as const satisfies Row;

/** While set aside, the process goes on underneath; acknowledging or resetting what nobody sees is refused. */
const ASIDE: Pick<Table, 'shelved' | 'suppressedByDesign' | 'outOfService'> = {
  shelved: { raise: 'shelved', worsen: 'shelved', clear: 'shelved', unshelve: BY_CAUSE },
  suppressedByDesign: {
    raise: 'suppressedByDesign',
    worsen: 'suppressedByDesign',
    clear: 'suppressedByDesign',
    unsuppress: BY_CAUSE,
  },
  outOfService: {
    raise: 'outOfService',
    worsen: 'outOfService',
    clear: 'outOfService',
    returnToService: BY_CAUSE,
  },
};

const NON_LATCHING: Table = {
  normal: { raise: 'unacknowledged', ...SET_ASIDE },
  unacknowledged: {
    worsen: 'unacknowledged',
    clear: 'returnedUnacknowledged',
    acknowledge: 'acknowledged',
    ...SET_ASIDE,
  },
  // Straight to normal: an alarm that somebody saw and that cleared must not ask to be seen once more.
  acknowledged: { worsen: 'unacknowledged', clear: 'normal', ...SET_ASIDE },
  // What comes back must be seen again, so a second raise asks afresh.
  returnedUnacknowledged: { raise: 'unacknowledged', acknowledge: 'normal', ...SET_ASIDE },
  latchedUnacknowledged: {},
  latchedAcknowledged: {},
  ...ASIDE,
};

/** The two orders, cleared then acknowledged and acknowledged then cleared, meet in `latchedAcknowledged`. */
const LATCHING: Table = {
  normal: { raise: 'unacknowledged', ...SET_ASIDE },
  unacknowledged: {
    worsen: 'unacknowledged',
    clear: 'latchedUnacknowledged',
    acknowledge: 'acknowledged',
    ...SET_ASIDE,
  },
  acknowledged: { worsen: 'unacknowledged', clear: 'latchedAcknowledged', ...SET_ASIDE },
  returnedUnacknowledged: {},
  latchedUnacknowledged: {
    raise: 'unacknowledged',
    acknowledge: 'latchedAcknowledged',
    ...SET_ASIDE,
  },
  // The only way to normal: somebody saw it, the cause is gone, and somebody reset it.
  latchedAcknowledged: { raise: 'unacknowledged', reset: 'normal', ...SET_ASIDE },
  ...ASIDE,
};

/** Where `byCause` leads. A latched alarm that was set aside is still latched, and must be seen. */
const RETURN: Readonly<Record<'latching' | 'nonLatching', Readonly<Record<Cause, AlarmState>>>> = {
  nonLatching: { present: 'unacknowledged', gone: 'normal', none: 'normal' },
  latching: { present: 'unacknowledged', gone: 'latchedUnacknowledged', none: 'normal' },
};

/** @returns the state after the event, or undefined when the event is refused in this state. */
export function next(
  state: AlarmState,
  event: AlarmTransition,
  { latching, cause = 'present' }: TransitionContext,
): AlarmState | undefined {
  const to = (latching ? LATCHING : NON_LATCHING)[state][event];
  return to === BY_CAUSE ? RETURN[latching ? 'latching' : 'nonLatching'][cause] : to;
}

/** One line of the table, for the help page. */
export interface TransitionLine {
  readonly from: AlarmState;
  readonly event: AlarmTransition;
  /** Null where the cause makes no difference. */
  readonly cause: Cause | null;
  readonly to: AlarmState;
}

/** The table as lines, in the order of the states and events. What isn't in it is refused. */
export function describeStates(latching: boolean): readonly TransitionLine[] {
  const table = latching ? LATCHING : NON_LATCHING;
  return ALARM_STATES.flatMap((from) =>
    ALARM_TRANSITIONS.flatMap((event): readonly TransitionLine[] => {
      const to = table[from][event];
      if (to === undefined) return [];
      if (to !== BY_CAUSE) return [{ from, event, cause: null, to }];
      const home = RETURN[latching ? 'latching' : 'nonLatching'];
      return CAUSES.map((cause) => ({ from, event, cause, to: home[cause] }));
    }),
  );
}
