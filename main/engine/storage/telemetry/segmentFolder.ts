/** The folder of segments: which days there are, how large, and deleting one with all that belongs to it. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const SEGMENT_NAME = /^(\d{4}-\d{2}-\d{2})\.db$/;

export function segmentPath(dir: string, day: string): string {
  return path.join(dir, `${day}.db`);
}

/** Oldest first. */
export function listDays(dir: string): string[] {
  return readdirSync(dir)
    .flatMap((name) => SEGMENT_NAME.exec(name)?.[1] ?? [])
    .sort();
}

/** The file and its write-ahead log. */
export function segmentBytes(dir: string, day: string): number {
  const file = segmentPath(dir, day);
  return [file, `${file}-wal`].reduce(
    (sum, name) => sum + (statSync(name, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/** Deletes everything that bears the day's name: the file, its log, and what a repair left beside it. */
export function deleteDay(dir: string, day: string): void {
  for (const name of readdirSync(dir))
    if (name.startsWith(`${day}.db`)) rmSync(path.join(dir, name), { force: true });
}

/** The days of which anything is left, damaged copies included. */
export function daysWithFiles(dir: string): string[] {
  const days = readdirSync(dir).flatMap((name) => /^(\d{4}-\d{2}-\d{2})\.db/.exec(name)?.[1] ?? []);
  return [...new Set(days)].sort();
}
