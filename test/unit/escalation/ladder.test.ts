import { describe, expect, test } from 'vitest';
import { type Advance, advance, needsLook } from '#shared/escalation/advance.ts';
import { DEFAULT_POLICY } from '#shared/escalation/defaultPolicy.ts';
import type { DelayEnd } from '#shared/escalation/delays.ts';
import { areTogether, placeKey } from '#shared/escalation/delays.ts';
import {
  beginLadder,
  confirmHazard,
  endDelay,
  extendDelay,
  type Ladder,
  reportNoHazard,
  seen,
  shiftLadder,
  withinReach,
} from '#shared/escalation/ladder.ts';
import { ladderAfter } from '#shared/escalation/ladderAfter.ts';
import { readRemark, writeRemark } from '#shared/escalation/remark.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { alarmOf } from '../alarms/alarmOf.ts';
import { device } from '../renderer/made.ts';

const S = 1_000;

/** sound 0, notify 0, louder 60, second desk 120, notify 300, supervisor 600. */
const HIGH = DEFAULT_POLICY.tables.fire.HIGH.day;

const begin = (acknowledgeWithinMs: number | null): Ladder =>
  beginLadder({
    steps: HIGH,
    period: 'day',
    annunciatedAt: 0,
    worsened: false,
    shared: null,
    now: 0,
    acknowledgeWithinMs,
  });

/** Lets the clock go on and tells what was taken, each with its second. */
function run(ladder: Ladder, seconds: number, unacknowledged = true, from = 0) {
  const taken: string[] = [];
  let now = ladder;
  for (let s = from; s <= seconds; s++) {
    const moment = { now: s * S, wall: s * S, unacknowledged, interrupted: null };
    const step = advance(now, moment);
    if (!step) continue;
    now = step.ladder;
    for (const { action } of step.taken) taken.push(`${action} ${s}`);
  }
  return { ladder: now, taken };
}

const advanced = (ladder: Ladder, at: number, interrupted: DelayEnd | null = null): Advance => {
  const step = advance(ladder, { now: at * S, wall: at * S, unacknowledged: true, interrupted });
  if (!step) throw new Error('nothing happens');
  return step;
};

describe('unattended', () => {
  test('the table is followed while nobody acknowledges', () => {
    expect(run(begin(null), 700).taken).toEqual([
      'notify 0',
      'louder 60',
      'secondDesk 120',
      'notify 300',
      'supervisor 600',
    ]);
  });

  test('an acknowledgement stops what has not been taken, inside and outside', () => {
    const { ladder } = run(begin(null), 100);
    expect(run(seen(ladder, 101 * S, 180 * S), 700, false, 102).taken).toEqual([]);
  });

  test('after a stop of the program the overdue steps are taken at once, in their order', () => {
    const step = advanced(begin(null), 10_000);
    expect(step.taken.map(({ action, takenAt, dueAt }) => [action, dueAt / S, takenAt])).toEqual([
      ['notify', 0, null],
      ['louder', 60, null],
      ['secondDesk', 120, null],
      ['notify', 300, null],
      ['supervisor', 600, null],
    ]);
    expect(step.ladder.steps.every(({ state }) => state === 'taken')).toBe(true);
  });
});

describe('attended', () => {
  test('nobody acknowledges within T1: the first outside step at once, the rest as the table says', () => {
    expect(run(begin(15 * S), 700).taken).toEqual([
      'notify 15',
      'louder 60',
      'secondDesk 120',
      'notify 300',
      'supervisor 600',
    ]);
  });

  test('acknowledged in time: T2 begins with the acknowledgement; without a result everything is told', () => {
    const { ladder } = run(begin(15 * S), 9);
    const looking = seen(ladder, 10 * S, 180 * S);
    expect(looking.delay).toMatchObject({ phase: 'investigate', until: 190 * S });
    expect(run(looking, 700, false, 11).taken).toEqual(['notify 190', 'supervisor 190']);
  });

  test('“nothing there” keeps it inside, for good', () => {
    const looking = seen(run(begin(15 * S), 5).ladder, 6 * S, 180 * S);
    const over = reportNoHazard(looking);
    expect(run(over, 2_000, false, 7).taken).toEqual([]);
    expect(needsLook(over, 2_000 * S)).toBe(false);
  });

  test('a hazard that somebody has seen is told at once, whatever was acknowledged', () => {
    const looking = seen(run(begin(15 * S), 5).ladder, 6 * S, 180 * S);
    expect(run(confirmHazard(looking, 20 * S), 30, false, 20).taken).toEqual([
      'notify 20',
      'supervisor 20',
    ]);
    // Also when the acknowledgement comes between the confirmation and the next second.
    const confirmed = seen(confirmHazard(begin(15 * S), 3 * S), 3 * S, 180 * S);
    expect(run(confirmed, 30, false, 3).taken).toEqual(['notify 3', 'supervisor 3']);
    // And after everything was stopped.
    const stopped = seen(run(begin(null), 100).ladder, 101 * S, 180 * S);
    expect(run(confirmHazard(stopped, 200 * S), 210, false, 200).taken).toEqual([
      'notify 200',
      'supervisor 200',
    ]);
  });

  test('an extension is one, and never beyond ten minutes of delay', () => {
    const looking = seen(begin(15 * S), 10 * S, 500 * S);
    const extended = extendDelay(looking, 500 * S);
    expect(extended?.delay).toMatchObject({ until: 600 * S, extended: true });
    expect(extended && extendDelay(extended, S)).toBeUndefined();
    expect(extendDelay(begin(15 * S), S)).toBeUndefined();
    expect(extendDelay(begin(null), S)).toBeUndefined();
  });

  test('what ends a delay is told once, and its beginning too', () => {
    const first = advanced(begin(15 * S), 0);
    expect(first.remarks).toEqual([{ what: 'delayBegan', seconds: 15 }]);
    const second = advanced(first.ladder, 5, 'secondDevice');
    expect(second.remarks.map((remark) => writeRemark(remark))).toEqual([
      'delayEnded: secondDevice',
      'step 2: notify high',
    ]);
    const again = {
      now: 6 * S,
      wall: 6 * S,
      unacknowledged: true,
      interrupted: 'secondDevice',
    } as const;
    expect(advance(second.ladder, again)).toBeUndefined();
  });

  test('a second ending changes nothing', () => {
    const ended = endDelay(begin(15 * S), 5 * S, true);
    expect(endDelay(ended, 9 * S, true)).toEqual(ended);
  });
});

