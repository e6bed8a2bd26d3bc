import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AuditKey } from '#shared/audit/entry.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';
import { fileStamp } from '../storage/fileStamp.ts';

const FILE_NAME = 'audit-key.pem';
/** Of the key's SHA-256: enough that nobody finds another key with the same. */
const ID_DIGITS = 32;

/** The Ed25519 key that signs the chain's head: in a file that only its owner can read, made at the first start. */
export class SigningKey implements AuditKey {
  readonly id: string;
  readonly publicKey: string;
  readonly #private: KeyObject;

  private constructor(key: KeyObject) {
    this.#private = key;
    this.publicKey = createPublicKey(key)
      .export({ type: 'spki', format: 'der' })
      .toString('base64');
    this.id = keyIdOf(this.publicKey);
  }

  /**
   * A file that can't be read is set aside, and a key that can't be kept serves this run alone: monitoring has to start
   * whatever the disk says, and a change of key shows in the chain.
   */
  static loadOrCreate(dataDir: string, now: () => EpochMs, log: Logger): SigningKey {
    const file = path.join(dataDir, FILE_NAME);
    const known = load(file, now, log);
    if (known) return new SigningKey(known);
    const { privateKey } = generateKeyPairSync('ed25519');
    try {
      const draft = `${file}.${process.pid}`;
      const text = privateKey.export({ type: 'pkcs8', format: 'pem' });
      writeFileSync(draft, text, { mode: 0o600, flag: 'w' });
      renameSync(draft, file);
    } catch (error) {
      log.error({ err: error, file }, 'the audit key can’t be kept; the next start makes another');
    }
    return new SigningKey(privateKey);
  }

  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#private).toString('base64');
  }
}

export function keyIdOf(publicKey: string): string {
  return createHash('sha256')
    .update(Buffer.from(publicKey, 'base64'))
    .digest('hex')
    .slice(0, ID_DIGITS);
}

/** @returns false also for a key or a signature that is none. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.from(publicKey, 'base64'),
      format: 'der',
      type: 'spki',
    });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}

function load(file: string, now: () => EpochMs, log: Logger): KeyObject | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const key = createPrivateKey(readFileSync(file, 'utf8'));
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('it is no Ed25519 key');
    // A copied or restored folder may have lost its mode.
    chmodSync(file, 0o600);
    return key;
  } catch (error) {
    // Not the error itself, which may quote what it could not read.
    const reason = error instanceof Error ? error.message : 'unknown';
    log.error({ file, reason }, 'the audit key can’t be read; it is set aside and a new one made');
    try {
      renameSync(file, `${file}.damaged-${fileStamp(now())}`);
    } catch {
      // Then the new one takes its place.
    }
    return undefined;
  }
}
