/** What the engine's thread and the threads that search the table of alarms say to each other. */
import type {
  AlarmOutline,
  AlarmTableChanges,
  AlarmTablePage,
} from '#shared/contract/alarmTableViews.ts';
import type { StorageErrorCode } from '../../storage/StorageError.ts';
import type { ThreadQuestion, ThreadReply } from '../../threads/AskedThread.ts';
import type { ChangesQuestion, OutlineQuestion, PageQuestion } from './readAlarms.ts';

interface Of<Question> {
  /** The database: the thread opens it for itself. */
  readonly path: string;
  readonly question: Question;
}

export interface AlarmReaderCalls {
  page: { request: Of<PageQuestion>; answer: AlarmTablePage };
  outline: { request: Of<OutlineQuestion>; answer: AlarmOutline };
  changes: { request: Of<ChangesQuestion>; answer: AlarmTableChanges };
}

export type AlarmReaderQuestion = {
  [Name in keyof AlarmReaderCalls]: ThreadQuestion<AlarmReaderCalls, Name> & {
    readonly method: Name;
  };
}[keyof AlarmReaderCalls];

export type AlarmReaderReply = ThreadReply<AlarmReaderCalls, StorageErrorCode>;
