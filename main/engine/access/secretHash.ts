/**
 * Argon2id of passwords and PINs, as PHC strings. In WebAssembly (hash-wasm), because Electron's own crypto has no
 * Argon2 and a native module would be one more to build for every platform.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { argon2id } from 'hash-wasm';
import { composed } from '#shared/access/secret.ts';

interface Parameters {
  readonly memoryKiB: number;
  readonly iterations: number;
  readonly parallelism: number;
}

/** OWASP's recommendation for Argon2id. Raise them here: each person's hash follows at their next sign-on. */
const PARAMETERS: Parameters = { memoryKiB: 19_456, iterations: 2, parallelism: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** A database that was tampered with must not make the desk work for hours. */
const WORST: Parameters = { memoryKiB: 1_048_576, iterations: 16, parallelism: 16 };

interface Hash extends Parameters {
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** What is checked in place of a hash that isn't there, so that an unknown name takes as long as a known one. */
export const DECOY_HASH = format({
  ...PARAMETERS,
  salt: new Uint8Array(SALT_BYTES),
  hash: new Uint8Array(HASH_BYTES),
});

export async function hashSecret(text: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(text, { ...PARAMETERS, salt, bytes: HASH_BYTES });
  return format({ ...PARAMETERS, salt, hash });
}

/** @returns false also for a hash that can't be read: damage must not open the door. */
export async function verifySecret(text: string, phc: string): Promise<boolean> {
  // The library refuses it with an error, and nothing is never right.
  if (text === '') return false;
  const known = parse(phc);
  const right = known ?? parse(DECOY_HASH)!;
  const found = await derive(text, { ...right, bytes: right.hash.length });
  return timingSafeEqual(found, right.hash) && known !== null;
}

/** Whether the hash was made with other parameters than those of today. */
export function isOutdated(phc: string): boolean {
  const { memoryKiB, iterations, parallelism } = PARAMETERS;
  const known = parse(phc);
  return (
    known === null ||
    known.memoryKiB !== memoryKiB ||
    known.iterations !== iterations ||
    known.parallelism !== parallelism
  );
}

function derive(
  text: string,
  given: Parameters & { readonly salt: Uint8Array; readonly bytes: number },
): Promise<Uint8Array> {
  return argon2id({
    password: composed(text),
    salt: given.salt,
    memorySize: given.memoryKiB,
    iterations: given.iterations,
    parallelism: given.parallelism,
    hashLength: given.bytes,
    outputType: 'binary',
  });
}

function format({ memoryKiB, iterations, parallelism, salt, hash }: Hash): string {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '');
  return `$argon2id$v=19$m=${memoryKiB},t=${iterations},p=${parallelism}$${text(salt)}$${text(hash)}`;
}

function parse(phc: string): Hash | null {
  const parts =
    /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$/.exec(
      phc,
    );
  if (!parts) return null;
  const [memoryKiB = 0, iterations = 0, parallelism = 0] = parts.slice(1, 4).map(Number);
  const fits =
    memoryKiB >= 8 * parallelism &&
    memoryKiB <= WORST.memoryKiB &&
    iterations >= 1 &&
    iterations <= WORST.iterations &&
    parallelism >= 1 &&
    parallelism <= WORST.parallelism;
  if (!fits) return null;
  const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64');
  return { memoryKiB, iterations, parallelism, salt: bytes(parts[4]), hash: bytes(parts[5]) };
}
