import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScoredReading } from '#engine/scoredReading.ts';
import type { StatusBit } from '#shared/telemetry/statusBits.ts';
import { scored } from '../alarms/Scenario.ts';
import { CHIEF, GUARD, MINUTE, ResponseScenario, TEST_RUN } from './ResponseScenario.ts';

describe('alarms that belong together', () => {
  test('two devices of a zone within the half hour are one incident, and a third after it is another', () => {
    const site = new ResponseScenario();
    for (const id of ['a', 'b', 'c']) site.place(id, { zoneId: 'ev' });
    const [first] = site.raise('a', 0, 'arcAlarm');
    const [second] = site.raise('b', 29, 'overcurrent');
    const [third] = site.raise('c', 60, 'arcAlarm');
    expect(site.groups()).toEqual([[first, second], [third]]);
    expect(site.of(first!).incident).toMatchObject({
      number: 1,
      level: 2,
      alarmClass: 'fire',
      place: { type: 'zone', floorId: 'b1', name: 'ev' },
      deviceIds: ['a', 'b'],
      phase: 'active',
    });
  });

  test('without a zone the panel gathers, without a panel the device; floors are never mixed', () => {
    const site = new ResponseScenario();
    site.place('a', { upstreamPanel: 'LP-1' });
    site.place('b', { upstreamPanel: 'LP-1' });
    site.place('c', { upstreamPanel: 'LP-1', floorId: 'f2' });
    site.place('d');
    const ids = ['a', 'b', 'c', 'd', 'nobody placed it'].flatMap((id, i) =>
      site.raise(id, i, 'arcAlarm'),
    );
    expect(site.groups()).toEqual([[ids[0], ids[1]], [ids[2]], [ids[3]], [ids[4]]]);
  });

  test('a trouble is none of its own, and joins only when its device is in one', () => {
    const site = new ResponseScenario();
    for (const id of ['a', 'b']) site.place(id, { zoneId: 'ev' });
    const [arc] = site.raise('a', 0, 'arcAlarm');
    site.alarms.silence({ silent: ['a', 'b'] }, 5 * MINUTE);
    const [group, ...others] = site.groups();
    expect(others).toEqual([]);
    expect(group).toEqual([site.alarms.alarm('deviceSilent', 'a').id, arc].sort());
    expect(
      site.rooms.subject({ alarmId: site.alarms.alarm('deviceSilent', 'b').id }),
    ).toMatchObject({ incident: null });
  });

  test('a sensor that keeps failing doesn’t hold an incident open for new alarms', () => {
    const site = new ResponseScenario();
    site.place('a', { zoneId: 'ev' });
    site.place('b', { zoneId: 'ev' });
    site.raise('a', 0, 'arcAlarm');
    site.alarms.silence({ silent: ['a'] }, 25 * MINUTE);
    site.raise('b', 50, 'arcAlarm');
    expect(site.groups()).toHaveLength(2);
  });

  test('what begins after an incident was closed begins another, in the same place and minute', () => {
    const site = new ResponseScenario();
    const [first] = site.raise('a', 0, 'arcAlarm');
    site.end('a', 1);
    const { id } = site.of(first!).incident;
    site.tickAll(id);
    expect(site.rooms.acts.close(id, TEST_RUN, [], CHIEF)).toEqual({ incidentId: id });
    const [second] = site.raise('a', 2, 'arcAlarm');
    expect(site.groups()).toEqual([[first], [second]]);
  });

  test('the window that the administrator set counts from the next alarm on, and is audited', () => {
    const site = new ResponseScenario();
    site.raise('a', 0, 'arcAlarm');
    site.rooms.incidents.setGroupingMinutes(5, CHIEF);
    site.raise('a', 6, 'overcurrent');
    expect(site.groups()).toHaveLength(2);
    site.restart();
    expect(site.rooms.incidents.groupingMinutes()).toBe(5);
    expect(site.audited()).toEqual(['incident.settings']);
  });

  test('an alarm that stood before incidents were kept is taken in at the start', () => {
    const site = new ResponseScenario();
    // The desk that recorded it had nobody following.
    site.alarms.restart();
    site.alarms.feed(scored({ device: 'old', at: 0, bits: ['arcAlarm', 'coAlarm'] }));
    expect(site.groups()).toEqual([]);
    site.restart();
    expect(site.groups()).toHaveLength(1);
    expect(site.groups()[0]).toHaveLength(2);
    site.restart();
    expect(site.groups()).toHaveLength(1);
  });
});

