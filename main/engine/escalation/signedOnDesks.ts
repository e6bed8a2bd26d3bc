import type Database from 'better-sqlite3';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** Nobody stays on duty longer than this without signing on again. */
const SESSION_MS = 24 * 3_600_000;

/** Counts the seats at which somebody is signed on. */
export function signedOnDesks(db: Database.Database, now: () => EpochMs): () => number {
  const count = db
    .prepare<[EpochMs], number>(
      'SELECT count(DISTINCT desk) FROM operator_session WHERE ended_ms IS NULL AND started_ms > ?',
    )
    .pluck();
  return () => count.get(now() - SESSION_MS) ?? 0;
}
