/** Files that are no databases: written once and never changed, or small. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { PART, syncFile } from './writeWhole.ts';

/** Folders whose files are named by the SHA-256 of their bytes: attachments of incidents, drawings of floors. */
export const FILES_BY_CONTENT = ['attachments', 'plans'] as const;

/** @returns bytes */
export function copyFile(from: string, to: string): number {
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, `${to}${PART}`);
  syncFile(`${to}${PART}`);
  renameSync(`${to}${PART}`, to);
  return statSync(to).size;
}

/**
 * Copies what isn't there yet, or has another size: the folder's files are never changed once they are whole. What begins
 * with a dot is on its way in.
 *
 * @returns bytes
 */
export function copyMissing(from: string, to: string): number {
  if (!existsSync(from)) return 0;
  let bytes = 0;
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) bytes += copyMissing(source, target);
    else if (
      entry.isFile() &&
      statSync(target, { throwIfNoEntry: false })?.size !== statSync(source).size
    )
      bytes += copyFile(source, target);
  }
  return bytes;
}
