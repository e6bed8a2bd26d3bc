import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What the page is made of. */
const SOURCES = ['renderer', 'shared', 'build/renderer.vite.config.ts', 'package-lock.json'];

/** @returns whether the built page is missing, or older than any of its sources */
export function isPageOutdated(root: string): boolean {
  const built = modifiedAt(join(root, 'out', 'renderer', 'index.html'));
  return built === undefined || SOURCES.some((source) => isNewer(join(root, source), built));
}

function isNewer(path: string, than: number): boolean {
  const time = modifiedAt(path);
  if (time === undefined) return false;
  if (!statSync(path).isDirectory()) return time > than;
  // A folder's own time tells of files that were added or removed.
  return time > than || readdirSync(path).some((name) => isNewer(join(path, name), than));
}

const modifiedAt = (path: string): number | undefined =>
  existsSync(path) ? statSync(path).mtimeMs : undefined;