test('a point that is set aside is in no incident until it is back and still stands', () => {
  const site = new ResponseScenario();
  const aside = site.alarms.setAsideDesk.begin(
    {
      type: 'outOfService',
      point: { deviceId: 'a', kind: null },
      reason: '배선 교체',
      forMs: 60 * MINUTE,
      longer: false,
    },
    CHIEF,
  );
  const [arc] = site.raise('a', 1, 'arcAlarm');
  expect(site.alarms.alarm('arcAlarm', 'a').state).toBe('outOfService');
  expect(site.groups()).toEqual([]);
  site.restart();
  expect(site.groups()).toEqual([]);
  site.alarms.setAsideDesk.end((aside as { id: string }).id, CHIEF);
  expect(site.groups()).toEqual([[arc]]);
});

test('an incident is in the transaction of its alarm: what is rolled back was never opened', () => {
  const site = new ResponseScenario();
  const plan = site.alarms.desk.plan([scored({ at: 0, bits: ['arcAlarm'] })]);
  const write = site.db.transaction(() => {
    site.alarms.desk.persist(plan);
    throw new Error('the disk is full');
  });
  expect(write).toThrow('the disk is full');
  expect(site.groups()).toEqual([]);
  site.raise('device-1', 0, 'arcAlarm');
  expect(site.groups()).toHaveLength(1);
});

const BITS: readonly StatusBit[] = ['arcAlarm', 'coAlarm', 'overcurrent', 'powerOutage'];
const happening = fc.record({
  device: fc.constantFrom('a', 'b', 'c', 'd'),
  /** Minutes since the one before. */
  later: fc.integer({ min: 0, max: 25 }),
  bits: fc.subarray([...BITS], { maxLength: 2 }),
  quality: fc.constantFrom([], ['stuck'] as const),
});

