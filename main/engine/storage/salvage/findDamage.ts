import type Database from 'better-sqlite3';
import { isCorruption } from '../StorageError.ts';

/**
 * Looks through the whole file for structural damage.
 *
 * @param tables names that must be there.
 * @returns what is wrong, or null when nothing was found.
 */
export function findDamage(db: Database.Database, tables: readonly string[]): string | null {
  try {
    const findings = db.pragma('quick_check(5)') as { quick_check: string }[];
    const problems = findings.map((row) => row.quick_check).filter((text) => text !== 'ok');
    if (problems.length > 0) return problems.join('; ');
    const present = new Set(tablesOf(db));
    const missing = tables.filter((name) => !present.has(name));
    return missing.length > 0 ? `missing tables: ${missing.join(', ')}` : null;
  } catch (error) {
    // The check itself can throw, where the damage hides the list of tables.
    if (isCorruption(error)) return error instanceof Error ? error.message : String(error);
    throw error;
  }
}

export function tablesOf(db: Database.Database): string[] {
  return db
    .prepare<[], string>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
    )
    .pluck()
    .all();
}