describe('clocks', () => {
  test('the same ladder on another clock, and back', () => {
    const ladder = seen(begin(15 * S), 10 * S, 180 * S);
    expect(shiftLadder(shiftLadder(ladder, 12_345), -12_345)).toEqual(ladder);
  });

  test('a clock that was set back while the program stood still makes nothing wait longer than from its beginning', () => {
    const ahead = shiftLadder(begin(15 * S), 86_400 * S);
    expect(run(withinReach(ahead, 0), 700).taken).toEqual(run(begin(15 * S), 700).taken);
    const looking = shiftLadder(seen(begin(15 * S), 0, 180 * S), 86_400 * S);
    expect(run(withinReach(looking, 0), 700, false).taken[0]).toBe('notify 180');
  });
});

describe('what a change of the alarm does', () => {
  const alarm = alarmOf({ kind: 'risk', alarmClass: 'fire', priority: 'HIGH' });
  const circumstances = { policy: DEFAULT_POLICY, period: 'day', attended: true, now: 0 } as const;
  const change = (type: 'raise' | 'worsen' | 'acknowledge', more: Partial<typeof alarm> = {}) => ({
    alarm: { ...alarm, ...more },
    event: {
      alarmId: alarm.id,
      at: 5,
      type,
      fromState: type === 'raise' ? 'normal' : 'unacknowledged',
      toState: (more.state ?? 'unacknowledged') as typeof alarm.state,
      operator: null,
      desk: null,
      note: null,
    } as const,
  });

  test('a predicted risk waits; a critical one, one that got worse and one of another kind don’t', () => {
    expect(ladderAfter(null, change('raise'), circumstances)?.delay?.phase).toBe('acknowledge');
    const told = (ladder: Ladder | null) => ladder?.delay === null;
    expect(told(ladderAfter(null, change('raise', { priority: 'CRITICAL' }), circumstances))).toBe(
      true,
    );
    expect(told(ladderAfter(null, change('worsen'), circumstances))).toBe(true);
    expect(told(ladderAfter(null, change('raise', { kind: 'arcAlarm' }), circumstances))).toBe(
      true,
    );
    expect(told(ladderAfter(null, change('raise'), { ...circumstances, attended: false }))).toBe(
      true,
    );
  });

  test('a critical one waits only where an administrator says so, and not when it got worse', () => {
    const policy = { ...DEFAULT_POLICY, delays: { ...DEFAULT_POLICY.delays, critical: true } };
    const critical = { priority: 'CRITICAL' } as const;
    const may = { ...circumstances, policy };
    expect(ladderAfter(null, change('raise', critical), may)?.delay).not.toBeNull();
    expect(ladderAfter(null, change('worsen', critical), may)?.delay).toBeNull();
  });

  test('a re-alarm begins afresh; what is over or set aside has nothing left', () => {
    const before = ladderAfter(null, change('raise'), { ...circumstances, attended: false });
    const worse = ladderAfter(before, change('worsen', { priority: 'CRITICAL' }), circumstances);
    expect(worse?.steps.find(({ topic }) => topic === 'critical')?.state).toBe('waiting');
    for (const gone of [{ state: 'shelved' }, { state: 'normal', endedAt: 9 }] as const)
      expect(ladderAfter(before, change('raise', gone), circumstances)).toBeNull();
  });

  test('a second acknowledgement, from another desk, doesn’t begin the time to look again', () => {
    const raised = ladderAfter(null, change('raise'), circumstances);
    const seenOnce = change('acknowledge', { state: 'acknowledged' });
    const looking = ladderAfter(raised, seenOnce, circumstances);
    expect(looking?.delay?.phase).toBe('investigate');
    const again = {
      ...seenOnce,
      event: { ...seenOnce.event, fromState: 'acknowledged', toState: 'acknowledged' },
    } as const;
    expect(ladderAfter(looking, again, { ...circumstances, now: 60_000 })).toBe(looking);
  });

  test('where the desk’s own sound is all there is, there is no ladder', () => {
    const low = change('raise', { alarmClass: 'trouble', kind: 'clockSkew', priority: 'LOW' });
    expect(ladderAfter(null, low, circumstances)).toBeNull();
  });

  test.each(['emergencyTemperature', 'riskJump', 'riskCluster'] as const)(
    '%s goes to those who answer emergencies at once, and waits for nobody',
    (kind) => {
      const emergency = { alarmClass: 'fire', kind, priority: 'HIGH' } as const;
      const ladder = ladderAfter(null, change('raise', emergency), circumstances);
      const outside = ladder?.steps.filter(({ topic }) => topic !== null) ?? [];
      expect(new Set(outside.map(({ topic }) => topic))).toEqual(new Set(['emergency']));
      expect(outside[0]).toMatchObject({ afterSeconds: 0, state: 'waiting' });
      expect(ladder?.delay).toBeNull();
    },
  );

  test.each(['modelUnavailable', 'modelDegraded'] as const)(
    '%s goes to those who look after the prediction model',
    (kind) => {
      const model = { alarmClass: 'trouble', kind, priority: 'MEDIUM' } as const;
      const ladder = ladderAfter(null, change('raise', model), circumstances);
      expect(ladder?.steps.map(({ topic }) => topic)).toEqual([null, 'model']);
    },
  );
});

