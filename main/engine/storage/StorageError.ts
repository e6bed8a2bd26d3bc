import Database from 'better-sqlite3';

export type StorageErrorCode =
  /** The file was written by a newer version of the program. */
  | 'newerThanProgram'
  /** The folder or file can't be written by this user. */
  | 'readOnly'
  /** Another engine holds the data folder, or another program holds the file. */
  | 'locked'
  | 'diskFull'
  | 'corrupt'
  /** The disk answered with an error. */
  | 'diskFailing'
  /** The thread that reads history stopped, or took too long. */
  | 'readerFailed'
  /** Asked after `close()`. */
  | 'closed'
  /** The row that the request names, or refers to, does not exist. */
  | 'notFound'
  /** A name that stands for one thing was used for another. */
  | 'conflict'
  | 'internal';

/** What went wrong with which file, and what to do about it. Hosts switch on `code`; people read `message`. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  readonly code: StorageErrorCode;

  constructor(code: StorageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const ADVICE: Readonly<Partial<Record<StorageErrorCode, string>>> = {
  readOnly: 'it cannot be written. Give this user write access to the folder, or choose another.',
  locked: 'another program is using it. Close that program and try again.',
  diskFull: 'the disk is full. Free some space; nothing was half-written.',
  corrupt: 'it is damaged. Restarting sets it aside and saves what can be read.',
  diskFailing: 'the disk reports errors. Check the disk and its cable, then restart.',
};

/** Puts SQLite's and the file system's errors into this program's terms; a `StorageError` passes unchanged. */
export function toStorageError(error: unknown, file: string): StorageError {
  if (error instanceof StorageError) return error;
  const code = classify(error);
  const reason = error instanceof Error ? error.message : String(error);
  return new StorageError(code, `${file}: ${ADVICE[code] ?? 'unexpected error.'} (${reason})`, {
    cause: error,
  });
}

/** True for what SQLite says of a damaged file, whether it saw the damage in the header or further in. */
export function isCorruption(error: unknown): boolean {
  return classify(error) === 'corrupt';
}

function classify(error: unknown): StorageErrorCode {
  if (error instanceof StorageError) return error.code;
  if (error instanceof Database.SqliteError) return ofSqlite(error.code);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'diskFull';
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return 'readOnly';
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'readOnly';
  if (code === 'EIO') return 'diskFailing';
  // better-sqlite3 throws a TypeError when the folder is not there or can't be entered.
  if (error instanceof TypeError && error.message.includes('directory')) return 'readOnly';
  return 'internal';
}

function ofSqlite(code: string): StorageErrorCode {
  if (code === 'SQLITE_FULL') return 'diskFull';
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return 'corrupt';
  // A page that ends beyond the file: what a truncated file looks like to some reads.
  if (code === 'SQLITE_IOERR_SHORT_READ') return 'corrupt';
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) return 'readOnly';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'locked';
  if (code.startsWith('SQLITE_IOERR')) return 'diskFailing';
  if (code.startsWith('SQLITE_CONSTRAINT')) return 'notFound';
  return 'internal';
}
