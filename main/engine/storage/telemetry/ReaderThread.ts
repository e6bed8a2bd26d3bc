import { AskedThread } from '../../threads/AskedThread.ts';
import { StorageError, type StorageErrorCode } from '../StorageError.ts';
import type { ReaderCalls } from './readerMessages.ts';

/** The engine's end of the thread on which history is read. */
export class ReaderThread extends AskedThread<ReaderCalls, StorageErrorCode> {
  constructor(url: URL) {
    super({
      url,
      // A chart that takes longer is of no use to anyone; saving what is left of a damaged day may.
      timeoutMs: { timeline: 30_000, latest: 30_000, repair: 600_000, summarise: 600_000 },
      failed: (code, message) => new StorageError(code, message),
      lost: (reason) =>
        new StorageError(
          'readerFailed',
          `reading history failed: ${reason}. Ask again; recording goes on.`,
        ),
      closed: () => new StorageError('closed', 'the telemetry store is closed'),
    });
  }
}
