import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { scored, stored } from '../../unit/storage/readings.ts';
import { openRaw, withRaw } from './folder.ts';
import { type Bench, bench, DAY, HOUR, MINUTE, NOON, packAll, times } from './telemetry.ts';

const TODAY = '2026-01-02';

function readings(from: number, count: number, deviceId = 'device-1'): ScoredReading[] {
  return Array.from({ length: count }, (_, n) => scored(from + n * 10_000, { deviceId, idx: n }));
}

function count(at: Bench, table: 'raw' | 'block', day = TODAY): number {
  return withRaw(
    at.file(day),
    (db) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get()!,
  );
}

async function all(at: Bench, deviceId = 'device-1') {
  return (await at.store.latestRows(deviceId, 100_000)).reverse();
}

describe('packing', () => {
  test('takes finished hours only, and deletes their raw rows', async () => {
    const at = bench();
    at.store.append(readings(NOON, 500));
    at.clock.now = NOON + 65 * MINUTE;
    expect(packAll(at.store)).toBe(360);
    expect(count(at, 'block')).toBe(1);
    expect(count(at, 'raw')).toBe(140);
    expect(await all(at)).toStrictEqual(readings(NOON, 500).map(stored));
    expect(packAll(at.store)).toBe(0);
  });

  test('stops when its budget is spent, and goes on from there', () => {
    const at = bench();
    for (let device = 0; device < 40; device++)
      at.store.append(readings(NOON, 50, `device-${device}`));
    at.clock.now = NOON + 2 * HOUR;
    expect(at.store.pack(0)).toEqual({ rowsPacked: 50, more: true });
    expect(packAll(at.store)).toBe(39 * 50);
  });

  test('drops what was committed twice', async () => {
    const at = bench();
    at.store.append(readings(NOON, 10));
    at.store.append(readings(NOON, 10));
    at.clock.now = NOON + 2 * HOUR;
    packAll(at.store);
    const rows = withRaw(at.file(TODAY), (db) =>
      db.prepare('SELECT rows FROM block').pluck().all(),
    );
    expect(rows).toEqual([10]);
    expect(await all(at)).toHaveLength(10);
  });

  test('adds late rows to the hour that is packed already', async () => {
    const at = bench();
    at.store.append(readings(NOON, 10));
    at.clock.now = NOON + 2 * HOUR;
    packAll(at.store);
    const late = scored(NOON + 5_000, { idx: 99, receivedAt: at.clock.now, quality: ['late'] });
    at.store.append([late]);
    at.clock.now += 4 * MINUTE;
    expect(packAll(at.store)).toBe(0);
    at.clock.now += MINUTE;
    expect(packAll(at.store)).toBe(1);
    expect(count(at, 'block')).toBe(1);
    expect((await all(at)).map(({ reading }) => reading.idx)).toEqual([
      0, 99, 1, 2, 3, 4, 5, 6, 7, 8, 9,
    ]);
  });

  test('that fails in the middle leaves every reading raw, and is done again', async () => {
    const at = bench();
    at.store.append(readings(NOON, 360));
    at.clock.now = NOON + 2 * HOUR;
    // Fires after the blob was written and before its transaction ends.
    withRaw(at.file(TODAY), (db) =>
      db.exec(
        "CREATE TRIGGER fail BEFORE INSERT ON rollup BEGIN SELECT raise(ABORT, 'the disk is gone'); END",
      ),
    );
    expect(() => packAll(at.store)).toThrow('the disk is gone');
    expect(count(at, 'block')).toBe(0);
    expect(await all(at)).toStrictEqual(readings(NOON, 360).map(stored));
    withRaw(at.file(TODAY), (db) => db.exec('DROP TRIGGER fail'));
    expect(packAll(at.store)).toBe(360);
    expect(await all(at)).toStrictEqual(readings(NOON, 360).map(stored));
  });

  test('that ends between the blob and the raw rows’ deletion shows every reading once, and is done again', async () => {
    const at = bench();
    at.store.append(readings(NOON, 360));
    at.clock.now = NOON + 2 * HOUR;
    withRaw(at.file(TODAY), (db) =>
      db.exec("CREATE TRIGGER fail BEFORE DELETE ON raw BEGIN SELECT raise(ABORT, 'killed'); END"),
    );
    expect(() => packAll(at.store)).toThrow('killed');
    expect([count(at, 'block'), count(at, 'raw')]).toEqual([1, 360]);
    expect(await all(at)).toStrictEqual(readings(NOON, 360).map(stored));
    withRaw(at.file(TODAY), (db) => db.exec('DROP TRIGGER fail'));
    await at.restart();
    expect(await all(at)).toStrictEqual(readings(NOON, 360).map(stored));
    expect([...at.store.recent({ sinceReceivedAt: 0, limit: 1000 })]).toHaveLength(360);
    packAll(at.store);
    expect([count(at, 'block'), count(at, 'raw')]).toEqual([1, 0]);
    expect(await all(at)).toStrictEqual(readings(NOON, 360).map(stored));
  });

  test('does not wait for a reader that sees the rows as they were', async () => {
    const at = bench();
    at.store.append(readings(NOON, 360));
    at.clock.now = NOON + 2 * HOUR;
    const reader = openRaw(at.file(TODAY));
    reader.exec('BEGIN');
    expect(reader.prepare('SELECT count(*) FROM raw').pluck().get()).toBe(360);
    expect(packAll(at.store)).toBe(360);
    at.store.append(readings(NOON + 2 * HOUR, 10));
    expect(reader.prepare('SELECT count(*) FROM raw').pluck().get()).toBe(360);
    reader.exec('COMMIT');
    expect(await all(at)).toHaveLength(370);
  });

  test('meets a question that was asked before it and answered after it, and no reading is missed', async () => {
    const at = bench();
    at.store.append(readings(NOON, 360));
    at.clock.now = NOON + 2 * HOUR;
    const asked = at.store.latestRows('device-1', 1000);
    packAll(at.store);
    expect(await asked).toHaveLength(360);
  });
});

