import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PredictionStore } from '../../../main/engine/prediction/PredictionStore.ts';
import type { StorageRepair } from '../../../main/engine/storage/StorageRepair.ts';
import type { RiskLevel } from '../../../shared/scoring/assessment.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const NOON = Date.UTC(2026, 0, 5, 12);
const LIVE = 'a'.repeat(64);

let dir: string;
let clock: number;
let store: PredictionStore;
let repairs: StorageRepair[];

const open = () => {
  store = new PredictionStore({
    dir,
    now: () => clock,
    log: pino({ level: 'silent' }),
    onRepair: (repair) => repairs.push(repair),
  });
};

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-predictions-'));
  clock = NOON;
  repairs = [];
  open();
});

afterEach(async () => {
  await store.close();
  rmSync(dir, { recursive: true, force: true });
});

function add(at: number, probability: number, level: RiskLevel = 'NORMAL', deviceId = 'a'): void {
  const scores = { probability, hazard: probability / 2, cnnLstm: 0.25, boostedTrees: 0.75 };
  store.add({ deviceId, at, scores, level, modelHash: LIVE });
}

const timeline = (from: number, to: number, maxPoints = 2_000, deviceId = 'a') =>
  store.timeline({ deviceId, from, to, maxPoints });

describe('predictions on disk', () => {
  test('come back over midnight, in order, from a minute to another, of the device alone', async () => {
    const midnight = Date.UTC(2026, 0, 6);
    for (let i = -3; i < 3; i++) {
      add(midnight + i * MINUTE, (i + 5) / 10);
      add(midnight + i * MINUTE, 0.99, 'HIGH', 'b');
    }
    clock = midnight;
    const found = await timeline(midnight - 2 * MINUTE, midnight + MINUTE);
    expect(found).toEqual({
      t: [-2, -1, 0, 1].map((i) => midnight + i * MINUTE),
      probability: [0.3, 0.4, 0.5, 0.6],
      hazard: [0.15, 0.2, 0.25, 0.3],
      level: Array(4).fill('NORMAL'),
      stepMs: MINUTE,
    });
    expect(readdirSync(dir).filter((name) => name.endsWith('.db'))).toEqual([
      '2026-01-05.db',
      '2026-01-06.db',
    ]);
  });

  test('are as many points as were asked for, each the highest of its minutes', async () => {
    for (let i = 0; i < 600; i++)
      add(NOON + i * MINUTE, i === 123 ? 0.9 : 0.1, i === 456 ? 'MEDIUM' : 'NORMAL');
    const found = await timeline(NOON, NOON + 600 * MINUTE, 50);
    expect(found.stepMs).toBe(12 * MINUTE);
    expect(found.t).toHaveLength(50);
    expect(found.t.filter((at, i) => i > 0 && at - found.t[i - 1]! !== found.stepMs)).toEqual([]);
    expect(found.probability.indexOf(0.9)).toBe(Math.floor(123 / 12));
    expect(found.level.indexOf('MEDIUM')).toBe(Math.floor(456 / 12));
  });

  test('survive a restart, and tell what a model said last', async () => {
    for (let i = 0; i < 10; i++) add(NOON + i * MINUTE, i / 10);
    await store.close();
    open();
    clock = NOON + 10 * MINUTE;
    expect(store.since('a', LIVE, NOON + 8 * MINUTE)).toEqual([
      {
        at: NOON + 8 * MINUTE,
        scores: { probability: 0.8, hazard: 0.4, cnnLstm: 0.25, boostedTrees: 0.75 },
      },
      {
        at: NOON + 9 * MINUTE,
        scores: { probability: 0.9, hazard: 0.45, cnnLstm: 0.25, boostedTrees: 0.75 },
      },
    ]);
    expect(store.since('a', 'b'.repeat(64), NOON)).toEqual([]);
    expect(store.since('b', LIVE, NOON)).toEqual([]);
  });

  test('are deleted with their day, damaged copies included', async () => {
    for (const daysAgo of [9, 8, 7, 1, 0]) add(NOON - daysAgo * DAY, 0.5);
    store.flush();
    writeFileSync(path.join(dir, '2025-12-28.db.damaged-then'), '');
    expect(store.retain(7)).toEqual(['2025-12-27', '2025-12-28']);
    expect(store.days()).toEqual(['2025-12-29', '2026-01-04', '2026-01-05']);
    expect(readdirSync(dir).filter((name) => name.startsWith('2025-12-28'))).toEqual([]);
  });
});

describe('a damaged day', () => {
  /** Overwrites the pages after the first two. */
  function damage(day: string): void {
    const file = path.join(dir, `${day}.db`);
    const db = new Database(file);
    db.pragma('wal_checkpoint(TRUNCATE)');
    const pages = db.pragma('page_count', { simple: true }) as number;
    const size = db.pragma('page_size', { simple: true }) as number;
    db.close();
    const garbage = Buffer.alloc(size, 0xa5);
    const handle = openSync(file, 'r+');
    writeSync(handle, garbage, 0, size, (pages - 3) * size);
    closeSync(handle);
  }

  test('is set aside, what can be read of it is saved, and writing goes on', async () => {
    for (let device = 0; device < 40; device++)
      for (let i = 0; i < 100; i++) add(NOON + i * MINUTE, 0.5, 'NORMAL', `device-${device}`);
    await store.close();
    damage('2026-01-05');
    open();
    const whole: string[] = [];
    // The first chart that meets the damage asks for the repair.
    for (let device = 0; device < 40; device++) {
      const { t } = await timeline(NOON, NOON + DAY / 2, 2_000, `device-${device}`);
      if (t.length === 100) whole.push(`device-${device}`);
    }
    expect(whole.length).toBeLessThan(40);
    add(NOON + 200 * MINUTE, 0.75, 'NORMAL', 'device-0');
    await expect.poll(() => repairs.length, { timeout: 30_000 }).toBe(1);
    expect(repairs[0]).toMatchObject({ kind: 'predictionsSalvaged', at: NOON });
    expect(repairs[0]!.rowsRecovered).toBeGreaterThan(3_000);
    expect(readdirSync(dir).some((name) => name.startsWith('2026-01-05.db.damaged-'))).toBe(true);
    const { probability } = await timeline(NOON, NOON + DAY / 2, 2_000, 'device-0');
    expect(probability.at(-1)).toBe(0.75);
  });

  test('that is no database at all is begun anew', () => {
    writeFileSync(path.join(dir, '2026-01-05.db'), 'this is no database, and never was one');
    add(NOON, 0.5);
    store.flush();
    expect(repairs).toMatchObject([{ kind: 'predictionsSalvaged', rowsRecovered: 0 }]);
    expect(store.since('a', LIVE, NOON)).toHaveLength(1);
  });
});
