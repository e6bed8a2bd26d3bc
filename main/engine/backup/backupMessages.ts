/** What the engine's thread and the backup's thread say to each other. */
import type { BackupProblem } from '#shared/archive/backup.ts';
import type { ThreadQuestion, ThreadReply } from '../threads/AskedThread.ts';
import type { BackupOutcome, BackupRequest } from './runBackup.ts';

export interface PrepareRequest {
  readonly dataDir: string;
  readonly folder: string;
}

export interface BackupCalls {
  run: { request: BackupRequest; answer: BackupOutcome };
  /** Whether the folder can be backed up to; makes it one. */
  prepare: { request: PrepareRequest; answer: null };
}

export type BackupQuestion =
  | ThreadQuestion<BackupCalls, 'run'>
  | ThreadQuestion<BackupCalls, 'prepare'>;
export type BackupReply = ThreadReply<BackupCalls, BackupProblem>;
