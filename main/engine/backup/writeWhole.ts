import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** What an unfinished file ends with, so that the next run finds and deletes it. */
export const PART = '.part';

/** Written beside and renamed over: a crash leaves the old file or the new one. On the disk when it returns. */
export function writeWhole(file: string, data: string | Uint8Array): void {
  const draft = `${file}${PART}`;
  try {
    writeFileSync(draft, data, { mode: 0o600, flush: true });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Has the disk take a file that somebody else wrote. Never for a database that is open: closing it takes its locks away. */
export function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
