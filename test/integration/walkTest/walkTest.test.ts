/** A walk test over real files and the real path of a reading. Only the broker and the clock are played. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import { KIND_RULES } from '#shared/alarms/kinds.ts';
import { delaysOf } from '#shared/alarms/settings.ts';
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';
import { percentOf } from '#shared/walkTest/coverage.ts';
import { REQUIRED_ITEMS } from '#shared/walkTest/items.ts';
import { WALK_TEST_LIMITS } from '#shared/walkTest/limits.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';

const T0 = Date.UTC(2026, 0, 5, 3);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PARK = {
  operatorId: 'park',
  operator: '박감독',
  role: 'supervisor',
  desk: '방재실',
} as const;
const ARC = { status: 2048, verifySts: 2048, aArc: 3 };

let desk: PipelineDesk;
let idx: number;

beforeEach(() => {
  vi.useFakeTimers();
  desk = new PipelineDesk(T0);
  idx = 0;
  for (const id of ['one', 'two', 'far']) hear(id);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await desk.dispose();
});

function hear(deviceId: string, change: Record<string, unknown> = {}): void {
  desk.clock += 1_000;
  desk.hear(deviceId, ++idx, change);
  desk.pipeline.flush();
}
const tests = () => desk.walkTest.walkTests;
const store = () => desk.walkTest.walkTestStore;
const pass = (ms: number) => {
  desk.clock += ms;
  tests().tick();
};
const begin = (deviceIds: readonly string[] = ['one', 'two'], forMs = 4 * HOUR) =>
  tests().begin({ deviceIds, mode: 'audible', note: '월간 시험', forMs }, PARK);
const begun = (deviceIds?: readonly string[], forMs?: number): string => {
  const outcome = begin(deviceIds, forMs);
  if (!outcome.done) throw new Error(outcome.refusal);
  return outcome.test.id;
};
const open = () => desk.alarms.open().map(({ deviceId, kind }) => [deviceId, kind]);
const hits = (id: string) =>
  (store().get(id)?.hits ?? []).map(({ deviceId, item, origin }) => [deviceId, item, origin]);
const endOf = (id: string) => store().get(id)?.end;

describe('what a device sends while it is under test', () => {
  test('is a hit and no alarm, is stored like any reading, and raises after the end what is still true', () => {
    const id = begun();
    const readings = desk.stored('one').length;
    hear('one', ARC);
    expect(open()).toEqual([]);
    expect(hits(id)).toEqual([['one', 'arcAlarm', 'device']]);
    expect(desk.stored('one')).toHaveLength(readings + 1);
    expect(desk.trackers.latest('one')?.reading.status).toBe(2048);
    tests().end(PARK);
    expect(open()).toEqual([]);
    hear('one', ARC);
    expect(open()).toContainEqual(['one', 'arcAlarm']);
  });

  test('counts where it begins and not while it goes on', () => {
    const id = begun();
    for (let i = 0; i < 3; i++) hear('one', ARC);
    hear('one');
    hear('one', ARC);
    expect(store().get(id)?.hits).toMatchObject([{ item: 'arcAlarm', count: 2 }]);
    expect(tests().lamp()).toMatchObject({ devices: 2, hits: 1 });
  });

  test('is danger all the same, and the lamp says of how many devices', () => {
    begun();
    hear('one', { sensorTemp: 90 });
    expect(open()).toEqual([]);
    expect(tests().lamp()).toMatchObject({ dangers: 1 });
  });

  test('is kept for later when the disk refuses it, and doubles nothing', () => {
    const id = begun();
    const found = vi.spyOn(store(), 'found').mockImplementation(() => {
      throw new Error('disk is full');
    });
    hear('one', ARC);
    expect(hits(id)).toEqual([]);
    found.mockRestore();
    pass(1_000);
    expect(store().get(id)?.hits).toMatchObject([{ item: 'arcAlarm', count: 1 }]);
  });

  test('may be nothing at all: its silence is seen, and rings', () => {
    const id = begun();
    const plan = desk.alarms.planSilence({ silent: ['two'], heardAgain: [] }, desk.clock);
    desk.storage.controlRoom.transaction(() => desk.alarms.persist(plan))();
    desk.alarms.apply(plan);
    expect(open()).toEqual([['two', 'deviceSilent']]);
    expect(hits(id)).toEqual([['two', 'deviceSilent', 'device']]);
  });
});

describe('a walk test begins', () => {
  test('one at a time, and not for devices that nobody knows', () => {
    expect(begin(['one', 'ghost'])).toEqual({
      done: false,
      refusal: 'unknownDevice',
      deviceIds: ['ghost'],
    });
    begun(['one', 'one']);
    expect(tests().lamp()?.devices).toBe(1);
    expect(begin(['two'])).toMatchObject({ done: false, refusal: 'alreadyRunning' });
  });

  test('not for a device whose fire alarm stands, acknowledged or not', () => {
    hear('one', ARC);
    const refused = { done: false, refusal: 'fireStanding', deviceIds: ['one'] };
    expect(begin()).toEqual(refused);
    for (const { id } of desk.alarms.open())
      desk.alarms.act('acknowledge', { ...PARK, alarmIds: [id] });
    expect(begin()).toEqual(refused);
    expect(begin(['two'])).toMatchObject({ done: true });
  });
});

describe('a walk test ends', () => {
  test('at once when a real fire alarm comes from a device that is not under test', () => {
    const id = begun();
    hear('far', { sensorTemp: 90 });
    expect(endOf(id)).toBe('realAlarm');
    expect(store().get(id)?.endDetail).toContain('far/risk');
    expect(tests().lamp()).toBeNull();
    hear('one', ARC);
    expect(open()).toContainEqual(['one', 'arcAlarm']);
  });

  test('not for a supervisory alarm elsewhere, nor for fire on what was taken out of service', () => {
    desk.setAsides.took({
      id: 'x',
      type: 'outOfService',
      deviceId: 'far',
      kind: null,
      reason: '공사',
      by: PARK.operator,
      desk: PARK.desk,
      since: desk.clock,
      until: desk.clock + HOUR,
      endedAt: null,
      endedBy: null,
    });
    const id = begun(['one']);
    hear('two', { status: 1, verifySts: 1 });
    hear('far', ARC);
    expect(endOf(id)).toBeNull();
  });

  test('in memory at once even when the disk refuses to write it, and on disk later', () => {
    const id = begun();
    const ended = vi.spyOn(store(), 'end').mockImplementation(() => {
      throw new Error('disk is full');
    });
    hear('far', ARC);
    expect(tests().covers('one')).toBe(false);
    expect(endOf(id)).toBeNull();
    expect(begin()).toMatchObject({ refusal: 'alreadyRunning' });
    ended.mockRestore();
    pass(1_000);
    expect(endOf(id)).toBe('realAlarm');
  });

  test('by itself after half an hour without a hit; a hit, or a word, begins that anew', () => {
    const id = begun();
    pass(29 * MINUTE);
    hear('one', ARC);
    pass(29 * MINUTE);
    expect(tests().keepOn()).toBe(true);
    pass(29 * MINUTE);
    expect(endOf(id)).toBeNull();
    pass(MINUTE);
    expect(endOf(id)).toBe('idle');
    expect(tests().keepOn()).toBe(false);
  });

  test('at its limit however busy it is', () => {
    const id = begun(['one'], HOUR);
    for (let i = 0; i < 3; i++) {
      pass(19 * MINUTE);
      tests().keepOn();
    }
    expect(endOf(id)).toBeNull();
    pass(3 * MINUTE);
    expect(endOf(id)).toBe('limit');
  });

  test('and warns before: the lamp knows when', () => {
    begun(['one'], 20 * MINUTE);
    expect(tests().lamp()?.endsAt).toBe(desk.clock + 20 * MINUTE);
    tests().end(PARK);
    begun(['one']);
    expect(tests().lamp()?.endsAt).toBe(desk.clock + WALK_TEST_LIMITS.idleMs);
  });

  test('when the clock was set back behind its beginning', () => {
    const id = begun();
    pass(-HOUR);
    expect(endOf(id)).toBe('clock');
  });

  test.each([
    ['a restart in the middle goes on with it', 5 * MINUTE, null],
    ['a restart after its idle time ends it', 31 * MINUTE, 'idle'],
  ] as const)('%s', async (_, away, end) => {
    const id = begun();
    hear('one', ARC);
    desk.clock += away;
    await desk.restart();
    expect(endOf(id)).toBe(end);
    expect(tests().covers('one')).toBe(end === null);
    hear('two', ARC);
    expect(open().some(([device]) => device === 'two')).toBe(end !== null);
    if (end === null) expect(hits(id)).toHaveLength(2);
  });

  test('after a restart that left no time to end it for a real alarm', async () => {
    const id = begun();
    const ended = vi.spyOn(store(), 'end').mockImplementation(() => {
      throw new Error('power fails');
    });
    hear('far', ARC);
    ended.mockRestore();
    await desk.restart();
    expect(endOf(id)).toBe('realAlarm');
    expect(tests().covers('one')).toBe(false);
  });
});

describe('an injected message', () => {
  /** Every byte of the data folder that could hold a reading, a state or an alarm. */
  const traces = () => {
    const db = desk.storage.controlRoom;
    const rows = (sql: string) => JSON.stringify(db.prepare(sql).all());
    return {
      readings: desk.stored('one'),
      states: rows('SELECT * FROM device_state'),
      alarms: rows('SELECT * FROM alarm'),
      events: rows('SELECT * FROM alarm_event'),
      quarantine: rows('SELECT * FROM quarantine'),
      latest: JSON.stringify(desk.trackers.latest('one')),
      view: JSON.stringify(desk.trackers.view('one')),
      arcs: desk.trackers.newestArcCounts('one'),
      telemetry: telemetryBytes(path.join(desk.dataDir, 'telemetry')),
    };
  };

  test('is refused outside of a test and for a device that is not under test', () => {
    expect(tests().inject('one', 'arcAlarm', PARK)).toBeUndefined();
    begun(['one']);
    expect(tests().inject('two', 'arcAlarm', PARK)).toBeUndefined();
  });

  test.each(REQUIRED_ITEMS)('of %s passes, and leaves no trace but the hit', (item) => {
    const id = begun(['one']);
    const before = traces();
    expect(tests().inject('one', item, PARK)).toMatchObject({
      deviceId: 'one',
      item,
      origin: 'desk',
      passed: true,
      fault: null,
      by: PARK.operator,
      desk: PARK.desk,
    });
    expect(traces()).toEqual(before);
    expect(open()).toEqual([]);
    expect(hits(id)).toEqual([['one', item, 'desk']]);
    // Nor does it count as a message: the next real one is judged by the real ones before it.
    tests().end(PARK);
    hear('one');
    expect(open()).toEqual([]);
  });

  test.each(REQUIRED_ITEMS)('of %s stands for what the same message of the device does', (item) => {
    const status = item === 'communicationError' ? 4096 : 1 << STATUS_BITS.indexOf(item);
    for (let i = 0; i < delaysOf(item).onReadings; i++) hear('one', { status, verifySts: status });
    const alarm = desk.alarms.open().find(({ kind }) => kind === item);
    expect(alarm).toMatchObject({
      alarmClass: KIND_RULES[item as AlarmKind].alarmClass,
      state: 'unacknowledged',
    });
  });

  test('fails where the point would not annunciate', () => {
    const id = begun(['one']);
    desk.setAsides.took({
      id: 'x',
      type: 'disabled',
      deviceId: 'one',
      kind: 'arcAlarm',
      reason: '공사',
      by: PARK.operator,
      desk: PARK.desk,
      since: desk.clock,
      until: desk.clock + HOUR,
      endedAt: null,
      endedBy: null,
    });
    expect(tests().inject('one', 'arcAlarm', PARK)).toMatchObject({
      passed: false,
      fault: 'setAside',
    });
    expect(store().get(id)?.coverage).toMatchObject({ covered: 0, failed: 1 });
    desk.setAsides.dropped('x');
    tests().inject('one', 'arcAlarm', PARK);
    expect(store().get(id)?.coverage).toMatchObject({ covered: 1, failed: 0 });
    expect(store().get(id)?.hits).toMatchObject([{ count: 2, passed: true }]);
  });

  test('is not the device: a real message counts for itself', () => {
    const id = begun(['one']);
    tests().inject('one', 'arcAlarm', PARK);
    hear('one', ARC);
    expect(store().get(id)?.coverage).toMatchObject({ covered: 1, byDevice: 1 });
    expect(hits(id)).toHaveLength(2);
  });
});

