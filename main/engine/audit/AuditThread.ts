import { StorageError, type StorageErrorCode } from '../storage/StorageError.ts';
import { AskedThread } from '../threads/AskedThread.ts';
import type { AuditCalls } from './auditMessages.ts';

/** The engine's end of a thread on which the record is read. */
export class AuditThread extends AskedThread<AuditCalls, StorageErrorCode> {
  constructor() {
    super({
      url: new URL('./audit.worker.ts', import.meta.url),
      // A page that takes longer is of no use to anyone; a chain of many years may.
      timeoutMs: { page: 30_000, verify: 3_600_000 },
      failed: (code, message) => new StorageError(code, message),
      lost: (reason) =>
        new StorageError('readerFailed', `reading the audit record failed: ${reason}. Ask again.`),
      closed: () => new StorageError('closed', 'the engine is closing'),
    });
  }
}
