/** The secret that opens `/api` and `/metrics`, and, away from loopback, the desk itself. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE_NAME = 'api-token';

/** Where the generated token is kept. */
export const apiTokenPath = (dataDir: string): string => join(dataDir, FILE_NAME);

/**
 * The token of this data folder, made at the first start: 256 random bits in a file that only its owner can read.
 * It survives restarts so that a Prometheus configured with it keeps working.
 * @throws the file system's error when the folder can't be written.
 */
export function loadOrCreateApiToken(dataDir: string): string {
  const path = apiTokenPath(dataDir);
  const known = readToken(path);
  if (known) {
    // A copied or restored folder may have lost its mode.
    chmodSync(path, 0o600);
    return known;
  }
  const token = randomBytes(32).toString('base64url');
  mkdirSync(dataDir, { recursive: true });
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, `${token}\n`, { mode: 0o600, flag: 'w' });
  renameSync(draft, path);
  return token;
}

function readToken(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Compares in a time that says nothing about where the two differ, or how long the right one is. */
export function sameSecret(given: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(right));
}
