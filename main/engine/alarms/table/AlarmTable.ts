import type Database from 'better-sqlite3';
import type { AlarmColumn } from '#shared/alarms/alarmTable.ts';
import type {
  AlarmOutline,
  AlarmTableChanges,
  AlarmTablePage,
} from '#shared/contract/alarmTableViews.ts';
import type { Caller } from '../../access/Caller.ts';
import type { AuditChain } from '../../audit/AuditChain.ts';
import { StorageError, type StorageErrorCode } from '../../storage/StorageError.ts';
import { AskedThread } from '../../threads/AskedThread.ts';
import type { AlarmViews } from './AlarmViews.ts';
import type { AlarmReaderCalls } from './alarmReaderMessages.ts';
import type { AlarmQuestion } from './alarmSearch.ts';
import type { ChangesQuestion, OutlineQuestion, PageQuestion } from './readAlarms.ts';

/** Questions that may wait for one thread. Beyond that an answer would come when nobody looks at it any more. */
const MOST_WAITING = 32;
/** Somebody waits in front of the screen; what an export asks for is a page as well. */
const TIMEOUT_MS = 30_000;

type Question<Of> = Omit<Of, 'simulated'>;

export interface AlarmTableParts {
  readonly db: Database.Database;
  /** The database: other threads open it for themselves. */
  readonly path: string;
  readonly site: { readonly simulated: boolean };
  readonly audit: Pick<AuditChain, 'append'>;
  readonly views: AlarmViews;
}

/** All alarms, standing and past, for whoever looks for one. Searched beside the monitoring. */
export class AlarmTable {
  readonly views: AlarmViews;
  readonly #parts: AlarmTableParts;
  readonly #pages = new WaitingThread();
  /** Its own thread: counting a million must not keep a page waiting. */
  readonly #outlines = new WaitingThread();

  constructor(parts: AlarmTableParts) {
    this.#parts = parts;
    this.views = parts.views;
  }

  page(question: Question<PageQuestion>): Promise<AlarmTablePage> {
    return this.#pages.ask('page', this.#of(question));
  }

  outline(question: Question<OutlineQuestion>): Promise<AlarmOutline> {
    return this.#outlines.ask('outline', this.#of(question));
  }

  changes(question: Question<ChangesQuestion>): Promise<AlarmTableChanges> {
    return this.#pages.ask('changes', this.#of(question));
  }

  /** Enters it into the record before anything leaves. @returns up to which alarm it goes */
  beginExport(
    asked: AlarmQuestion & { readonly format: string; readonly columns: readonly AlarmColumn[] },
    by: Caller,
  ): { readonly through: number } {
    const { db, audit } = this.#parts;
    const { format, filter, sort, order, columns } = asked;
    const detail = { format, filter, sort, order, columns };
    return db
      .transaction(() => {
        audit.append({ by, action: 'alarm.export', subject: null, detail });
        const through = db.prepare<[], number>('SELECT coalesce(max(rowid), 0) FROM alarm').pluck();
        return { through: through.get() ?? 0 };
      })
      .immediate();
  }

  async close(): Promise<void> {
    await Promise.all([this.#pages.close(), this.#outlines.close()]);
  }

  #of<Asked>(question: Asked): {
    readonly path: string;
    readonly question: Asked & { readonly simulated: boolean };
  } {
    const { path, site } = this.#parts;
    return { path, question: { ...question, simulated: site.simulated } };
  }
}

/** A thread that refuses rather than lets the queue before it grow. */
class WaitingThread extends AskedThread<AlarmReaderCalls, StorageErrorCode> {
  #waiting = 0;

  constructor() {
    super({
      url: new URL('./alarmReader.worker.ts', import.meta.url),
      timeoutMs: { page: TIMEOUT_MS, outline: TIMEOUT_MS, changes: TIMEOUT_MS },
      failed: (code, message) => new StorageError(code, message),
      lost: (reason) =>
        new StorageError(
          'readerFailed',
          `reading the table of alarms failed: ${reason}. Ask again.`,
        ),
      closed: () => new StorageError('closed', 'the engine is closing'),
    });
  }

  override async ask<Name extends keyof AlarmReaderCalls>(
    method: Name,
    request: AlarmReaderCalls[Name]['request'],
  ): Promise<AlarmReaderCalls[Name]['answer']> {
    if (this.#waiting >= MOST_WAITING)
      throw new StorageError('conflict', 'too many look for alarms at once. Ask again.');
    this.#waiting++;
    try {
      return await super.ask(method, request);
    } finally {
      this.#waiting--;
    }
  }
}