test('the same readings make the same incidents, however they are batched and whenever the desk is restarted', () => {
  fc.assert(
    fc.property(
      fc.array(happening, { minLength: 1, maxLength: 25 }),
      fc.array(fc.record({ size: fc.integer({ min: 1, max: 6 }), restart: fc.boolean() }), {
        minLength: 1,
        maxLength: 8,
      }),
      (happenings, batches) => {
        let at = 0;
        const readings = happenings.map(({ device, later, bits, quality }) => {
          at += later * MINUTE + 1;
          return scored({ device, at, bits, quality: [...quality] });
        });
        const play = (
          split: (readings: readonly ScoredReading[], site: ResponseScenario) => void,
        ) => {
          const site = new ResponseScenario();
          site.place('a', { zoneId: 'ev' });
          site.place('b', { zoneId: 'ev' });
          site.place('c', { upstreamPanel: 'LP-1' });
          split(readings, site);
          return site.groups();
        };
        const oneByOne = play((all, site) => {
          for (const reading of all) site.alarms.feed(reading);
        });
        const batched = play((all, site) => {
          for (let from = 0, turn = 0; from < all.length; turn++) {
            const { size, restart } = batches[turn % batches.length]!;
            site.alarms.feed(...all.slice(from, from + size));
            from += size;
            if (restart) site.restart();
          }
        });
        expect(batched).toEqual(oneByOne);
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

describe('put right by hand', () => {
  const three = () => {
    const site = new ResponseScenario();
    site.place('a', { zoneId: 'ev' });
    site.place('b', { zoneId: 'ev' });
    const [arc] = site.raise('a', 0, 'arcAlarm');
    const [leak] = site.raise('b', 1, 'totalLeakage');
    const [far] = site.raise('far', 2, 'coAlarm');
    return { site, arc: arc!, leak: leak!, far: far! };
  };

  test('two incidents become one: alarms, ticks, notes and the place it gathers for', () => {
    const { site, arc, leak, far } = three();
    const zone = site.of(arc).incident;
    const other = site.of(far).incident;
    site.tickAll(zone.id);
    site.rooms.acts.note(zone.id, '지하 주차장', undefined, GUARD);
    const acted = site.rooms.acts.merge(zone.id, other.id, '같은 간선입니다', CHIEF);
    expect(acted).toEqual({ incidentId: other.id });
    expect(site.groups()).toEqual([[arc, far, leak].sort()]);
    const whole = site.of(arc);
    expect(whole.incident.number).toBe(other.number);
    expect(whole.incident.noteCount).toBe(1);
    expect(whole.sheet.steps.find(({ id }) => id === 'checkPlace')?.ticked?.by).toBe('김철수');
    // The old name leads to it, in the zone too.
    expect(site.rooms.reads.detail(zone.id, 1)?.incident.id).toBe(other.id);
    const [next] = site.raise('b', 10, 'arcAlarm');
    expect(site.of(next!).incident.id).toBe(other.id);
    expect(site.rooms.reads.list({ limit: 10, offset: 0 }).total).toBe(1);
    site.restart();
    expect(site.of(arc).incident.id).toBe(other.id);
    expect(site.audited()).toContain('incident.merge');
  });

  test('an alarm moves to another incident with the card it began with', () => {
    const { site, arc, leak, far } = three();
    const target = site.of(far).incident;
    const moved = site.rooms.acts.move(leak, { incidentId: target.id }, '누수 때문', CHIEF);
    expect(moved).toEqual({ incidentId: target.id });
    expect(site.groups()).toEqual([[arc], [far, leak].sort()]);
    expect(site.of(leak).sheet.cards.map(({ kind }) => kind)).toContain('totalLeakage');
    const told = (alarm: string) =>
      site.of(alarm).timeline.flatMap((entry) => (entry.type === 'incident' ? entry.change : []));
    expect(told(arc)).toContain('moveOut');
    expect(told(far)).toContain('moveIn');
  });

  test('an alarm becomes an incident of its own, which gathers no more for the old one', () => {
    const { site, arc, leak } = three();
    expect(site.rooms.acts.move(leak, 'own', '다른 원인', CHIEF)).toHaveProperty('incidentId');
    expect(site.of(leak).incident.id).not.toBe(site.of(arc).incident.id);
    expect(site.rooms.acts.move(leak, 'own', '다시', CHIEF)).toMatchObject({
      refusal: 'onlyAlarm',
    });
    // Back again, and out again: the name was used before.
    site.rooms.acts.move(leak, { incidentId: site.of(arc).incident.id }, '착오', CHIEF);
    expect(site.rooms.acts.move(leak, 'own', '역시', CHIEF)).toHaveProperty('incidentId');
    expect(site.of(leak).incident.alarmCount).toBe(1);
  });

  test('the last alarm takes the rest of its incident along', () => {
    const { site, arc, far } = three();
    site.rooms.acts.note(site.of(far).incident.id, '3층에서 냄새', undefined, GUARD);
    site.rooms.acts.move(far, { incidentId: site.of(arc).incident.id }, '같은 일', CHIEF);
    expect(site.groups()).toHaveLength(1);
    expect(site.of(arc).incident.noteCount).toBe(1);
  });

  test('a trouble that has nothing to do with it is taken out, and then keeps nothing open', () => {
    const { site, arc } = three();
    site.alarms.silence({ silent: ['a'] }, 5 * MINUTE);
    const silent = site.alarms.alarm('deviceSilent', 'a').id;
    expect(site.of(silent).incident.id).toBe(site.of(arc).incident.id);
    site.rooms.acts.move(silent, 'own', '배터리 교체', CHIEF);
    expect(site.rooms.subject({ alarmId: silent })?.incident).toBeNull();
    expect(site.of(arc).alarms.map(({ id }) => id)).not.toContain(silent);
  });

  test('what can’t be: into itself, into nothing, into what is closed', () => {
    const { site, arc, far } = three();
    const { acts } = site.rooms;
    const zone = site.of(arc).incident.id;
    const other = site.of(far).incident.id;
    expect(acts.merge(zone, zone, 'x', CHIEF)).toMatchObject({ refusal: 'sameIncident' });
    expect(acts.merge(zone, 'no such', 'x', CHIEF)).toMatchObject({ refusal: 'notFound' });
    expect(acts.move('no such', 'own', 'x', CHIEF)).toMatchObject({ refusal: 'notInIncident' });
    site.end('far', 3);
    site.tickAll(other);
    acts.close(other, TEST_RUN, [], CHIEF);
    expect(acts.merge(zone, other, 'x', CHIEF)).toMatchObject({ refusal: 'notOpen' });
    expect(acts.move(arc, { incidentId: other }, 'x', CHIEF)).toMatchObject({ refusal: 'notOpen' });
  });
});
