/** The whole room over real files: what pages report becomes alarms of the desk, and its settings outlive a restart. */
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '#engine/access/Caller.ts';
import { DeskTroubles } from '#engine/alarms/DeskTroubles.ts';
import { AnnunciationRoom } from '#engine/annunciation/AnnunciationRoom.ts';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { createLog } from '#engine/log.ts';
import { Settings } from '#engine/storage/Settings.ts';
import { deskSourceOf } from '#shared/alarms/subject.ts';
import { defaultAnnunciation } from '#shared/annunciation/settings.ts';
import { Scenario, scored } from '../alarms/Scenario.ts';

const MINUTE = 60_000;
const KIM: Caller = { operatorId: 'kim', operator: '김철수', role: 'operator', desk: '방재실' };
const CHOI: Caller = { ...KIM, operatorId: 'choi', operator: '최관리', role: 'administrator' };
const PAGE = randomUUID();
const GOOD = { seat: PAGE, session: 'kim', sound: 'ok', display: 'visible', voice: true } as const;

let desk: Scenario;
let troubles: DeskTroubles;
let room: AnnunciationRoom;
let sessions: Map<string, Caller>;

function begin(): void {
  const { db } = desk;
  const now = () => desk.now;
  const monotonicNow = () => desk.monotonic;
  const log = createLog('silent');
  troubles = new DeskTroubles({
    db,
    alarms: desk.desk,
    now,
    monotonicNow,
    log,
    changed: () => undefined,
  });
  room = new AnnunciationRoom({
    db,
    settings: new Settings(db),
    audit: new AuditChain({ db, now }),
    resolve: (session) => sessions.get(session),
    alarms: desk.desk,
    troubles,
    simulated: false,
    now,
    monotonicNow,
    log,
    changed: () => undefined,
    resounded: () => undefined,
  });
}

beforeEach(() => {
  desk = new Scenario();
  sessions = new Map([['kim', KIM]]);
  begin();
});
afterEach(() => desk.close());

const pass = (ms: number, ...reports: readonly Parameters<typeof room.seats.report>[0][]) => {
  for (let at = 0; at < ms; at += 1_000) {
    desk.pass(1_000);
    if (at % 10_000 === 0) for (const report of reports) room.seats.report(report);
    room.tick();
    troubles.tick();
  }
};
const standing = () =>
  desk.desk.open().map(({ kind, deviceId, detail, conditionActive }) => ({
    kind,
    source: deskSourceOf(deviceId)?.replace(/[0-9a-f]{8}$/, '…'),
    detail,
    conditionActive,
  }));
const audited = () =>
  desk.db
    .prepare<[], { action: string; detail_json: string }>('SELECT action, detail_json FROM audit')
    .all()
    .map(({ action, detail_json }) => `${action} ${detail_json}`);

describe('a desk that can’t be heard', () => {
  test('is an alarm of the trouble class with the desk’s name, and clears by itself', () => {
    pass(70_000, { ...GOOD, sound: 'unavailable' });
    expect(standing()).toEqual([
      {
        kind: 'soundFailing',
        source: 'seat/…',
        detail: '방재실 (unavailable)',
        conditionActive: true,
      },
    ]);
    pass(10_000, GOOD);
    expect(standing()).toMatchObject([{ kind: 'soundFailing', conditionActive: false }]);
  });

  test('and one that can’t be seen are two', () => {
    pass(70_000, { ...GOOD, sound: 'blocked', display: 'hidden' });
    expect(
      standing()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['displayAsleep', 'soundFailing']);
  });

  test('by the operator’s own word stands in the audit chain', () => {
    expect(room.heard(PAGE, 'kim', true, KIM)).toBe(false);
    room.seats.report(GOOD);
    expect(room.heard(PAGE, 'kim', false, KIM)).toBe(true);
    expect(standing()).toMatchObject([{ detail: '방재실 (notHeard)' }]);
    room.heard(PAGE, 'kim', true, KIM);
    expect(audited()).toEqual(['sound.heard {"heard":false}', 'sound.heard {"heard":true}']);
  });
});

describe('a control room without anybody', () => {
  test('after a power cut of the whole PC is a trouble, because somebody was there', () => {
    pass(MINUTE, GOOD);
    desk.restart();
    begin();
    pass(6 * MINUTE);
    expect(standing()).toMatchObject([{ kind: 'displayAsleep', source: 'no-seat' }]);
    pass(10_000, GOOD);
    expect(standing()).toMatchObject([{ conditionActive: false }]);
  });

  test('is none after everybody signed off, also across a restart', () => {
    pass(MINUTE, GOOD);
    sessions.clear();
    pass(10_000, { ...GOOD, session: null });
    desk.restart();
    begin();
    pass(30 * MINUTE);
    expect(standing()).toEqual([]);
  });
});

describe('the settings', () => {
  test('begin with the usual ones, are changed by a name, and outlive a restart', () => {
    expect(room.settings()).toEqual(defaultAnnunciation(false));
    const changed = {
      ...defaultAnnunciation(false),
      resoundMinutes: { fire: 1, supervisory: 2, trouble: 3 },
      noSeatMinutes: null,
    };
    room.change(changed, CHOI);
    expect(audited()[0]).toContain('annunciation.change');
    desk.restart();
    begin();
    expect(room.settings()).toEqual(changed);
    // And they are what the reminder goes by.
    desk.feed(scored({ at: 0, bits: ['arcAlarm'] }));
    const { id } = desk.alarm('arcAlarm');
    desk.desk.act('silence', { ...KIM, alarmIds: [id] });
    pass(70_000, GOOD);
    expect(desk.story(id)).toContain('resound unacknowledged');
  });

  test('that could not be written are not taken', () => {
    desk.db.pragma('query_only = 1');
    expect(() => room.change({ ...defaultAnnunciation(false), noSeatMinutes: 9 }, CHOI)).toThrow();
    expect(room.settings().noSeatMinutes).toBe(5);
    desk.db.pragma('query_only = 0');
  });

  test('that this version can’t read are the usual ones', () => {
    desk.db
      .prepare("INSERT INTO setting VALUES ('annunciation', '{\"resoundMinutes\":7}', 0, NULL)")
      .run();
    begin();
    expect(room.settings()).toEqual(defaultAnnunciation(false));
  });

  test('expect nobody in a simulated building', () => {
    expect(defaultAnnunciation(true).noSeatMinutes).toBeNull();
  });
});
