import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { isCorruption, StorageError, toStorageError } from '#engine/storage/StorageError.ts';

const sqlite = (code: string) => new Database.SqliteError('said SQLite', code);
const system = (code: string) => Object.assign(new Error('said the system'), { code });

const cases = [
  [sqlite('SQLITE_FULL'), 'diskFull', 'Free some space'],
  [system('ENOSPC'), 'diskFull', 'Free some space'],
  [sqlite('SQLITE_CORRUPT'), 'corrupt', 'sets it aside'],
  [sqlite('SQLITE_CORRUPT_INDEX'), 'corrupt', 'sets it aside'],
  [sqlite('SQLITE_NOTADB'), 'corrupt', 'sets it aside'],
  [sqlite('SQLITE_IOERR_SHORT_READ'), 'corrupt', 'sets it aside'],
  [sqlite('SQLITE_IOERR_WRITE'), 'diskFailing', 'Check the disk'],
  [system('EIO'), 'diskFailing', 'Check the disk'],
  [sqlite('SQLITE_READONLY_DIRECTORY'), 'readOnly', 'write access'],
  [sqlite('SQLITE_CANTOPEN'), 'readOnly', 'write access'],
  [system('EROFS'), 'readOnly', 'write access'],
  [system('EACCES'), 'readOnly', 'write access'],
  [sqlite('SQLITE_BUSY'), 'locked', 'Close that program'],
  [sqlite('SQLITE_BUSY_RECOVERY'), 'locked', 'Close that program'],
  [sqlite('SQLITE_MISUSE'), 'internal', 'unexpected'],
  [new TypeError('x is undefined'), 'internal', 'unexpected'],
  ['a string', 'internal', 'unexpected'],
] as const;

describe('a storage error', () => {
  test.each(cases)('%s is %s and says what to do', (error, code, advice) => {
    const told = toStorageError(error, '/data/control-room.db');
    expect(told.code).toBe(code);
    expect(told.message).toContain('/data/control-room.db');
    expect(told.message).toContain(advice);
    expect(told.cause).toBe(error);
    expect(isCorruption(error)).toBe(code === 'corrupt');
  });

  test('that has its code already passes unchanged', () => {
    const error = new StorageError('newerThanProgram', 'install that version');
    expect(toStorageError(error, 'x')).toBe(error);
  });
});
