/** A chain over a real database with its key and its file of heads, in the test's own time. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { AuditHeads } from '#engine/audit/AuditHeads.ts';
import { headsPath } from '#engine/audit/headsFile.ts';
import { GENESIS, linkHash } from '#engine/audit/linkHash.ts';
import { verifyFile } from '#engine/audit/verifyFile.ts';
import { createLog } from '#engine/log.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import type { AuditRow, ChainReport, SignedHead } from '#shared/audit/entry.ts';

export const T0 = Date.parse('2026-01-05T09:00:00+09:00');
export const KIM = { operator: '김철수', role: 'operator', desk: '방재실' } as const;

export class Chain {
  readonly dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-audit-'));
  readonly file = path.join(this.dir, 'control-room.db');
  readonly headsFile = headsPath(this.dir);
  db!: Database.Database;
  audit!: AuditChain;
  heads!: AuditHeads;
  now = T0;

  constructor() {
    this.start();
  }

  start(): void {
    const now = () => this.now;
    const log = createLog('silent');
    this.db = openControlRoom({ path: this.file, now, log }).db;
    this.audit = new AuditChain({ db: this.db, now });
    this.heads = new AuditHeads({
      db: this.db,
      audit: this.audit,
      dataDir: this.dir,
      timeZone: () => 'Asia/Seoul',
      now,
      log,
    });
  }

  stop(): void {
    this.heads.close();
    this.db.close();
  }

  dispose(): void {
    this.db.close();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** Acknowledgements of `alarm-1`, `alarm-2`, …, a second apart. */
  act(count = 1): void {
    for (let i = 0; i < count; i++) {
      this.now += 1_000;
      this.db.transaction(() =>
        this.audit.append({
          by: KIM,
          action: 'alarm.acknowledge',
          subject: `alarm-${this.audit.head().seq}`,
          detail: { note: '현장 확인' },
        }),
      )();
    }
  }

  rows(): AuditRow[] {
    return this.db.prepare<[], AuditRow>('SELECT * FROM audit ORDER BY seq').all();
  }

  /** What somebody does who can write the file. */
  tamper(sql: string): void {
    const other = new Database(this.file);
    other.exec(sql);
    other.close();
  }

  /** Replaces the whole chain by one that fits in itself. */
  rewrite(change: (rows: AuditRow[]) => AuditRow[]): void {
    const rows = change(this.rows());
    const other = new Database(this.file);
    other.exec('DELETE FROM audit');
    const insert = other.prepare(
      'INSERT INTO audit VALUES (@seq, @at_ms, @operator, @role, @desk, @action, @subject, @detail_json, @hash)',
    );
    let hash = GENESIS;
    rows.forEach((row, i) => {
      const next = { ...row, seq: i + 1 };
      hash = linkHash(hash, next);
      insert.run({ ...next, hash });
    });
    other.close();
  }

  headLines(): SignedHead[] {
    return readFileSync(this.headsFile, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as SignedHead);
  }

  /** A file of heads as somebody keeps it elsewhere. */
  keep(heads: readonly SignedHead[]): string {
    const kept = path.join(this.dir, 'kept-elsewhere.jsonl');
    writeFileSync(kept, heads.map((head) => `${JSON.stringify(head)}\n`).join(''));
    return kept;
  }

  verify(headFiles: readonly string[] = [this.headsFile]): Promise<ChainReport> {
    return verifyFile(this.file, headFiles);
  }
}
