import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockDataDir } from '#engine/storage/lockDataDir.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { StorageError } from '#engine/storage/StorageError.ts';
import { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import { asOrdinaryUser } from '../../support/ordinaryUser.ts';
import { filesLike, silent, temporaryFolder } from './folder.ts';
import { NOON } from './telemetry.ts';

function refusal(act: () => unknown): StorageError {
  try {
    asOrdinaryUser(act);
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

/** A data folder that was written by someone else and may only be read. */
function readOnlyFolder(): string {
  const parent = temporaryFolder();
  chmodSync(parent, 0o755);
  const folder = path.join(parent, 'data');
  mkdirSync(folder);
  const file = path.join(folder, 'control-room.db');
  openControlRoom({ path: file, now: () => NOON, log: silent }).db.close();
  chmodSync(file, 0o444);
  if (process.geteuid?.() === 0) chownSync(folder, 0, 0);
  chmodSync(folder, 0o555);
  return folder;
}

describe.skipIf(process.platform === 'win32')('a data folder that can’t be written', () => {
  const acts: readonly (readonly [string, (folder: string) => unknown])[] = [
    ['the lock', (folder) => lockDataDir(folder)],
    [
      'the control room',
      (folder) =>
        openControlRoom({
          path: path.join(folder, 'control-room.db'),
          now: () => NOON,
          log: silent,
        }),
    ],
    [
      'the telemetry',
      (folder) =>
        new TelemetryStore({ dir: path.join(folder, 'telemetry'), now: () => NOON, log: silent }),
    ],
  ];
  test.each(acts)('is refused by %s with its name, and left as it is', (_, act) => {
    const folder = readOnlyFolder();
    const { code, message } = refusal(() => act(folder));
    expect(code).toBe('readOnly');
    expect(message).toContain(folder);
    expect(message).toContain('write access');
    chmodSync(folder, 0o755);
    expect(filesLike(folder, '')).toEqual(['control-room.db']);
  });
});
