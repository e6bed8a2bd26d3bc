import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import { type Measurement, measurement } from '../measure.ts';

const BATCH = 500;

/** Scored readings → the day's segment, five hundred a commit. */
export async function benchInsert(scored: readonly ScoredReading[]): Promise<Measurement> {
  const dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-bench-'));
  const store = new TelemetryStore({ dir, now: Date.now, log: pino({ level: 'silent' }) });
  const started = performance.now();
  for (let i = 0; i < scored.length; i += BATCH) store.append(scored.slice(i, i + BATCH));
  const seconds = (performance.now() - started) / 1000;
  await store.close();
  rmSync(dir, { recursive: true, force: true });
  return measurement(scored.length, seconds);
}
