import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lockDataDir } from '#engine/storage/lockDataDir.ts';
import { StorageError } from '#engine/storage/StorageError.ts';
import { startChild } from './child.ts';
import { temporaryFolder } from './folder.ts';

function refusal(act: () => unknown): StorageError {
  try {
    act();
  } catch (error) {
    if (error instanceof StorageError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a data folder', () => {
  test('is held by one engine at a time, and the second is told what to do', () => {
    const folder = temporaryFolder();
    const lock = lockDataDir(folder);
    const { code, message } = refusal(() => lockDataDir(folder));
    expect(code).toBe('locked');
    expect(message).toContain(folder);
    expect(message).toContain('choose another folder');
    lock.release();
    expect(readdirSync(folder)).toEqual(['lock.db']);
  });

  test('can be taken again after it was released, also when it is released twice', () => {
    const folder = temporaryFolder();
    const lock = lockDataDir(folder);
    lock.release();
    lock.release();
    lockDataDir(folder).release();
  });

  test('says nothing about another folder', () => {
    const one = lockDataDir(temporaryFolder());
    const other = lockDataDir(temporaryFolder());
    one.release();
    other.release();
  });

  test('is refused while another process holds it, and free as soon as that is killed', async () => {
    const folder = temporaryFolder();
    const child = startChild(new URL('./children/holdLock.ts', import.meta.url), [folder]);
    expect(await child.line()).toBe('locked');
    const { code, message } = refusal(() => lockDataDir(folder));
    expect(code).toBe('locked');
    expect(message).toContain(`process ${child.pid} on ${hostname()}, since 20`);
    await child.kill();
    lockDataDir(folder).release();
  });

  test('whose lock file is garbage can still be taken, and held', () => {
    const folder = temporaryFolder();
    writeFileSync(
      path.join(folder, 'lock.db'),
      'not a database at all, but long enough to look at '.repeat(40),
    );
    const lock = lockDataDir(folder);
    expect(refusal(() => lockDataDir(folder)).code).toBe('locked');
    lock.release();
  });

  test('that takes no name of its holder is held all the same', () => {
    const folder = temporaryFolder();
    mkdirSync(path.join(folder, 'lock.json'));
    const lock = lockDataDir(folder);
    expect(refusal(() => lockDataDir(folder)).message).toContain('using this data folder. Close');
    lock.release();
  });

  test('that is not a folder is refused with its name', () => {
    const file = path.join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    const { code, message } = refusal(() => lockDataDir(file));
    expect(code).toBe('readOnly');
    expect(message).toContain(file);
  });
});