test('the same place is the zone, else the panel, else the floor; a device that nobody placed has none', () => {
  const placement = device('d').placement;
  if (placement === null) throw new Error('placed');
  const place = (change: Partial<typeof placement>) => placeKey({ ...placement, ...change });
  expect(place({ zoneId: 'z' })).toBe(place({ zoneId: 'z', upstreamPanel: 'p' }));
  expect(place({ zoneId: 'z' })).not.toBe(place({ zoneId: 'z', floorId: 'f2' }));
  expect(place({ upstreamPanel: 'p' })).not.toBe(place({ zoneId: 'p' }));
  expect(place({ upstreamPanel: 'p' })).not.toBe(place({}));
  expect(placeKey(null)).toBeNull();
});

test('neighbours are together across the line between their zones, and on the same panel across floors', () => {
  const { placement } = device('d');
  if (placement === null) throw new Error('placed');
  const together = (a: Partial<typeof placement>, b: Partial<typeof placement> | null) =>
    areTogether(
      { ...placement, xM: 0, yM: 0, ...a },
      b && { ...placement, xM: 0, yM: 0, ...b },
      DEFAULT_THRESHOLDS,
    );
  expect(together({ zoneId: 'z1' }, { zoneId: 'z1', xM: 90 })).toBe(true);
  expect(together({ zoneId: 'z1' }, { zoneId: 'z2', xM: 6, yM: 7.9 })).toBe(true);
  expect(together({ zoneId: 'z1' }, { zoneId: 'z2', xM: 6, yM: 8 })).toBe(false);
  expect(together({ zoneId: 'z1' }, { zoneId: 'z1', floorId: 'f2' })).toBe(false);
  const onPanel = { zoneId: 'z', upstreamPanel: 'p' };
  expect(together(onPanel, { ...onPanel, floorId: 'f2' })).toBe(true);
  expect(together(onPanel, { zoneId: 'y', upstreamPanel: '', xM: 90 })).toBe(false);
  expect(together({}, { xM: 90 })).toBe(true);
  expect(together({}, null)).toBe(false);
});

test.each([
  { what: 'step', step: 12, action: 'supervisor', topic: 'emergency' },
  { what: 'step', step: 2, action: 'louder', topic: null },
  { what: 'delayBegan', seconds: 15 },
  { what: 'delayExtended', seconds: 180 },
  { what: 'delayEnded', why: 'investigateOverdue' },
  { what: 'hazardConfirmed', note: '연기: 천장\n2층' },
  { what: 'noHazard', note: null },
] as const)('a line of the record is read as it was written: $what', (remark) => {
  expect(readRemark(writeRemark(remark))).toEqual(remark);
});

test.each(['', 'step 2: dance', 'step x: louder', 'delayEnded: boredom', 'tomorrow: 5 s'])(
  'a line that this program doesn’t know is no step: %s',
  (text) => {
    expect(readRemark(text)).toBeNull();
  },
);
