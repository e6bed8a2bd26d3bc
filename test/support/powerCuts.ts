/** Power cuts of the two kinds of database that a desk writes, and what is found after each. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { createLog } from '../../main/engine/log.ts';
import { openControlRoom } from '../../main/engine/storage/openControlRoom.ts';
import { Settings } from '../../main/engine/storage/Settings.ts';
import { TelemetryStore } from '../../main/engine/storage/TelemetryStore.ts';
import { scored } from '../unit/storage/readings.ts';
import { cutPower, snapshotOf } from './powerCut.ts';

const log = createLog('silent');
const NOON = Date.parse('2026-01-02T12:00:00Z');
const DAY = '2026-01-02.db';
/** Acts of one transaction, so that a torn one would show as a part. */
const ACTS = ['a', 'b', 'c'] as const;
const BATCH = 20;

export interface CutFound {
  /** What was said to be done before the cut. */
  readonly said: number;
  /** What was found; more than said when what came after reached the disk. */
  readonly found: number;
  readonly most: number;
  readonly repaired: boolean;
  /** Whether a transaction was found in parts. */
  readonly torn: boolean;
}

/** `control-room.db`: what was acknowledged before the cut has to be there. */
export function* cutControlRoom(
  dir: string,
  cuts: number,
  random: () => number,
): Generator<CutFound> {
  const file = path.join(dir, 'control-room.db');
  const { db } = openControlRoom({ path: file, now: () => NOON, log });
  try {
    const settings = new Settings(db);
    const act = db.transaction((n: number) => {
      for (const key of ACTS) settings.set(key, n, NOON);
      // Something large now and then, so that the log is folded and begun anew.
      if (n % 7 === 0) settings.set(`filler-${n % 3}`, 'x'.repeat(200_000), NOON);
    });
    for (let n = 1; n <= cuts; n++) {
      act(2 * n);
      const synced = snapshotOf(file);
      if (random() < 0.2) db.pragma('wal_checkpoint(PASSIVE)');
      act(2 * n + 1);
      const copy = path.join(dir, `cut-${n}.db`);
      cutPower(synced, snapshotOf(file), random, copy);
      const opened = openControlRoom({ path: copy, now: () => NOON, log });
      const found = ACTS.map((key) => new Settings(opened.db).get(key, z.number()) ?? 0);
      opened.db.close();
      yield {
        said: 2 * n,
        found: found[0]!,
        most: 2 * n + 1,
        repaired: opened.repaired !== null,
        torn: new Set(found).size > 1,
      };
    }
  } finally {
    db.close();
  }
}

/** A day's segment: what was synced has to be there, and of what came after whole batches from the first on. */
export async function* cutSegment(
  dir: string,
  cuts: number,
  random: () => number,
): AsyncGenerator<CutFound> {
  let repaired = false;
  const open = (folder: string) =>
    new TelemetryStore({
      dir: folder,
      now: () => NOON,
      log,
      onRepair: () => {
        repaired = true;
      },
    });
  const store = open(dir);
  try {
    let rows = 0;
    const append = () => {
      const batch = Array.from({ length: BATCH }, (_, n) =>
        scored(NOON + rows + n, { idx: rows + n }),
      );
      store.append(batch);
      rows += BATCH;
    };
    for (let n = 1; n <= cuts; n++) {
      append();
      await store.sync();
      const said = rows;
      const synced = snapshotOf(path.join(dir, DAY));
      for (let more = random() * 5; more > 0; more--) append();
      const folder = path.join(dir, `cut-${n}`);
      mkdirSync(folder);
      cutPower(synced, snapshotOf(path.join(dir, DAY)), random, path.join(folder, DAY));
      repaired = false;
      const copy = open(folder);
      const found = [...copy.recent({ sinceReceivedAt: 0, limit: 1_000_000 })];
      await copy.close();
      const torn =
        found.length % BATCH !== 0 || found.some(({ reading }, index) => reading.idx !== index);
      yield { said, found: found.length, most: rows, repaired, torn };
    }
  } finally {
    await store.close();
  }
}
