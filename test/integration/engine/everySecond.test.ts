import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';

test('a host that brings its clock brings its seconds: nothing ticks beside them, and nothing after the end', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-seconds-'));
  const ticking = new Set<() => void>();
  const startAt = Date.UTC(2030, 0, 1);
  let passed = 0;
  const retainedAt = () => {
    const db = new Database(path.join(dataDir, 'control-room.db'), { readonly: true });
    const value = db
      .prepare<[], string>("SELECT value_json FROM setting WHERE key = 'retention.clock'")
      .pluck()
      .get();
    db.close();
    return value === undefined ? null : (JSON.parse(value) as { seenAt: number }).seenAt;
  };
  const engine = await startEngine({
    dataDir,
    modelPath: null,
    log: createLog('silent'),
    now: () => startAt + passed,
    monotonicNow: () => passed,
    everySecond: (tick) => {
      ticking.add(tick);
      return () => ticking.delete(tick);
    },
  });
  try {
    expect(retainedAt()).toBeNull();
    for (const hour of [0, 1]) {
      passed = hour * 3_600_000;
      for (const tick of ticking) tick();
      expect(retainedAt()).toBe(startAt + passed);
    }
  } finally {
    await engine.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
  expect(ticking.size).toBe(0);
});