describe('a day that is over', () => {
  test('becomes one file that stands alone, with the space of its raw rows given back', async () => {
    const at = bench();
    for (let device = 0; device < 20; device++)
      at.store.append(readings(NOON, 360, `device-${device}`));
    const before = at.store.segments()[0]!.bytes;
    at.clock.now = NOON + DAY;
    packAll(at.store);
    at.store.append([scored(NOON + DAY)]);
    expect(existsSync(`${at.file(TODAY)}-wal`)).toBe(false);
    withRaw(at.file(TODAY), (db) => {
      expect(db.pragma('journal_mode', { simple: true })).toBe('delete');
      expect(db.pragma('freelist_count', { simple: true })).toBe(0);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    });
    expect(at.store.segments()[0]!.bytes).toBeLessThan(before / 3);
    expect(await all(at)).toHaveLength(361);
  });

  test('stays open while a chart reads it, and is closed later', () => {
    const at = bench();
    at.store.append(readings(NOON, 10));
    at.clock.now = NOON + DAY;
    const reader = openRaw(at.file(TODAY));
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM raw').get();
    packAll(at.store);
    expect(existsSync(`${at.file(TODAY)}-wal`)).toBe(true);
    reader.exec('COMMIT');
    reader.close();
    packAll(at.store);
    expect(existsSync(`${at.file(TODAY)}-wal`)).toBe(false);
  });

  test('that a crash left unpacked is read as it is, and packed when there is time', async () => {
    const at = bench();
    at.store.append(readings(NOON, 30));
    at.store.append(readings(NOON, 5, 'device-2'));
    at.clock.now = NOON + 5 * DAY;
    await at.restart();
    expect(await all(at)).toStrictEqual(readings(NOON, 30).map(stored));
    expect(packAll(at.store)).toBe(35);
    expect([count(at, 'block'), count(at, 'raw')]).toEqual([2, 0]);
    expect(await all(at)).toStrictEqual(readings(NOON, 30).map(stored));
  });

  test('that is packed is not opened for writing again at every start', async () => {
    const at = bench();
    at.store.append(readings(NOON, 30));
    at.clock.now = NOON + 5 * DAY;
    packAll(at.store);
    await at.restart();
    packAll(at.store);
    withRaw(at.file(TODAY), (db) =>
      expect(db.pragma('journal_mode', { simple: true })).toBe('delete'),
    );
    expect(times(await all(at))).toHaveLength(30);
  });
});
