import type Database from 'better-sqlite3';
import { z } from 'zod';
import type {
  AuditRow,
  ChainBreak,
  ChainBreakKind,
  ChainReport,
  SignedHead,
} from '#shared/audit/entry.ts';
import type { KnownHeads } from './KnownHeads.ts';
import { GENESIS, linkHash } from './linkHash.ts';

/** Rows that are held at a time. Read in pages and not in one go, so that the engine's log can be folded meanwhile. */
const PAGE = 1_000;
/** How far to look for an entry that isn't in its place. */
const MOVED_WITHIN = 500;
const MAX_LISTED = 20;

interface Declaration {
  readonly seq: number;
  readonly at: number;
  readonly gaps: readonly { readonly from: number; readonly to: number }[];
}

/** Where the walk stands: the entry before, and what the next one's hash may be made over. */
interface Foot {
  readonly seq: number;
  readonly hash: string;
  /** After an entry that didn't fit: what its hash should have been. One change must not be told twice. */
  readonly otherwise: string | null;
}

/** Walks along the whole chain and compares it with the signed heads. Reads only, in bounded memory. */
export function verifyChain(db: Database.Database, heads: KnownHeads): ChainReport {
  return new Walk(db, heads).run();
}

class Walk {
  readonly #heads: KnownHeads;
  readonly #page: Database.Statement<[number, number], AuditRow>;
  readonly #breaks: ChainBreak[] = [];
  readonly #declarations: readonly Declaration[];
  #breakCount = 0;
  #entries = 0;
  #foot: Foot = { seq: 0, hash: GENESIS, otherwise: null };

  constructor(db: Database.Database, heads: KnownHeads) {
    this.#heads = heads;
    this.#page = db.prepare('SELECT * FROM audit WHERE seq > ? ORDER BY seq LIMIT ?');
    this.#declarations = declarationsOf(db);
  }

  run(): ChainReport {
    for (const found of this.#heads.breaks) this.#found(found);
    try {
      for (;;) {
        const rows = this.#page.all(this.#foot.seq, PAGE);
        for (const row of rows) this.#step(row);
        if (rows.length < PAGE) break;
      }
      this.#checkEnd();
    } catch (error) {
      this.#found({
        kind: 'unreadable',
        seq: this.#foot.seq + 1,
        detail: error instanceof Error ? error.message : String(error),
      });
    }
    const newest = this.#heads.newest;
    return {
      intact: this.#breakCount === 0,
      entries: this.#entries,
      lastSeq: this.#foot.seq,
      lastHash: this.#foot.hash,
      headsChecked: this.#heads.count,
      headLinesUnreadable: this.#heads.unreadable,
      newestHead: newest && { seq: newest.seq, at: newest.at },
      breaks: this.#breaks,
      breakCount: this.#breakCount,
    };
  }

  #step(row: AuditRow): void {
    const { seq, hash, otherwise } = this.#foot;
    const expected = linkHash(hash, row);
    const fits =
      row.hash === expected || (otherwise !== null && row.hash === linkHash(otherwise, row));
    if (row.seq > seq + 1) this.#gap(row, fits);
    else if (!fits) this.#misfit(row);
    this.#entries++;
    this.#foot = { seq: row.seq, hash: row.hash, otherwise: fits ? null : expected };
    const head = this.#heads.at(row.seq);
    if (head && head.hash !== row.hash) this.#otherThanSigned(head, row);
  }

  #gap(row: AuditRow, fits: boolean): void {
    const from = this.#foot.seq + 1;
    const to = row.seq - 1;
    const moved = this.#elsewhere(from, this.#foot.hash);
    if (moved) {
      this.#found({ kind: 'moved', seq: from, to: moved.seq, ...of(moved) });
      return;
    }
    this.#found({
      kind: 'missing',
      seq: from,
      to,
      declaredIn: this.#declaring(from, to, row, fits),
    });
  }

  #misfit(row: AuditRow): void {
    const moved = this.#elsewhere(row.seq, this.#foot.hash);
    if (moved) this.#found({ kind: 'moved', seq: row.seq, to: moved.seq, ...of(moved) });
    else this.#found({ kind: 'changed', seq: row.seq, ...of(row) });
  }

  /** The entry that belongs at `seq`, when it stands not far behind. */
  #elsewhere(seq: number, before: string): AuditRow | undefined {
    return this.#page
      .all(seq, MOVED_WITHIN)
      .find((row) => row.hash === linkHash(before, { ...row, seq }));
  }

  /** The entry in which the desk told of this loss. */
  #declaring(from: number, to: number, row: AuditRow, fits: boolean): number | null {
    // The mark itself goes on behind the hole, over the last entry that was left.
    if (fits && row.action === 'audit.gap') return row.seq;
    const told = this.#declarations.find(({ gaps }) =>
      gaps.some((gap) => gap.from <= from && to <= gap.to),
    );
    return told?.seq ?? null;
  }

  #otherThanSigned(head: SignedHead, row: AuditRow): void {
    // A head from before a damaged database: its entry was lost, and the number given again.
    const lost = this.#declarations.find(({ seq, at }) => seq <= head.seq && head.at <= at);
    const kind = lost ? 'missing' : 'rewritten';
    const declaredIn = lost?.seq ?? null;
    this.#found({ kind, seq: head.seq, to: head.seq, at: head.at, action: row.action, declaredIn });
  }

  #checkEnd(): void {
    const last = this.#heads.newest;
    if (!last || last.seq <= this.#foot.seq) return;
    this.#found({ kind: 'truncated', seq: this.#foot.seq + 1, to: last.seq, at: last.at });
  }

  #found(given: Partial<ChainBreak> & { readonly kind: ChainBreakKind }): void {
    this.#breakCount++;
    if (this.#breaks.length >= MAX_LISTED) return;
    const nothing = { seq: null, to: null, at: null, action: null, declaredIn: null, detail: null };
    this.#breaks.push({ ...nothing, ...given });
  }
}

const of = ({ at_ms, action }: AuditRow) => ({ at: at_ms, action });

const Detail = z.object({
  gaps: z.array(z.object({ from: z.number(), to: z.number() })),
});

function declarationsOf(db: Database.Database): readonly Declaration[] {
  const rows = db
    .prepare<[], AuditRow>("SELECT * FROM audit WHERE action = 'audit.gap' ORDER BY seq LIMIT 1000")
    .all();
  return rows.map(({ seq, at_ms, detail_json }) => {
    const parsed = Detail.safeParse(parseOrNull(detail_json));
    return { seq, at: at_ms, gaps: parsed.success ? parsed.data.gaps : [] };
  });
}

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
