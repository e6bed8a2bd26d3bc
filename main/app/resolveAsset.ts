import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

export type Asset =
  | { readonly found: true; readonly file: string }
  | { readonly found: false; readonly status: 403 | 404 };

const FORBIDDEN: Asset = { found: false, status: 403 };
const MISSING: Asset = { found: false, status: 404 };

/**
 * What a file name in the built renderer never contains. A backslash is a separator on Windows, a colon a drive or
 * an alternate stream there; a null byte ends a path early in C; a percent sign that outlives decoding is one that
 * somebody encoded twice.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
const NEVER_IN_A_NAME = /[\u0000-\u001f\\:%]/;

/**
 * The file that a URL's path names below `root`, and nothing outside it.
 *
 * @param pathname as the URL has it, still percent-encoded. A path that ends in `/` means its `index.html`.
 */
export async function resolveAsset(root: string, pathname: string): Promise<Asset> {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return FORBIDDEN;
  }
  if (NEVER_IN_A_NAME.test(path)) return FORBIDDEN;
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments[segments.length - 1] = 'index.html';
  // An empty segment comes from `//etc/passwd`, which a careless join takes for an absolute path.
  if (segments.some((s) => s === '' || s === '.' || s === '..')) return FORBIDDEN;
  return inside(root, join(root, ...segments));
}

/** The last word is the file system's: a link inside the folder may point out of it. */
async function inside(root: string, file: string): Promise<Asset> {
  try {
    const [realRoot, realFile] = await Promise.all([realpath(root), realpath(file)]);
    if (!realFile.startsWith(realRoot + sep)) return FORBIDDEN;
    return (await stat(realFile)).isFile() ? { found: true, file: realFile } : MISSING;
  } catch {
    return MISSING;
  }
}
