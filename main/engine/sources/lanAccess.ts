/** Who may connect to the embedded broker. */
import { createHash, timingSafeEqual } from 'node:crypto';

export interface LanCredentials {
  readonly username: string;
  readonly password: string;
}

function digest(text: string | Uint8Array): Buffer {
  return createHash('sha256').update(text).digest();
}

/**
 * Compares digests in constant time, and always both, so that the time of a refusal tells neither the length of the
 * password nor whether the user name was right.
 */
export function credentialsMatch(
  expected: LanCredentials,
  username: string | undefined,
  password: Uint8Array | undefined,
): boolean {
  const user = timingSafeEqual(digest(username ?? ''), digest(expected.username));
  const pass = timingSafeEqual(digest(password ?? ''), digest(expected.password));
  return user && pass && username !== undefined && password !== undefined;
}

/** For the address that is listened on and for a peer's, which Node writes as `::ffff:127.0.0.1` on a dual socket. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^(::ffff:)?127\./.test(host);
}
