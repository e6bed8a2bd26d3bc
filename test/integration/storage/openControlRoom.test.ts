import {
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { DeviceRegistry } from '#engine/storage/DeviceRegistry.ts';
import { migrate, versionOf } from '#engine/storage/migrate.ts';
import { MIGRATIONS } from '#engine/storage/migrations/index.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { Settings } from '#engine/storage/Settings.ts';
import { StorageError } from '#engine/storage/StorageError.ts';
import { DAMAGES, filesLike, PAGE, silent, temporaryFolder, withRaw } from './folder.ts';

const NOW = Date.parse('2026-01-02T03:04:05.678Z');

function open(file: string) {
  const opened = openControlRoom({ path: file, now: () => NOW, log: silent });
  onTestFinished(() => {
    opened.db.close();
  });
  return opened;
}

function refusal(act: () => unknown): StorageError {
  try {
    act();
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

/** So many that they, and not the empty tables, are most of the file. */
const DEVICES = 3_000;

/** A control room with enough in it to fill many pages, closed and checkpointed. */
function furnished(folder: string, devices = DEVICES): string {
  const file = path.join(folder, 'control-room.db');
  const { db } = openControlRoom({ path: file, now: () => NOW, log: silent });
  db.transaction(() => {
    const registry = new DeviceRegistry(db);
    for (let n = 0; n < devices; n++)
      registry.discover(`device-${String(n).padStart(100, '0')}`, NOW);
    new Settings(db).set('site.greeting', '안녕하세요', NOW);
  })();
  db.close();
  return file;
}

describe('a new control room', () => {
  test('is durable, checks references, and is at this program’s version', () => {
    const { db, repaired } = open(path.join(temporaryFolder(), 'control-room.db'));
    expect(repaired).toBeNull();
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('busy_timeout', { simple: true })).toBe(5000);
    expect(db.pragma('journal_size_limit', { simple: true })).toBe(16 * 1024 * 1024);
    expect(versionOf(db)).toBe(MIGRATIONS.length);
  });

  test('is durable again after it was closed and opened', () => {
    const file = furnished(temporaryFolder(), 3);
    const { db, repaired } = open(file);
    expect(repaired).toBeNull();
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(new DeviceRegistry(db).devices()).toHaveLength(3);
  });
});

describe('an upgrade', () => {
  const steps = [
    { name: 'first', sql: 'CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT' },
    { name: 'second', sql: 'ALTER TABLE thing ADD COLUMN colour TEXT' },
    {
      name: 'broken',
      sql: 'CREATE TABLE other (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1)',
    },
  ];

  function upgrade(file: string, migrations: typeof steps) {
    withRaw(file, (db) => migrate(db, { path: file, now: () => NOW, log: silent, migrations }));
  }

  test('keeps a copy of what was there before, with the rows that are only in the log', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'x.db');
    upgrade(file, steps.slice(0, 1));
    withRaw(file, (db) => {
      db.pragma('journal_mode = WAL');
      db.exec('INSERT INTO thing VALUES (7)');
      migrate(db, { path: file, now: () => NOW, log: silent, migrations: steps.slice(0, 2) });
      expect(db.prepare('SELECT * FROM thing').all()).toEqual([{ id: 7, colour: null }]);
    });
    expect(filesLike(folder, '.bak')).toEqual(['x.db.v1-20260102T030405678Z.bak']);
    withRaw(path.join(folder, 'x.db.v1-20260102T030405678Z.bak'), (backup) => {
      expect(backup.prepare('SELECT * FROM thing').all()).toEqual([{ id: 7 }]);
      expect(versionOf(backup)).toBe(1);
    });
  });

  test('of a new file makes no copy', () => {
    const folder = temporaryFolder();
    upgrade(path.join(folder, 'x.db'), steps.slice(0, 2));
    expect(filesLike(folder, '.bak')).toEqual([]);
  });

  test('that fails leaves the last whole step and nothing of the broken one', () => {
    const file = path.join(temporaryFolder(), 'x.db');
    expect(() => upgrade(file, steps)).toThrow('no such table: nowhere');
    withRaw(file, (db) => {
      expect(versionOf(db)).toBe(2);
      expect(db.prepare("SELECT name FROM sqlite_master WHERE name = 'other'").all()).toEqual([]);
    });
  });

  test('to what it already is changes nothing', () => {
    const folder = temporaryFolder();
    const file = path.join(folder, 'x.db');
    upgrade(file, steps.slice(0, 2));
    upgrade(file, steps.slice(0, 2));
    expect(filesLike(folder, '.bak')).toEqual([]);
  });
});

describe('a control room that can’t be used', () => {
  test('because a newer program wrote it is refused untouched, with the file and what to do', () => {
    const folder = temporaryFolder();
    const file = furnished(folder, 3);
    withRaw(file, (db) => db.pragma('user_version = 99'));
    const { code, message } = refusal(() => open(file));
    expect(code).toBe('newerThanProgram');
    expect(message).toContain(file);
    expect(message).toContain('Install that version again');
    expect(withRaw(file, versionOf)).toBe(99);
    expect(filesLike(folder, 'damaged')).toEqual([]);
  });

  test('because its folder is not one is refused as such', () => {
    const file = path.join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    expect(refusal(() => open(path.join(file, 'control-room.db'))).code).toBe('readOnly');
  });

  test('because another program holds it is refused and not taken for damaged', {
    timeout: 30_000,
  }, () => {
    const folder = temporaryFolder();
    const file = furnished(folder, 3);
    withRaw(file, (other) => {
      other.pragma('locking_mode = EXCLUSIVE');
      other.exec('BEGIN EXCLUSIVE');
      expect(refusal(() => open(file)).code).toBe('locked');
    });
    expect(filesLike(folder, 'damaged')).toEqual([]);
  });
});

