/**
 * A release as its description says, signed by whoever makes releases. The signature is this program's own and holds on
 * every system and every way: a feed, a file on a stick, the copy that was kept for going back.
 */
import { verify } from 'node:crypto';
import { z } from 'zod';

export const Release = z.object({
  /** Three numbers; nothing is said of previews. */
  version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/),
  files: z
    .array(
      z.object({
        /** A file's name, or an address that ends in it. */
        url: z.string().min(1).max(1024),
        /** Base64. */
        sha512: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
      }),
    )
    .min(1)
    .max(50),
  /** Ed25519 (RFC 8032) over `signedText`, base64. */
  signature: z.string().min(1).max(200),
});
export type Release = z.output<typeof Release>;
export type ReleaseFile = Release['files'][number];

export const fileName = ({ url }: ReleaseFile): string =>
  decodeURIComponent(url.replace(/[?#].*$/, '')).replace(/^.*[/\\]/, '');

/** What is signed: the version and each file by name and content, in one order whatever the description's was. */
export function signedText({ version, files }: Omit<Release, 'signature'>): string {
  const lines = files.map((file) => `${fileName(file)} ${file.sha512}`).sort();
  return ['emberwatch release', version, ...lines, ''].join('\n');
}

/** Why a release is not taken. */
export type ReleaseProblem = 'unreadable' | 'noKey' | 'badSignature' | 'notNewer';

/**
 * @param description parsed, from anywhere
 * @param key PEM of the public key that came with this program; null when it came without one
 * @param current version of this program
 */
export function checkRelease(
  description: unknown,
  key: string | null,
  current: string,
):
  | { readonly ok: true; readonly release: Release }
  | { readonly ok: false; readonly problem: ReleaseProblem } {
  const release = Release.safeParse(description);
  if (!release.success) return { ok: false, problem: 'unreadable' };
  if (key === null) return { ok: false, problem: 'noKey' };
  if (!isSigned(release.data, key)) return { ok: false, problem: 'badSignature' };
  // An old release is signed as well: taking it would bring its faults back.
  if (!isNewer(release.data.version, current)) return { ok: false, problem: 'notNewer' };
  return { ok: true, release: release.data };
}

function isSigned(release: Release, key: string): boolean {
  try {
    const signature = Buffer.from(release.signature, 'base64');
    return verify(null, Buffer.from(signedText(release)), key, signature);
  } catch {
    // A key or a signature that is none.
    return false;
  }
}

export function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.-]/).slice(0, 3).map(Number));
  for (let part = 0; part < 3; part++) {
    const difference = (a?.[part] ?? 0) - (b?.[part] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
