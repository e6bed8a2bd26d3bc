import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
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

  /** A file that can't be understood is set aside: the desk has to start, and the change of key shows in the chain. */
  static loadOrCreate(dataDir: string, now: () => EpochMs, log: Logger): SigningKey {
    const file = path.join(dataDir, FILE_NAME);
    const pem = readOrNull(file);
    if (pem !== null) {
      try {
        const key = createPrivateKey(pem);
        if (key.asymmetricKeyType !== 'ed25519') throw new Error('it is no Ed25519 key');
        // A copied or restored folder may have lost its mode.
        chmodSync(file, 0o600);
        return new SigningKey(key);
      } catch (error) {
        const movedTo = `${file}.damaged-${fileStamp(now())}`;
        renameSync(file, movedTo);
        const reason = error instanceof Error ? error.message : 'unknown';
        log.error({ file, movedTo, reason }, 'the audit key can’t be read; a new one is made');
      }
    }
    const { privateKey } = generateKeyPairSync('ed25519');
    const draft = `${file}.${process.pid}`;
    const text = privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(draft, text, { mode: 0o600, flag: 'w' });
    renameSync(draft, file);
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

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
