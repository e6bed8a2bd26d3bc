import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import type { ChainReport } from '#shared/audit/entry.ts';
import { KnownHeads } from './KnownHeads.ts';
import { verifyChain } from './verifyChain.ts';

/** A database that is being written is held by its writer for moments only. */
const BUSY_MS = 5_000;

/**
 * Verifies the chain of a database that nobody has to close for it.
 *
 * @param headFiles files of signed heads, in the order in which they are to be believed; one that isn't there has none
 */
export async function verifyFile(path: string, headFiles: readonly string[]): Promise<ChainReport> {
  const db = new Database(path, { readonly: true, fileMustExist: true, timeout: BUSY_MS });
  try {
    // The heads first: what they know was written before the walk begins.
    return verifyChain(db, await KnownHeads.read(db, headFiles.filter(existsSync)));
  } finally {
    db.close();
  }
}
