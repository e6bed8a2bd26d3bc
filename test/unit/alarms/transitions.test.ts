import { describe, expect, test } from 'vitest';
import {
  ALARM_STATES,
  ALARM_TRANSITIONS,
  type AlarmState,
  type AlarmTransition,
} from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { CAUSES, type Cause, describeStates, next } from '#shared/alarms/transitions.ts';

const path = (latching: boolean, ...events: AlarmTransition[]) =>
  events.reduce<AlarmState | undefined>(
    (state, event) => state && next(state, event, { latching }),
    'normal',
  );

/** One place an alarm can be in, with what a desk would know of it. */
interface Place {
  readonly state: AlarmState;
  readonly cause: Cause;
  /** Whether anybody acknowledged the newest annunciation, and reset after it. */
  readonly acknowledged: boolean;
  readonly reset: boolean;
}

interface Step {
  readonly from: Place;
  readonly event: AlarmTransition;
  readonly to: Place | undefined;
}

/** What the process can do in a place: a present cause can't come, an absent one can't worsen or go. */
function possible(cause: Cause, event: AlarmTransition): boolean {
  if (event === 'raise') return cause !== 'present';
  if (event === 'worsen' || event === 'clear') return cause === 'present';
  return true;
}

function after(from: Place, event: AlarmTransition, state: AlarmState): Place {
  const annunciated = event === 'raise' || event === 'worsen';
  const ended = state === 'normal';
  const causeNow = { raise: 'present', clear: 'gone' } as const;
  const cause = event === 'raise' || event === 'clear' ? causeNow[event] : from.cause;
  return {
    state,
    cause: ended && cause === 'gone' ? 'none' : cause,
    acknowledged: !annunciated && (event === 'acknowledge' || from.acknowledged),
    reset: !annunciated && (event === 'reset' || from.reset),
  };
}

/** Every step from every place that can be reached from normal, accepted and refused. */
function walk(latching: boolean): Step[] {
  const steps: Step[] = [];
  const seen = new Set<string>();
  const queue: Place[] = [{ state: 'normal', cause: 'none', acknowledged: false, reset: false }];
  for (let from = queue.pop(); from; from = queue.pop()) {
    const key = JSON.stringify(from);
    if (seen.has(key)) continue;
    seen.add(key);
    for (const event of ALARM_TRANSITIONS) {
      if (!possible(from.cause, event)) continue;
      const state = next(from.state, event, { latching, cause: from.cause });
      const to = state && after(from, event, state);
      steps.push({ from, event, to });
      if (to) queue.push(to);
    }
  }
  return steps;
}

const both = [
  { name: 'non-latching', latching: false },
  { name: 'latching', latching: true },
] as const;

