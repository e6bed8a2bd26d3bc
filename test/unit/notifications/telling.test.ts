import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { outsideRequest } from '#engine/escalation/outsideRequest.ts';
import { recipientKey, recipientsOf } from '#engine/notifications/recipients.ts';
import {
  ALARM_CLASSES,
  ALARM_PRIORITIES,
  DESK_KINDS,
  READING_KINDS,
} from '#shared/alarms/alarm.ts';
import { begin, putAside, raiseAgain, takeBack, worsen } from '#shared/alarms/lifecycle.ts';
import { DEFAULT_POLICY } from '#shared/escalation/defaultPolicy.ts';
import { confirmHazard, type Ladder } from '#shared/escalation/ladder.ts';
import { ladderAfter } from '#shared/escalation/ladderAfter.ts';
import type { EmailChannelSettings } from '#shared/notifications/channel.ts';
import { NOTIFICATION_TOPICS } from '#shared/notifications/request.ts';
import {
  HEARD_WITHIN_MS,
  type HeardDesk,
  heldMs,
  notToldYet,
  sharedAnnunciation,
  tellingName,
  tellsFirst,
} from '#shared/notifications/telling.ts';
import { alarmOf } from '../alarms/alarmOf.ts';
import { scored } from '../storage/readings.ts';

const EVENT = 5_000;
/** What a reading of that event time finds, at whatever time the desk's clock shows. */
const finding = (measuredAt: number, priority: 'HIGH' | 'CRITICAL' = 'HIGH') => ({
  priority,
  evidence: scored(measuredAt),
  thresholdsVersion: 't1',
});
const onset = { siteId: 'hq', deviceId: 'device-1', kind: 'risk', onsetAt: EVENT } as const;
const circumstances = { policy: DEFAULT_POLICY, period: 'day', attended: false, now: 0 } as const;

