/**
 * Secrets of devices: made by the desk, never chosen by people. With 192 random bits nothing can be guessed, so scrypt
 * runs at a cost that lets a thousand devices come back within seconds of a power cut
 * (docs/decisions/0026-lan-broker.md).
 */
import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 24;
const COST: ScryptOptions = { N: 4096, r: 8, p: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const FORMAT = /^scrypt\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;

/** 32 characters that fit into every configuration file. */
export const makeDeviceSecret = (): string => randomBytes(SECRET_BYTES).toString('base64url');

export async function hashDeviceSecret(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(secret, salt);
  return `scrypt$${salt.toString('base64url')}$${hash.toString('base64url')}`;
}

/** @returns false also for a hash that can't be read: damage must not open the door. */
export async function isDeviceSecret(secret: Uint8Array, stored: string): Promise<boolean> {
  const [, salt = DECOY_SALT, hash = DECOY_HASH] = FORMAT.exec(stored) ?? [];
  const found = await derive(secret, Buffer.from(salt, 'base64url'));
  return timingSafeEqual(found, Buffer.from(hash, 'base64url')) && FORMAT.test(stored);
}

/** Compared with for a name that isn't there: how long it takes tells nothing. */
export const NO_HASH = '';
const DECOY_SALT = Buffer.alloc(SALT_BYTES).toString('base64url');
const DECOY_HASH = Buffer.alloc(HASH_BYTES).toString('base64url');

function derive(secret: string | Uint8Array, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, HASH_BYTES, COST, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