describe.each(both)('the $name alarm', ({ latching }) => {
  const steps = walk(latching);

  test('has a table that this page of the help shows in full', () => {
    const lines = describeStates(latching).map(
      ({ from, event, cause, to }) => `${from} ${event}${cause ? ` (${cause})` : ''} → ${to}`,
    );
    expect(lines).toMatchSnapshot();
  });

  test('does in every cell what its description says, and refuses everything else', () => {
    const described = new Map(
      describeStates(latching).map((l) => [`${l.from} ${l.event} ${l.cause}`, l.to]),
    );
    for (const state of ALARM_STATES)
      for (const event of ALARM_TRANSITIONS)
        for (const cause of CAUSES)
          expect(next(state, event, { latching, cause })).toBe(
            described.get(`${state} ${event} null`) ?? described.get(`${state} ${event} ${cause}`),
          );
  });

  test('never reaches normal while the cause is present', () => {
    for (const { to } of steps)
      expect(to?.state === 'normal' && to.cause === 'present').toBe(false);
  });

  test('never refuses what the process does', () => {
    for (const { from, event, to } of steps)
      if (event === 'raise' || event === 'worsen' || event === 'clear')
        expect(to, `${event} in ${from.state}`).toBeDefined();
  });

  test('refuses to be acknowledged twice', () => {
    for (const { from, event, to } of steps)
      if (event === 'acknowledge' && to) expect(waitsForAcknowledgement(from.state)).toBe(true);
    expect(path(latching, 'raise', 'acknowledge', 'acknowledge')).toBeUndefined();
  });

  test('stays acknowledged when it clears, without asking once more on the way', () => {
    const cleared = steps.filter((s) => s.event === 'clear' && s.from.state === 'acknowledged');
    expect(cleared.length).toBeGreaterThan(0);
    for (const { to } of cleared)
      expect(waitsForAcknowledgement(to?.state ?? 'normal')).toBe(false);
  });

  test('asks afresh when it comes back or gets worse, however it stood', () => {
    for (const { from, event, to } of steps) {
      if (event !== 'raise' && event !== 'worsen') continue;
      const aside = ['shelved', 'suppressedByDesign', 'outOfService'].includes(from.state);
      expect(to?.state).toBe(aside ? from.state : 'unacknowledged');
    }
  });

  test('comes back unacknowledged from being set aside while its cause is present', () => {
    const returns = steps.filter((s) => /^un|^returnTo/.test(s.event) && s.to);
    expect(new Set(returns.map((s) => s.event)).size).toBe(3);
    for (const { from, to } of returns)
      if (from.cause === 'present') expect(to?.state).toBe('unacknowledged');
    // What isn't known counts as present.
    expect(next('shelved', 'unshelve', { latching })).toBe('unacknowledged');
  });

  test('can be set aside from every normal and standing state, and only leaves by its own door', () => {
    const reachable = new Set(steps.map((s) => s.from.state));
    const doors = {
      shelved: 'unshelve',
      suppressedByDesign: 'unsuppress',
      outOfService: 'returnToService',
    };
    for (const state of reachable) {
      const aside = state in doors;
      for (const event of ['shelve', 'suppress', 'removeFromService'] as const)
        expect(next(state, event, { latching }) !== undefined).toBe(!aside);
      for (const [home, door] of Object.entries(doors))
        expect(next(state, door as AlarmTransition, { latching }) !== undefined).toBe(
          home === state,
        );
    }
  });
});

describe('the latch', () => {
  test('opens only for an acknowledgement and a reset after the last annunciation', () => {
    for (const { from, to } of walk(true)) {
      if (to?.state !== 'normal' || from.cause === 'none') continue;
      expect(to).toMatchObject({ acknowledged: true, reset: true });
    }
  });

  test.each([
    { name: 'acknowledged, then cleared', events: ['raise', 'acknowledge', 'clear'] },
    { name: 'cleared, then acknowledged', events: ['raise', 'clear', 'acknowledge'] },
  ] as const)('is reset in the same place in either order: $name', ({ events }) => {
    expect(path(true, ...events)).toBe('latchedAcknowledged');
    expect(path(true, ...events, 'reset')).toBe('normal');
  });

  test('is refused a reset while the cause is present and before anybody acknowledged', () => {
    expect(path(true, 'raise', 'reset')).toBeUndefined();
    expect(path(true, 'raise', 'acknowledge', 'reset')).toBeUndefined();
    expect(path(true, 'raise', 'clear', 'reset')).toBeUndefined();
  });

  test('survives being shelved: a fire that went unseen comes back latched', () => {
    expect(next('shelved', 'unshelve', { latching: true, cause: 'gone' })).toBe(
      'latchedUnacknowledged',
    );
    expect(next('shelved', 'unshelve', { latching: true, cause: 'none' })).toBe('normal');
  });
});

test('an alarm without a latch that clears before anyone looks still waits to be seen', () => {
  expect(path(false, 'raise', 'clear')).toBe('returnedUnacknowledged');
  expect(path(false, 'raise', 'clear', 'acknowledge')).toBe('normal');
  expect(path(false, 'raise', 'clear', 'raise')).toBe('unacknowledged');
  expect(path(false, 'raise', 'clear', 'acknowledge', 'reset')).toBeUndefined();
});
