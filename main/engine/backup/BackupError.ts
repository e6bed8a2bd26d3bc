import type { BackupProblem } from '#shared/archive/backup.ts';
import { type StorageError, toStorageError } from '../storage/StorageError.ts';

/** Why a backup or a restore was not done: `code` for what people are told, `message` for what and where. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly code: BackupProblem;

  constructor(code: BackupProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** @param file what was being written or read */
export function toBackupError(error: unknown, file: string): BackupError {
  if (error instanceof BackupError) return error;
  const { code, message } = toStorageError(error, file);
  return new BackupError(PROBLEM_OF[code] ?? 'failed', message, { cause: error });
}

const PROBLEM_OF: Readonly<Partial<Record<StorageError['code'], BackupProblem>>> = {
  diskFull: 'full',
  readOnly: 'notWritable',
  locked: 'inUse',
  corrupt: 'damaged',
};
