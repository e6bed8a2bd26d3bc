import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type SecretSealer, SecretStoreError } from './SecretStore.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** NIST SP 800-38D: 96 bits are used as they are; drawn at random, good for far more secrets than a desk has. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Readable or writable by group or others. */
const OPEN_TO_OTHERS = 0o077;

/**
 * Seals with AES-256-GCM under a key that is made once and kept in a file which only its owner can read. Protects a
 * copied secrets file or backup as long as the key file isn't beside it; not from whoever runs programs as this user.
 */
export function keyFileSealer(keyFile: string): SecretSealer {
  // Read at each use: a key file whose mode was opened meanwhile is refused, and nothing waits in memory.
  const key = () => readKey(keyFile) ?? makeKey(keyFile);
  return {
    async seal(name, secret) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key(), nonce);
      cipher.setAAD(Buffer.from(name, 'utf8'));
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64');
    },
    async open(name, text) {
      const bytes = Buffer.from(text, 'base64');
      const known = readKey(keyFile);
      if (!known) throw new SecretStoreError('keyFileUnusable', `${keyFile}: the key file is gone`);
      try {
        const nonce = bytes.subarray(0, NONCE_BYTES);
        const decipher = createDecipheriv(CIPHER, known, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(Buffer.from(name, 'utf8'));
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const sealed = bytes.subarray(NONCE_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
      } catch (error) {
        throw new SecretStoreError(
          'cannotOpen',
          `the secret ${name} was sealed with another key, or was changed: enter it again`,
          { cause: error },
        );
      }
    },
  };
}

/** @returns undefined when there is none yet */
function readKey(keyFile: string): Buffer | undefined {
  let mode: number;
  let text: string;
  try {
    mode = statSync(keyFile).mode;
    text = readFileSync(keyFile, 'utf8').trim();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new SecretStoreError('keyFileUnusable', `${keyFile}: the key file can't be read`, {
      cause: error,
    });
  }
  // Windows has no such bits; there the user's profile folder is what keeps others out.
  if (process.platform !== 'win32' && (mode & OPEN_TO_OTHERS) !== 0)
    throw new SecretStoreError(
      'keyFileTooOpen',
      `${keyFile}: others can read the key file. Take their rights away (chmod 600), and change the secrets if anybody may have read it.`,
    );
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES)
    throw new SecretStoreError('keyFileUnusable', `${keyFile}: this is no key file`);
  return key;
}

function makeKey(keyFile: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  const draft = `${keyFile}.${process.pid}`;
  try {
    writeFileSync(draft, `${key.toString('base64')}\n`, { mode: 0o600, flush: true });
    renameSync(draft, keyFile);
    return key;
  } catch (error) {
    throw new SecretStoreError('keyFileUnusable', `${keyFile}: the key file can't be made`, {
      cause: error,
    });
  } finally {
    rmSync(draft, { force: true });
  }
}
