import type Database from 'better-sqlite3';
import type { AuditChain } from './AuditChain.ts';
import { newestHeads } from './headsFile.ts';

const MAX_GAPS = 50;

interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * Writes into the chain what is missing of it, so that whoever verifies it is told by the desk itself: after a damaged
 * database, and when the chain ends before a signed head, as it does once a backup was put back. The chain goes on
 * behind everything that a signed head has ever known: no number stands for two entries.
 *
 * @returns whether anything is missing, or may be
 */
export function markGap(parts: {
  readonly db: Database.Database;
  readonly audit: AuditChain;
  /** The file of signed heads. */
  readonly headsFile: string;
  /** What a salvage said of itself; null when there was none. */
  readonly salvaged: string | null;
}): boolean {
  const { db, audit, headsFile, salvaged } = parts;
  const { seq, hash } = audit.head();
  const known = Math.max(0, ...newestHeads(headsFile).map((head) => head.seq));
  if (salvaged === null && known <= seq) return false;
  db.transaction(() => {
    const gaps = gapsOf(db);
    audit.appendBehind(known, {
      by: null,
      action: 'audit.gap',
      subject: null,
      detail: {
        salvaged,
        lastReadable: seq === 0 ? null : { seq, hash },
        // Of what came after the last signed head nobody knows how much it was.
        lastKnown: known,
        gapCount: gaps.length,
        gaps: gaps.slice(0, MAX_GAPS),
      },
    });
  }).immediate();
  return true;
}

function gapsOf(db: Database.Database): readonly Gap[] {
  return db
    .prepare<[], Gap>(
      `SELECT before + 1 AS "from", seq - 1 AS "to"
       FROM (SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) AS before FROM audit)
       WHERE seq > before + 1`,
    )
    .all();
}
