/** What a restore leaves in the data folder for the desk that starts in it. */
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { StorageError } from './StorageError.ts';

const RestoredSchema = z.object({
  from: z.string(),
  /** Of which moment the control room is. */
  point: z.number(),
  at: z.number(),
});
type Restored = z.infer<typeof RestoredSchema>;

const restoringFile = (dataDir: string): string => path.join(dataDir, 'restoring.json');
const restoredFile = (dataDir: string): string => path.join(dataDir, 'restored.json');

/** Stands while files are being moved. @returns its file, to be deleted when they are. */
export function writeRestoring(dataDir: string, told: Restored): string {
  writeFileSync(restoringFile(dataDir), JSON.stringify(told), { flush: true });
  return restoringFile(dataDir);
}

export function writeRestored(dataDir: string, told: Restored): void {
  writeFileSync(restoredFile(dataDir), JSON.stringify(told), { flush: true });
}

/** @throws StorageError `conflict` where a restore was cut off: half of one folder and half of another is neither. */
export function refuseUnfinishedRestore(dataDir: string): void {
  if (!existsSync(restoringFile(dataDir))) return;
  throw new StorageError(
    'conflict',
    `${dataDir}: a restore was cut off while files were moved. Run "emberwatch restore --force" again; nothing was deleted.`,
  );
}

/** @returns what was restored since the last start; null when nothing was. `done` forgets it. */
export function restoredSince(dataDir: string): { told: Restored; done: () => void } | null {
  const file = restoredFile(dataDir);
  if (!existsSync(file)) return null;
  try {
    const told = RestoredSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return { told, done: () => rmSync(file, { force: true }) };
  } catch {
    rmSync(file, { force: true });
    return null;
  }
}

/** Whether they are one folder, or one is inside the other. Both have to exist. */
export function isSameFolder(a: string, b: string): boolean {
  const [one, other] = [`${realpathSync(a)}${path.sep}`, `${realpathSync(b)}${path.sep}`];
  return one.startsWith(other) || other.startsWith(one);
}
