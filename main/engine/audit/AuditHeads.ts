import type Database from 'better-sqlite3';
import { type AuditKey, type SignedHead, signedText } from '#shared/audit/entry.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import { failureDetail } from '../storage/failureDetail.ts';
import type { AuditChain } from './AuditChain.ts';
import { appendHead, headsPath, newestHeads } from './headsFile.ts';
import { SigningKey } from './SigningKey.ts';

export interface AuditHeadsParts {
  readonly db: Database.Database;
  readonly audit: AuditChain;
  readonly dataDir: string;
  /** The site's: a day ends where the building is. */
  readonly timeZone: () => string;
  readonly now: () => EpochMs;
  readonly log: Logger;
}

/**
 * Signs the head of the chain, for everything that leaves the machine: whoever keeps one of these sees later that
 * entries were changed or cut off, also when the whole chain was computed anew.
 */
export class AuditHeads {
  readonly #parts: AuditHeadsParts;
  readonly #key: SigningKey;
  readonly #file: string;
  #newest: SignedHead;
  #written: SignedHead | undefined;

  /** Makes the key at the first start, and writes a head: what stood there after the last crash is sealed with it. */
  constructor(parts: AuditHeadsParts) {
    const { dataDir, now, log } = parts;
    this.#parts = parts;
    this.#key = SigningKey.loadOrCreate(dataDir, now, log);
    this.#file = headsPath(dataDir);
    this.#tried(() => this.#announceKey());
    this.#newest = this.#sign();
    this.#tried(() => {
      this.#written = newestHeads(this.#file).at(-1);
    });
    this.#tried(() => this.#write());
  }

  /**
   * The newest committed entry, signed. Inside a transaction it is the one before it, since a head that left the
   * machine can't be rolled back.
   */
  signedHead(): SignedHead {
    if (!this.#parts.db.inTransaction) this.#newest = this.#sign();
    return this.#newest;
  }

  /** Every key that ever signed for this chain. */
  keys(): readonly AuditKey[] {
    return this.#parts.db
      .prepare<[], AuditKey>('SELECT id, public_key AS publicKey FROM audit_key ORDER BY since_ms')
      .all();
  }

  /**
   * Call it now and then: the first time on each day writes a head into the file.
   *
   * @returns what the disk says when it refuses; null when all is well
   */
  daily(): string | null {
    const at = this.#parts.now();
    if (this.#written && this.#dayOf(this.#written.at) === this.#dayOf(at)) return null;
    return this.#tried(() => this.#write());
  }

  /** The last head, when the desk is closed in order. */
  close(): void {
    this.#tried(() => this.#write());
  }

  /** Monitoring begins, goes on and ends whatever becomes of the record of it. */
  #tried(write: () => void): string | null {
    try {
      write();
      return null;
    } catch (error) {
      this.#parts.log.error({ err: error }, 'the signed head of the audit chain was not written');
      const said = error instanceof Error ? error.message : String(error);
      return failureDetail(error, `${this.#file}: ${said}`);
    }
  }

  #write(): void {
    const head = this.signedHead();
    const today = this.#written && this.#dayOf(this.#written.at) === this.#dayOf(head.at);
    if (today && this.#written?.hash === head.hash) return;
    appendHead(this.#file, head);
    this.#written = head;
  }

  #sign(): SignedHead {
    const { audit, now } = this.#parts;
    const { seq, hash } = audit.head();
    const head = { seq, hash, at: Math.round(now()), publicKeyId: this.#key.id };
    return { ...head, signature: this.#key.sign(signedText(head)) };
  }

  #dayOf(at: EpochMs): string {
    const timeZone = this.#parts.timeZone();
    return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(at);
  }

  /** A key that the chain doesn't know yet is entered into it: at the first start, or because somebody replaced it. */
  #announceKey(): void {
    const { db, audit, now } = this.#parts;
    const known = this.keys().map(({ id }) => id);
    if (known.includes(this.#key.id)) return;
    const { id, publicKey } = this.#key;
    db.transaction(() => {
      db.prepare('INSERT INTO audit_key (id, public_key, since_ms) VALUES (?, ?, ?)').run(
        id,
        publicKey,
        Math.round(now()),
      );
      audit.append({
        by: null,
        action: 'audit.key',
        subject: id,
        detail: { publicKey, before: known },
      });
    }).immediate();
  }
}
