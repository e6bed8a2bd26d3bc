import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, so that nobody guesses one. Shown to its owner once and stored by nobody here. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored instead. The token is random over its whole length, so a fast hash is enough. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token, 'utf8').digest('hex');
}
