/** The audit chain as plain data: its entries, its signed head, and what a walk along it found. */
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** One entry exactly as it is stored, so that its hash can be computed again from it. */
export interface AuditRow {
  readonly seq: number;
  readonly at_ms: number;
  /** Null for what the desk did itself. */
  readonly operator: string | null;
  readonly role: string | null;
  readonly desk: string | null;
  readonly action: string;
  readonly subject: string | null;
  readonly detail_json: string;
  /** Over the hash before and every other field. */
  readonly hash: string;
}

/**
 * The newest entry at a moment, signed. Whoever holds one outside of the desk can show later that the chain up to it
 * was changed or cut.
 */
export interface SignedHead {
  readonly seq: number;
  readonly hash: string;
  readonly at: EpochMs;
  /** First digits of the SHA-256 of the public key. */
  readonly publicKeyId: string;
  /** Ed25519, base64. */
  readonly signature: string;
}

export interface AuditKey {
  readonly id: string;
  /** Ed25519, SubjectPublicKeyInfo, DER, base64. */
  readonly publicKey: string;
}

/** What the signature is made over. One JSON array, so that no two heads can read the same. */
export function signedText({ seq, hash, at, publicKeyId }: Omit<SignedHead, 'signature'>): string {
  return JSON.stringify(['emberwatch audit head', 1, seq, hash, at, publicKeyId]);
}

export const CHAIN_BREAKS = [
  /** The entry doesn't fit its hash: a field of it was changed, or another was put in its place. */
  'changed',
  /** Entries are missing between two that are there. */
  'missing',
  /** The entry that belongs here stands somewhere else. */
  'moved',
  /** A signed head knows entries behind the end. */
  'truncated',
  /** The chain fits in itself, but not the head that was signed: it was written anew. */
  'rewritten',
  /** A head's signature doesn't fit it. */
  'badSignature',
  /** A head was signed by a key that this chain doesn't know, or a known key was replaced. */
  'wrongKey',
  /** The disk can't be read from here on. */
  'unreadable',
] as const;
export type ChainBreakKind = (typeof CHAIN_BREAKS)[number];

export interface ChainBreak {
  readonly kind: ChainBreakKind;
  /** The first entry concerned; null where it is about no entry. */
  readonly seq: number | null;
  /** The last one missing; where a moved one stands now; the last one that a signed head knows. */
  readonly to: number | null;
  /** Of the entry that stands there, or of the head. */
  readonly at: EpochMs | null;
  readonly action: string | null;
  /** The entry in which the desk itself recorded the loss: a damaged database, an old backup; null for any other break. */
  readonly declaredIn: number | null;
  /** Which line, which key, or what the disk said; null where the rest says it all. */
  readonly detail: string | null;
}

export interface ChainReport {
  readonly intact: boolean;
  readonly entries: number;
  readonly lastSeq: number;
  readonly lastHash: string;
  /** Signed heads that the chain was compared with. Without any, nobody can see that its end is missing. */
  readonly headsChecked: number;
  /** Lines of the files of heads that are no JSON, such as the half of one that a power cut left. */
  readonly headLinesUnreadable: number;
  readonly newestHead: { readonly seq: number; readonly at: EpochMs } | null;
  /** In the order of the chain, the first ones. */
  readonly breaks: readonly ChainBreak[];
  readonly breakCount: number;
}
