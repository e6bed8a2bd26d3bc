import type Database from 'better-sqlite3';
import type { AuditChain } from './AuditChain.ts';
import { newestHeads } from './headsFile.ts';

const MAX_GAPS = 50;

interface Gap {
  readonly from: number;
  readonly to: number;
}

/**
 * Writes into the chain what a damaged database lost of it, so that whoever verifies it is told by the desk itself.
 * The chain goes on behind everything that a signed head has ever known: no number stands for two entries.
 */
export function markSalvage(parts: {
  readonly db: Database.Database;
  readonly audit: AuditChain;
  /** The file of signed heads. */
  readonly headsFile: string;
  /** What the salvage said of itself. */
  readonly what: string;
}): void {
  const { db, audit, headsFile, what } = parts;
  const { seq, hash } = audit.head();
  const known = Math.max(0, ...newestHeads(headsFile).map((head) => head.seq));
  db.transaction(() => {
    const gaps = gapsOf(db);
    audit.appendBehind(known, {
      by: null,
      action: 'audit.salvaged',
      subject: null,
      detail: {
        what,
        lastReadable: seq === 0 ? null : { seq, hash },
        // Of what came after the last signed head nobody knows how much it was.
        lastKnown: known,
        gapCount: gaps.length,
        gaps: gaps.slice(0, MAX_GAPS),
      },
    });
  }).immediate();
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