describe('what both desks call the same', () => {
  test('is the event, whatever the clock of either desk says', () => {
    const names = [1, 9_999_999].map((deskTime) => {
      const raised = begin(onset, finding(EVENT), deskTime);
      const shared = sharedAnnunciation(raised);
      return shared && tellingName(raised.alarm, shared, 2, 'high');
    });
    expect(names).toEqual(Array(2).fill('hq/device-1/risk/5000#5000#raise#HIGH#2#high'));
  });

  test('tells raising, raising again and getting worse apart', () => {
    const raised = begin(onset, finding(EVENT), 1);
    const worse = worsen(raised.alarm, finding(6_000, 'CRITICAL'), 2)!;
    const gone = {
      ...raised.alarm,
      state: 'latchedUnacknowledged',
      conditionActive: false,
    } as const;
    const again = raiseAgain(gone, finding(7_000), 3)!;
    expect([raised, worse, again].map(sharedAnnunciation)).toEqual([
      { eventAt: EVENT, by: 'raise', priority: 'HIGH' },
      { eventAt: 6_000, by: 'worsen', priority: 'CRITICAL' },
      { eventAt: 7_000, by: 'raiseAgain', priority: 'HIGH' },
    ]);
  });

  test('is nothing that a person or the desk itself did: a point that is brought back has no name', () => {
    const raised = begin(onset, finding(EVENT), 1);
    const actor = { operator: '이영희', desk: 'desk-2', note: null };
    const aside = putAside(raised.alarm, 'disabled', actor, 2)!;
    const back = takeBack(aside.alarm, 'disabled', actor, 3)!;
    expect(back.alarm.state).toBe('unacknowledged');
    expect(sharedAnnunciation(back)).toBeNull();
    const ladder = ladderAfter(null, back, circumstances);
    expect(ladder).not.toBeNull();
    for (const request of requests(ladder!)) expect(request.telling).toBeNull();
  });

  test.each([...DESK_KINDS, 'deviceSilent' as const])('is no %s of one desk', (kind) => {
    const change = begin({ ...onset, kind }, { ...finding(EVENT), evidence: null }, 1);
    expect(sharedAnnunciation(change)).toBeNull();
  });

  test.each(['clockSkew', 'noDeviceTime'] as const)(
    'is no reading that the desk dated (%s)',
    (flag) => {
      const evidence = scored(EVENT, { quality: [flag] });
      expect(sharedAnnunciation(begin(onset, { ...finding(EVENT), evidence }, 1))).toBeNull();
    },
  );

  test('every step outside has it, until somebody at this desk has seen that it is real', () => {
    const ladder = ladderAfter(null, begin(onset, finding(EVENT), 1), circumstances)!;
    const told = requests(ladder).map(({ telling }) => telling);
    expect(told.length).toBeGreaterThan(1);
    expect(new Set(told).size).toBe(told.length);
    expect(told).not.toContain(null);
    for (const { telling } of requests(confirmHazard(ladder, 0))) expect(telling).toBeNull();
  });

  test('differs as soon as one part of it does, whatever the names of devices', () => {
    const text = fc.string({ unit: fc.constantFrom('#', '/', '1', 'a', 'risk'), maxLength: 6 });
    const parts = fc.record({
      id: text,
      eventAt: fc.integer({ min: 0, max: 20 }),
      by: fc.constantFrom('raise', 'raiseAgain', 'worsen'),
      priority: fc.constantFrom(...ALARM_PRIORITIES),
      step: fc.integer({ min: 1, max: 12 }),
      topic: fc.constantFrom(...NOTIFICATION_TOPICS),
    });
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        const [a, b] = [one, other].map((given) =>
          tellingName({ id: given.id }, given, given.step, given.topic),
        );
        expect(a === b).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  function requests(ladder: Ladder) {
    const alarm = alarmOf({ id: 'hq/device-1/risk/5000' });
    return ladder.steps.flatMap((step) => outsideRequest(alarm, ladder, step) ?? []);
  }
});

describe('who tells first', () => {
  const desk = (said: Partial<HeardDesk> = {}): HeardDesk => ({
    deskId: 'desk-1',
    freshUntil: HEARD_WITHIN_MS,
    reaches: new Map([['high', new Set(['kim', 'lee'])]]),
    ...said,
  });
  const telling = { topic: 'high', recipients: ['lee'] } as const;

  test.each([
    ['the smaller id', {}, 'desk-2', 0, true],
    ['not the greater id', {}, 'desk-0', 0, false],
    ['neither of two with one id', {}, 'desk-1', 0, false],
    ['nobody who was not heard just now', {}, 'desk-2', HEARD_WITHIN_MS, false],
    ['nobody who reaches none of them', { reaches: new Map() }, 'desk-2', 0, false],
    [
      'nobody who reaches others only',
      { reaches: new Map([['high', new Set(['kim'])]]) },
      'desk-2',
      0,
      false,
    ],
  ])('%s', (_name, said, ownId, now, first) => {
    expect(tellsFirst(desk(said), ownId, telling, now)).toBe(first);
  });

  test('of two desks that hear each other never both wait, and both tell only with one id', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const aWaits = tellsFirst(desk({ deskId: b }), a, telling, 0);
        const bWaits = tellsFirst(desk({ deskId: a }), b, telling, 0);
        expect(aWaits && bWaits).toBe(false);
        expect(!aWaits && !bWaits).toBe(a === b);
      }),
    );
  });

  test('fire waits 20 s, and nothing five minutes', () => {
    expect(heldMs('fire')).toBe(20_000);
    for (const alarmClass of ALARM_CLASSES) expect(heldMs(alarmClass)).toBeLessThan(300_000);
  });

  test('only who was told is left out', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), fc.uniqueArray(fc.string()), (all, told) => {
        const left = notToldYet(all, new Set(told));
        expect([...left, ...all.filter((one) => told.includes(one))].sort()).toEqual(
          [...all].sort(),
        );
        expect(left.some((one) => told.includes(one))).toBe(false);
      }),
    );
  });
});

test('a recipient is the same only by the same kind and address', () => {
  const settings: EmailChannelSettings = {
    kind: 'email',
    host: 'mail.example',
    port: 587,
    security: 'starttls',
    username: '',
    from: 'desk@example.com',
    recipients: {
      critical: ['kim@example.com', 'lee@example.com', 'kim@example.com'],
      high: [],
      model: [],
      system: [],
      emergency: [],
    },
    ca: '',
  };
  const kinds = ['email', 'sns', 'webhook'] as const;
  expect(recipientsOf(settings, 'critical')).toEqual(
    ['kim@example.com', 'lee@example.com'].map((address) => ({
      address,
      key: recipientKey('email', address),
    })),
  );
  expect(new Set(kinds.map((kind) => recipientKey(kind, 'x'))).size).toBe(kinds.length);
  expect(recipientKey('email', 'kim@example.com')).toMatch(/^[0-9a-f]{64}$/);
});

test('every kind that a reading can raise has a name', () => {
  for (const kind of READING_KINDS)
    expect(sharedAnnunciation(begin({ ...onset, kind }, finding(EVENT), 1))).not.toBeNull();
});
