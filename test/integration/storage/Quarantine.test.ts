import path from 'node:path';
import type Database from 'better-sqlite3';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import {
  QUARANTINE_MAX_BYTES,
  QUARANTINE_MAX_ROWS,
  Quarantine,
} from '#engine/storage/Quarantine.ts';
import { silent, temporaryFolder } from './folder.ts';

const NOW = Date.parse('2026-01-02T03:04:05.678Z');

function controlRoom(): Database.Database {
  const file = path.join(temporaryFolder(), 'control-room.db');
  const { db } = openControlRoom({ path: file, now: () => NOW, log: silent });
  onTestFinished(() => {
    db.close();
  });
  return db;
}

function garbage(text: string, at = NOW, more: { topic?: string; reason?: string } = {}) {
  return {
    sourceId: 'mqtt-1',
    topic: 'device/device-1/data',
    reason: 'notJson',
    detail: 'Unexpected token',
    bytes: new TextEncoder().encode(text),
    at,
    ...more,
  };
}

describe('the quarantine', () => {
  test('shows what it took with its reason, the most recently seen first', () => {
    const quarantine = new Quarantine(controlRoom());
    quarantine.add(garbage('first\n', NOW));
    quarantine.add({ ...garbage('', NOW + 5), bytes: Uint8Array.of(0xff, 0xfe) });
    expect(quarantine.list(10)).toEqual([
      expect.objectContaining({ preview: 'ff fe', byteLength: 2, firstAt: NOW + 5 }),
      {
        id: 1,
        firstAt: NOW,
        lastAt: NOW,
        count: 1,
        sourceId: 'mqtt-1',
        topic: 'device/device-1/data',
        reason: 'notJson',
        detail: 'Unexpected token',
        preview: 'first␊',
        byteLength: 6,
      },
    ]);
    expect(quarantine.list(1)).toHaveLength(1);
  });

  test('lists a message that had no bytes, and counts many at once', () => {
    const quarantine = new Quarantine(controlRoom());
    quarantine.add({ ...garbage(''), bytes: new Uint8Array(0), count: 900 });
    quarantine.add({ ...garbage(''), bytes: new Uint8Array(0), count: 100 });
    expect(quarantine.list(10)).toEqual([
      expect.objectContaining({ preview: '', byteLength: 0, count: 1_000 }),
    ]);
    expect(quarantine.total()).toBe(1_000);
  });

  test('counts the same garbage instead of storing it again', () => {
    const quarantine = new Quarantine(controlRoom());
    for (let n = 0; n < 5; n++) quarantine.add(garbage('same', NOW + n));
    expect(quarantine.list(10)).toEqual([
      expect.objectContaining({ count: 5, firstAt: NOW, lastAt: NOW + 4 }),
    ]);
    expect(quarantine.total()).toBe(5);
  });

  test.each([
    ['bytes', garbage('b')],
    ['topic', garbage('a', NOW, { topic: 'device/device-2/data' })],
    ['reason', garbage('a', NOW, { reason: 'deviceMismatch' })],
    ['source', { ...garbage('a'), sourceId: 'mqtt-2' }],
  ])('keeps garbage apart that differs in its %s', (_, other) => {
    const quarantine = new Quarantine(controlRoom());
    quarantine.add(garbage('a'));
    quarantine.add(other);
    expect(quarantine.list(10)).toHaveLength(2);
  });

  test('never holds more rows than its bound, drops the oldest, and still counts them', () => {
    const db = controlRoom();
    const quarantine = new Quarantine(db);
    db.transaction(() => {
      for (let n = 0; n < QUARANTINE_MAX_ROWS + 25; n++) quarantine.add(garbage(`n ${n}`, NOW + n));
    })();
    expect(db.prepare('SELECT count(*) FROM quarantine').pluck().get()).toBe(QUARANTINE_MAX_ROWS);
    expect(db.prepare('SELECT min(first_ms) FROM quarantine').pluck().get()).toBe(NOW + 25);
    expect(quarantine.total()).toBe(QUARANTINE_MAX_ROWS + 25);
  });

  test('never holds more bytes than its bound', () => {
    const db = controlRoom();
    const quarantine = new Quarantine(db);
    const kept = 64 * 1024;
    const fits = QUARANTINE_MAX_BYTES / kept;
    db.transaction(() => {
      for (let n = 0; n < fits + 3; n++) {
        const bytes = new Uint8Array(kept * 2);
        bytes[0] = n & 0xff;
        bytes[1] = n >> 8;
        quarantine.add({ ...garbage('', NOW + n), bytes });
      }
    })();
    const held = db
      .prepare('SELECT count(*) AS rows, sum(length(bytes)) AS bytes FROM quarantine')
      .get();
    expect(held).toEqual({ rows: fits, bytes: QUARANTINE_MAX_BYTES });
    expect(quarantine.list(1)[0]!.byteLength).toBe(kept * 2);
    expect(quarantine.total()).toBe(fits + 3);
  });

  test('tells payloads apart that differ only behind the part that is kept', () => {
    const quarantine = new Quarantine(controlRoom());
    for (const end of [1, 2]) {
      const bytes = new Uint8Array(100_000);
      bytes[99_999] = end;
      quarantine.add({ ...garbage(''), bytes });
    }
    expect(quarantine.list(10)).toHaveLength(2);
  });

  test('keeps its total over a restart and a rolled-back batch', () => {
    const db = controlRoom();
    const quarantine = new Quarantine(db);
    quarantine.add(garbage('kept'));
    expect(() =>
      db.transaction(() => {
        quarantine.add(garbage('rolled back'));
        throw new Error('disk full');
      })(),
    ).toThrow('disk full');
    expect(quarantine.total()).toBe(1);
    expect(new Quarantine(db).total()).toBe(1);
  });

  test('counts what it holds when a repair lost its counters', () => {
    const db = controlRoom();
    const quarantine = new Quarantine(db);
    for (let n = 0; n < 3; n++) quarantine.add(garbage('same'));
    quarantine.add(garbage('other'));
    db.exec('DELETE FROM setting');
    expect(quarantine.total()).toBe(4);
    quarantine.add(garbage('new'));
    expect(quarantine.total()).toBe(5);
  });

  test('does not let a topic of a megabyte into the list', () => {
    const quarantine = new Quarantine(controlRoom());
    quarantine.add(garbage('a', NOW, { topic: 't'.repeat(1_000_000) }));
    expect(quarantine.list(1)[0]!.topic).toHaveLength(2_000);
  });
});