describe('the certificate', () => {
  test('says what was tested and what is missing, and stands in the audit chain', () => {
    const { certify } = desk.walkTest;
    const id = begun();
    for (const item of REQUIRED_ITEMS) tests().inject('one', item, PARK);
    hear('two', ARC);
    expect(certify(id, PARK)).toBe('running');
    expect(certify('no such test', PARK)).toBe('notFound');
    tests().end(PARK);
    const signed = certify(id, PARK);
    if (typeof signed === 'string') throw new Error(signed);
    const { certificate, digest, audit } = signed;
    expect(certificate).toMatchObject({ signedBy: PARK.operator, signedAt: desk.clock });
    expect(certificate.test.coverage).toEqual({ points: 26, covered: 14, byDevice: 1, failed: 0 });
    expect(percentOf(certificate.test.coverage)).toBe(53);
    expect(certificate.missing).toHaveLength(12);
    expect(certificate.missing).toContainEqual({
      deviceId: 'two',
      item: 'overvoltage',
      state: 'untested',
    });
    // As the admin guide has it checked: from the saved file, blanks and all.
    const saved = JSON.parse(JSON.stringify(signed, null, 2));
    const fingerprint = createHash('sha256')
      .update(JSON.stringify(saved.certificate))
      .digest('hex');
    expect(fingerprint).toBe(digest);
    expect(audit).toEqual(desk.storage.audit.head());
    const entry = desk.storage.controlRoom
      .prepare<[number], { action: string; detail_json: string }>(
        'SELECT * FROM audit WHERE seq = ?',
      )
      .get(audit.seq);
    expect(entry).toMatchObject({ action: 'walkTest.sign' });
    expect(entry?.detail_json).toContain(digest);
    expect(certify(id, PARK)).toBe('signed');
  });

  test('stays as it was signed, also after a restart', async () => {
    const id = begun();
    tests().end(PARK);
    const signed = desk.walkTest.certify(id, PARK);
    await desk.restart();
    expect(store().signed(id)).toEqual(signed);
    expect(store().list(10)).toMatchObject([{ id, signedBy: PARK.operator, end: 'person' }]);
  });
});

/** The contents of every segment, whatever is in them. */
function telemetryBytes(folder: string): string {
  return readdirSync(folder)
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .map((name) => `${name} ${readFileSync(path.join(folder, name)).toString('base64')}`)
    .join('\n');
}
