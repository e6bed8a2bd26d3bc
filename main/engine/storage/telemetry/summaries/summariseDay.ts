/** Writes a finished day's quarters into its month's file, and mends that file where it is damaged. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type Database from 'better-sqlite3';
import { isCorruption } from '../../StorageError.ts';
import type { StorageRepair } from '../../StorageRepair.ts';
import { findDamage } from '../../salvage/findDamage.ts';
import { describeSalvage, rowsLost, salvageDatabase } from '../../salvage/salvageDatabase.ts';
import { decodeRows, isIntact } from '../blobCodec.ts';
import type { CellRun } from '../CellRun.ts';
import { decodeRollup, encodeCells, QUARTER_MS, rollUp } from '../rollup.ts';
import { isSealed, openSegmentForReading } from '../segmentFile.ts';
import { joinRuns } from './joinRuns.ts';
import {
  createSummaryTables,
  dayOfMonth,
  openSummariesForReading,
  openSummariesForWriting,
  SUMMARY_TABLES,
  slotOf,
} from './summaryFile.ts';

export interface SummariseRequest {
  /** The day's segment. */
  readonly path: string;
  readonly day: string;
  /** The month's file. */
  readonly to: string;
  readonly at: number;
}

export interface Summarised {
  /** Readings that the day's summaries tell of; null when the day isn't packed yet. */
  readonly readings: number | null;
  readonly repair: StorageRepair | null;
}

/** @throws what SQLite says, of the segment or of the month's file; then nothing was written. */
export function summariseDay({ path: segment, day, to, at }: SummariseRequest): Summarised {
  if (!isSealed(segment)) return { readings: null, repair: null };
  mkdirSync(path.dirname(to), { recursive: true });
  try {
    return { readings: write(segment, day, to), repair: null };
  } catch (error) {
    if (!isCorruption(error) || !existsSync(to)) throw error;
    const repair = repairSummaries(to, at);
    // Not the month's file, then, but the day's: reading a chart mends that.
    if (repair === null) throw error;
    return { readings: write(segment, day, to), repair };
  }
}

/** @returns null when nothing is wrong. */
function repairSummaries(file: string, at: number): StorageRepair | null {
  const damage = damageOf(file);
  if (damage === null) return null;
  const salvage = salvageDatabase({
    path: file,
    at,
    create: createSummaryTables,
    clean: dropUnreadable,
  });
  return {
    kind: 'summariesSalvaged',
    at,
    movedTo: salvage.movedTo,
    rowsRecovered: salvage.rowsRecovered,
    rowsLost: rowsLost(salvage),
    detail: describeSalvage(salvage, damage),
  };
}

function damageOf(file: string): string | null {
  try {
    const db = openSummariesForReading(file);
    try {
      return findDamage(db, SUMMARY_TABLES);
    } finally {
      db.close();
    }
  } catch (error) {
    if (isCorruption(error)) return error instanceof Error ? error.message : String(error);
    throw error;
  }
}

function dropUnreadable(db: Database.Database): void {
  const drop = db.prepare('DELETE FROM summary WHERE slot = ?');
  const slots = db.prepare<[], number>('SELECT slot FROM summary').pluck().all();
  const data = db.prepare<[number], Buffer>('SELECT data FROM summary WHERE slot = ?').pluck();
  for (const slot of slots) if (!isIntact(data.get(slot)!)) drop.run(slot);
  // A day of which nothing is left may be summarised again while its readings are there.
  db.exec('DELETE FROM day WHERE NOT EXISTS (SELECT 1 FROM summary WHERE slot >> 24 = day.day)');
}

function write(segment: string, day: string, to: string): number {
  const source = openSegmentForReading(segment);
  try {
    const target = openSummariesForWriting(to);
    try {
      return target.transaction(() => copy(source, target, day))();
    } finally {
      target.close();
    }
  } finally {
    source.close();
  }
}

function copy(source: Database.Database, target: Database.Database, day: string): number {
  const addDevice = target.prepare('INSERT INTO device (id) VALUES (?) ON CONFLICT DO NOTHING');
  const keyOf = target.prepare<[string], number>('SELECT key FROM device WHERE id = ?').pluck();
  const save = target.prepare('INSERT OR REPLACE INTO summary (slot, data) VALUES (?, ?)');
  const devices = source.prepare<[], { key: number; id: string }>('SELECT key, id FROM device');
  const blocks = source.prepare<[number], { data: Buffer; quarter: Buffer | null }>(
    `SELECT block.data, rollup.quarter FROM block LEFT JOIN rollup ON rollup.block = block.id
     WHERE block.device = ? ORDER BY block.hour`,
  );
  let readings = 0;
  for (const { key, id } of devices.all()) {
    const runs = blocks.all(key).map(quartersOf);
    if (runs.length === 0) continue;
    const cells = joinRuns(runs);
    readings += cells.count.reduce((sum, count) => sum + count, 0);
    addDevice.run(id);
    save.run(slotOf(day, keyOf.get(id)!), encodeCells(cells));
  }
  target
    .prepare('INSERT OR REPLACE INTO day (day, rows) VALUES (?, ?)')
    .run(dayOfMonth(day), readings);
  return readings;
}

function quartersOf({ data, quarter }: { data: Buffer; quarter: Buffer | null }): CellRun {
  // Where an hour has so few readings that a summary is no shorter, the segment has none.
  return quarter ? decodeRollup(quarter) : rollUp(decodeRows(data), QUARTER_MS);
}
