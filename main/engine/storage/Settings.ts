import type Database from 'better-sqlite3';
import type { z } from 'zod';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** Typed values that must survive a restart, one JSON document for each key. */
export class Settings {
  readonly #get: Database.Statement<[string], string>;
  readonly #set: Database.Statement<[string, string, EpochMs, string | null]>;

  constructor(db: Database.Database) {
    this.#get = db
      .prepare<[string], string>('SELECT value_json FROM setting WHERE key = ?')
      .pluck();
    this.#set = db.prepare(
      `INSERT INTO setting (key, value_json, changed_ms, changed_by) VALUES (?, ?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET value_json = excluded.value_json,
         changed_ms = excluded.changed_ms, changed_by = excluded.changed_by`,
    );
  }

  /** @returns null when the key was never set, or holds what this version of the program can't use. */
  get<T>(key: string, schema: z.ZodType<T>): T | null {
    const json = this.#get.get(key);
    if (json === undefined) return null;
    const parsed = schema.safeParse(parseOrNull(json));
    return parsed.success ? parsed.data : null;
  }

  /** @param by who changed it; null for what the desk did itself. */
  set(key: string, value: unknown, at: EpochMs, by: string | null = null): void {
    this.#set.run(key, JSON.stringify(value), at, by);
  }
}

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
