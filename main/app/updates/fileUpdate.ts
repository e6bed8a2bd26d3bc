import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type checkRelease, fileName, type Release, type ReleaseProblem } from './release.ts';

/** Larger than any description. */
const MAX_BYTES = 1024 * 1024;

export type FileUpdate =
  | { readonly ok: true; readonly release: Release; readonly file: string }
  | { readonly ok: false; readonly problem: ReleaseProblem | 'noFile' };

/**
 * A release on a stick or a share: its description as JSON, and beside it at least one of the files that it names.
 * @param fits whether a file is for this system
 */
export async function readFileUpdate(
  description: string,
  check: (description: unknown) => ReturnType<typeof checkRelease>,
  fits: (name: string) => boolean,
): Promise<FileUpdate> {
  const checked = check(await parsed(description));
  if (!checked.ok) return checked;
  for (const name of checked.release.files.map(fileName).filter(fits)) {
    const file = join(dirname(description), name);
    if (await stat(file).catch(() => null)) return { ok: true, release: checked.release, file };
  }
  return { ok: false, problem: 'noFile' };
}

/** @returns null for what can't be read */
async function parsed(file: string): Promise<unknown> {
  try {
    if ((await stat(file)).size > MAX_BYTES) return null;
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}

/** By its ending: each system has one kind of file that replaces the program. */
export function fitsSystem(name: string, platform: NodeJS.Platform): boolean {
  return platform === 'win32' ? name.endsWith('.exe') : name.endsWith('.AppImage');
}
