import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { BackupDesk, type BackupThread } from '#engine/backup/BackupDesk.ts';
import { BackupError } from '#engine/backup/BackupError.ts';
import type { BackupRequest } from '#engine/backup/runBackup.ts';
import { createLog } from '#engine/log.ts';
import { MIGRATIONS } from '#engine/storage/migrations/index.ts';
import { Settings } from '#engine/storage/Settings.ts';
import { readDetail } from '#shared/alarms/troubleDetail.ts';
import { DEFAULT_PERIODS } from '#shared/archive/periods.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** 10:00 in Seoul. */
const T0 = Date.UTC(2026, 0, 5, 1);
const SETTINGS = { folder: '/backup', nightHour: 3, keepNights: 14 };
const BY = { operatorId: '1', operator: '김관리', role: 'administrator', desk: '1' } as const;

let db: Database.Database;
let clock: number;
let asked: Pick<BackupRequest, 'kind' | 'copied'>[];
let failure: BackupError | null;
let troubles: (string | null)[];
let desk: BackupDesk;

const told = () => readDetail(troubles.at(-1) ?? '');

const thread: BackupThread = {
  async ask(method: string, request: never) {
    if (failure) throw failure;
    if (method === 'prepare') return null as never;
    const { kind, copied, at } = request as BackupRequest;
    asked.push({ kind, copied });
    const done = {
      at,
      durationMs: 1,
      bytes: 1,
      totalBytes: 1,
      rows: 1,
      days: 1,
      auditIntact: true,
    };
    return { done, copied: { today: asked.length } } as never;
  },
  close: async () => undefined,
};

beforeEach(() => {
  db = new Database(':memory:');
  for (const { sql } of MIGRATIONS) db.exec(sql);
  clock = T0;
  asked = [];
  failure = null;
  troubles = [];
  desk = open();
});

afterEach(async () => {
  await desk.close();
  db.close();
});

const open = () =>
  new BackupDesk({
    db,
    settings: new Settings(db),
    audit: new AuditChain({ db, now: () => clock }),
    dataDir: '/data',
    timeZone: () => 'Asia/Seoul',
    periods: () => DEFAULT_PERIODS,
    troubles: {
      set: (_kind, _source, detail) => {
        if (troubles.at(-1) !== detail) troubles.push(detail);
      },
    },
    now: () => clock,
    monotonicNow: () => clock,
    log: createLog('silent'),
    changed: () => undefined,
    thread,
  });

const pass = async (ms: number) => {
  for (const end = clock + ms; clock < end; ) {
    clock += 30 * SECOND;
    desk.tick();
    await desk.idle();
  }
};
const nights = () => asked.filter(({ kind }) => kind === 'night').length;
const audited = () =>
  db
    .prepare<[], { action: string; detail_json: string }>('SELECT action, detail_json FROM audit')
    .all();

describe('backups', () => {
  test('are none until an administrator sets them up; then everything at once, and every five minutes', async () => {
    await pass(HOUR);
    expect(asked).toEqual([]);
    expect(await desk.save(SETTINGS, BY)).toBeNull();
    await pass(21 * MINUTE);
    expect(asked.map(({ kind }) => kind)).toEqual([
      'night',
      'increment',
      'increment',
      'increment',
      'increment',
    ]);
    // Each goes on where the one before ended.
    expect(asked.at(-1)?.copied).toEqual({ today: 4 });
    expect(desk.view()).toMatchObject({ settings: SETTINGS, running: null, failed: null });
    expect(audited()).toMatchObject([
      { action: 'archive.backup', detail_json: expect.stringContaining('– → /backup') },
    ]);
  });

  test('of the night come once a night, also after a restart and after a night with the PC off', async () => {
    await desk.save(SETTINGS, BY);
    await pass(HOUR);
    expect(nights()).toBe(1);
    await pass(24 * HOUR);
    expect(nights()).toBe(2);
    await desk.close();
    desk = open();
    await pass(HOUR);
    expect(nights()).toBe(2);
    clock += 30 * HOUR;
    await pass(HOUR);
    expect(nights()).toBe(3);
  });

  test('that fail are a trouble until one succeeds; one lost increment is none', async () => {
    await desk.save(SETTINGS, BY);
    await pass(MINUTE);
    failure = new BackupError('folderMissing', '/backup is away');
    await pass(6 * MINUTE);
    expect(troubles.at(-1)).toBeNull();
    expect(desk.view().failed).toMatchObject({ kind: 'increment', code: 'folderMissing' });
    await pass(30 * MINUTE);
    expect(told()).toMatchObject({ problem: 'folderMissing', said: '/backup is away' });
    failure = null;
    await pass(6 * MINUTE);
    expect(troubles.at(-1)).toBeNull();
    expect(desk.view().failed).toBeNull();
  });

  test('that fail at night are tried again, and increments meanwhile hide nothing', async () => {
    await desk.save(SETTINGS, BY);
    await pass(MINUTE);
    clock += 18 * HOUR;
    failure = new BackupError('full', 'the disk is full');
    await pass(MINUTE);
    expect(told()).toMatchObject({ problem: 'full', said: 'the disk is full' });
    failure = null;
    await pass(11 * MINUTE);
    expect(asked.at(-1)?.kind).toBe('increment');
    expect(desk.view().failed).toMatchObject({ kind: 'night', code: 'full' });
    expect(told()).toMatchObject({ problem: 'full', said: 'the disk is full' });
    await pass(30 * MINUTE);
    expect(nights()).toBe(2);
    expect(troubles.at(-1)).toBeNull();
  });

  test('older than two days are a trouble, whatever the reason', async () => {
    await desk.save(SETTINGS, BY);
    await pass(MINUTE);
    await desk.close();
    clock += 49 * HOUR;
    desk = open();
    desk.tick();
    expect(told()).toMatchObject({ problem: null, hours: 49 });
    await pass(HOUR);
    expect(troubles.at(-1)).toBeNull();
  });

  test('to a folder that can not be used are refused, and nothing is changed', async () => {
    failure = new BackupError('otherDesk', 'it is of another desk');
    expect(await desk.save(SETTINGS, BY)).toMatchObject({ code: 'otherDesk' });
    expect(desk.view().settings).toBeNull();
    expect(audited()).toEqual([]);
  });

  test('now are made when asked for, once, in the name of who asked', async () => {
    expect(desk.backUpNow(BY)).toBe(false);
    await desk.save(SETTINGS, BY);
    await pass(MINUTE);
    expect(desk.backUpNow(BY)).toBe(true);
    expect(desk.backUpNow(BY)).toBe(false);
    await desk.idle();
    expect(nights()).toBe(2);
    expect(audited().map(({ action }) => action)).toEqual(['archive.backup', 'archive.backUpNow']);
  });

  test('end when they are switched off', async () => {
    await desk.save(SETTINGS, BY);
    await pass(MINUTE);
    await desk.save(null, BY);
    const before = asked.length;
    await pass(72 * HOUR);
    expect(asked).toHaveLength(before);
    expect(desk.view()).toMatchObject({ settings: null, done: null });
    expect(troubles.at(-1)).toBeNull();
  });
});