describe('a damaged control room', () => {
  for (const { name, atLeast, damage } of DAMAGES)
    test(`never keeps the desk from starting: ${name}`, () => {
      const folder = temporaryFolder();
      const file = furnished(folder);
      damage(file);
      const damaged = readFileSync(file);
      const { db, repaired } = open(file);
      expect(repaired).toMatchObject({ kind: 'controlRoomSalvaged', at: NOW });
      expect(readFileSync(repaired!.movedTo).equals(damaged)).toBe(true);
      expect(repaired!.detail).toContain(`${repaired!.rowsRecovered} rows saved`);
      const devices = new DeviceRegistry(db).devices();
      expect(devices.length).toBeGreaterThanOrEqual(atLeast * DEVICES);
      expect(repaired!.rowsRecovered).toBeGreaterThanOrEqual(devices.length);
      // The fresh file works: it is whole, durable, and takes new rows.
      expect(db.pragma('quick_check', { simple: true })).toBe('ok');
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(new DeviceRegistry(db).discover('a-new-device', NOW)).toBe(true);
      expect(filesLike(folder, 'salvag')).toEqual([]);
    });

  test('is mended once: the next start finds nothing wrong', () => {
    const file = furnished(temporaryFolder());
    DAMAGES[0]!.damage(file);
    expect(openAndClose(file)).not.toBeNull();
    expect(openAndClose(file)).toBeNull();
  });

  test('twice in the same moment keeps both damaged files', () => {
    const folder = temporaryFolder();
    for (let round = 0; round < 2; round++) {
      const file = furnished(folder);
      DAMAGES[0]!.damage(file);
      openAndClose(file);
    }
    expect(filesLike(folder, 'damaged').filter((name) => !/-(wal|shm)$/.test(name))).toHaveLength(
      2,
    );
  });

  test('whose table is missing although its structure is whole is noticed', () => {
    const file = furnished(temporaryFolder(), 5);
    withRaw(file, (db) => db.exec('DROP TABLE alarm_event; DROP TABLE alarm'));
    const { db, repaired } = open(file);
    expect(repaired!.detail).toContain('missing tables: alarm, alarm_event');
    expect(new DeviceRegistry(db).devices()).toHaveLength(5);
    expect(db.prepare('SELECT count(*) FROM alarm').pluck().get()).toBe(0);
  });

  test('that is too short is read by its own list of tables', () => {
    const file = furnished(temporaryFolder());
    // Moves a table to another page than a new database has it on.
    withRaw(file, (db) =>
      db.exec(`ALTER TABLE setting RENAME TO old; CREATE TABLE setting AS SELECT * FROM old; DROP TABLE old;
        UPDATE setting SET value_json = '"moved"'; CREATE TABLE padding (bytes BLOB);
        INSERT INTO padding VALUES (zeroblob(100000))`),
    );
    truncateSync(file, statSync(file).size - 8 * PAGE);
    const { db, repaired } = open(file);
    expect(repaired).not.toBeNull();
    expect(new Settings(db).get('site.greeting', z.string())).toBe('moved');
  });

  test('keeps commits that were only in its log', () => {
    const folder = temporaryFolder();
    const file = furnished(folder);
    const copy = path.join(folder, 'copy.db');
    withRaw(file, (db) => {
      db.pragma('wal_autocheckpoint = 0');
      new DeviceRegistry(db).discover('only-in-the-log', NOW);
      for (const side of ['', '-wal']) writeFileSync(copy + side, readFileSync(file + side));
    });
    DAMAGES[0]!.damage(copy);
    const { db, repaired } = open(copy);
    expect(repaired).not.toBeNull();
    expect(new DeviceRegistry(db).devices().map(({ id }) => id)).toContain('only-in-the-log');
  });
});

describe('a repair that was interrupted', () => {
  test('after the damaged file was moved is completed, without its old log', () => {
    const folder = temporaryFolder();
    const file = furnished(folder, 3);
    renameSync(file, `${file}.salvaged`);
    writeFileSync(`${file}-wal`, 'the log of the damaged file');
    const { db, repaired } = open(file);
    expect(new DeviceRegistry(db).devices()).toHaveLength(3);
    expect(repaired).toMatchObject({ kind: 'controlRoomSalvaged' });
    expect(repaired!.detail).toContain('interrupted');
    expect(existsSync(`${file}.damaged-interrupted-wal`)).toBe(true);
  });

  test('before that begins again', () => {
    const folder = temporaryFolder();
    const file = furnished(folder);
    DAMAGES[0]!.damage(file);
    for (const name of ['.salvaging', '.salvaged']) new Database(file + name).close();
    const { db } = open(file);
    expect(new DeviceRegistry(db).devices().length).toBeGreaterThan(1_900);
  });
});

function openAndClose(file: string) {
  const { db, repaired } = openControlRoom({ path: file, now: () => NOW, log: silent });
  db.close();
  return repaired;
}
