import type Database from 'better-sqlite3';
import {
  type AuditKey,
  type ChainBreak,
  type ChainBreakKind,
  type SignedHead,
  signedText,
} from '#shared/audit/entry.ts';
import { headLines } from './headsFile.ts';
import { isSignedBy, keyIdOf } from './SigningKey.ts';

/** A head for every day of centuries, or for every alarm of years. */
const MAX_HEADS = 500_000;

/** The signed heads that a chain is compared with, their signatures checked. What is wrong with them is in `breaks`. */
export class KnownHeads {
  readonly breaks: (Partial<ChainBreak> & { readonly kind: ChainBreakKind })[] = [];
  readonly #bySeq = new Map<number, SignedHead>();
  readonly #keys: ReadonlyMap<string, string>;
  newest: SignedHead | null = null;
  /** Lines that are no JSON, such as the half of one that a power cut left. They prove nothing either way. */
  unreadable = 0;

  private constructor(keys: readonly AuditKey[]) {
    for (const { id, publicKey } of keys)
      if (keyIdOf(publicKey) !== id) this.breaks.push({ kind: 'wrongKey', detail: id });
    this.#keys = new Map(keys.map(({ id, publicKey }) => [id, publicKey]));
  }

  /** @param files in the order in which they are to be believed */
  static async read(db: Database.Database, files: readonly string[]): Promise<KnownHeads> {
    const keys = db
      .prepare<[], AuditKey>('SELECT id, public_key AS publicKey FROM audit_key')
      .all();
    const heads = new KnownHeads(keys);
    for (const file of files)
      for await (const { line, head, unreadable } of headLines(file)) {
        if (head) heads.#take(head, `${file}:${line}`);
        else if (unreadable) heads.unreadable++;
      }
    return heads;
  }

  get count(): number {
    return this.#bySeq.size;
  }

  at(seq: number): SignedHead | undefined {
    return this.#bySeq.get(seq);
  }

  #take(head: SignedHead, where: string): void {
    const { seq, at } = head;
    const key = this.#keys.get(head.publicKeyId);
    if (key === undefined) {
      this.breaks.push({ kind: 'wrongKey', seq, at, detail: head.publicKeyId });
      return;
    }
    if (!isSignedBy(key, signedText(head), head.signature)) {
      this.breaks.push({ kind: 'badSignature', seq, at, detail: where });
      return;
    }
    // Of two for the same entry the first stands; a second one with another hash shows as a break by itself.
    const known = this.#bySeq.get(seq);
    if (known && known.hash !== head.hash) {
      this.breaks.push({ kind: 'rewritten', seq, to: seq, at, detail: where });
      return;
    }
    if (known || this.#bySeq.size >= MAX_HEADS) return;
    this.#bySeq.set(seq, head);
    if (!this.newest || seq > this.newest.seq) this.newest = head;
  }
}
