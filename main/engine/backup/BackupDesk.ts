import type Database from 'better-sqlite3';
import { writeDetail } from '#shared/alarms/troubleDetail.ts';
import {
  type BackupDone,
  BackupDoneSchema,
  type BackupProblem,
  type BackupSettings,
  BackupSettingsSchema,
  INCREMENT_MS,
  STALE_MS,
} from '#shared/archive/backup.ts';
import type { RetentionPeriods } from '#shared/archive/periods.ts';
import type { BackupView } from '#shared/contract/archiveViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';
import type { Settings } from '../storage/Settings.ts';
import { AskedThread } from '../threads/AskedThread.ts';
import { BackupError } from './BackupError.ts';
import type { BackupCalls } from './backupMessages.ts';
import { nightOf } from './nightOf.ts';
import type { BackupRequest } from './runBackup.ts';

const SETTINGS_KEY = 'backup.settings';
const DONE_KEY = 'backup.done';
/** After a start: first what is more urgent. */
const FIRST_AFTER_MS = 20_000;
/** A night that failed is tried again after so long. */
const RETRY_MS = 1_800_000;
/** A share may be away for a moment; after so many increments in a row that failed the desk says so. */
const FAILED_IN_A_ROW = 6;
const HOURS_MS = 3_600_000;

export interface BackupDeskParts {
  readonly db: Database.Database;
  readonly settings: Settings;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly dataDir: string;
  /** The site's, which may be changed. */
  readonly timeZone: () => string;
  readonly periods: () => RetentionPeriods;
  readonly troubles: Pick<TroubleReporter, 'set'>;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  readonly changed: () => void;
  /** Played in tests; a thread of its own otherwise. */
  readonly thread?: BackupThread;
}

export interface BackupThread {
  ask<Name extends keyof BackupCalls>(
    method: Name,
    request: BackupCalls[Name]['request'],
  ): Promise<BackupCalls[Name]['answer']>;
  close(): Promise<void>;
}

/**
 * Copies the data folder to a second one: each night everything, and every five minutes what happened since. A failure,
 * or no verified backup for two days, is a trouble of the desk.
 */
export class BackupDesk {
  readonly #parts: BackupDeskParts;
  readonly #thread: BackupThread;
  readonly #startedAt: number;
  #running: BackupRequest['kind'] | null = null;
  #work: Promise<void> = Promise.resolve();
  #nextAt: number;
  #nextNightAt = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #failed: BackupView['failed'] = null;
  #newestPointAt: EpochMs | null = null;
  #copied: BackupRequest['copied'] = {};
  /** Counted on, so that the answer of a run with other settings changes nothing. */
  #settingsCount = 0;
  #closed = false;

  constructor(parts: BackupDeskParts) {
    this.#parts = parts;
    this.#thread = parts.thread ?? startThread();
    this.#startedAt = parts.monotonicNow();
    this.#nextAt = this.#startedAt + FIRST_AFTER_MS;
  }

  /** Call about once a second. */
  tick(): void {
    const settings = this.#settings();
    if (settings === null || this.#running !== null) return;
    this.#judgeAge();
    const now = this.#parts.monotonicNow();
    if (now < this.#nextAt) return;
    const night = now >= this.#nextNightAt && this.#nightIsDue(settings);
    this.#begin(night ? 'night' : 'increment', settings);
  }

  view(): BackupView {
    const settings = this.#settings();
    return {
      settings,
      running: this.#running,
      done: settings && this.#done(),
      newestPointAt: this.#newestPointAt,
      failed: this.#failed,
    };
  }

  /** @returns why the folder can't be used; null when it is set up. Null settings end the backups. */
  async save(settings: BackupSettings | null, by: Caller): Promise<BackupView['failed']> {
    const { dataDir, db, audit, now } = this.#parts;
    const before = this.#settings();
    if (settings !== null) {
      try {
        await this.#thread.ask('prepare', { dataDir, folder: settings.folder });
      } catch (error) {
        return this.#failureOf(error);
      }
    }
    db.transaction(() => {
      this.#parts.settings.set(SETTINGS_KEY, settings, Math.round(now()), by.operator);
      // What was backed up elsewhere is of no help here.
      if (before?.folder !== settings?.folder)
        this.#parts.settings.set(DONE_KEY, null, Math.round(now()));
      audit.append({ by, action: 'archive.backup', subject: null, detail: told(before, settings) });
    }).immediate();
    this.#settingsCount++;
    this.#copied = {};
    this.#failures = 0;
    this.#failed = null;
    this.#newestPointAt = null;
    this.#nextNightAt = Number.NEGATIVE_INFINITY;
    this.#nextAt = this.#parts.monotonicNow();
    this.#parts.troubles.set('backupFailing', 'backup', null);
    this.#parts.changed();
    return null;
  }

  /** @returns false when none is set up, or one is under way. */
  backUpNow(by: Caller): boolean {
    const settings = this.#settings();
    if (settings === null || this.#running !== null) return false;
    const { db, audit } = this.#parts;
    db.transaction(() =>
      audit.append({
        by,
        action: 'archive.backUpNow',
        subject: null,
        detail: { folder: settings.folder },
      }),
    ).immediate();
    this.#begin('night', settings);
    return true;
  }

  /** Resolves when nothing runs. */
  idle(): Promise<void> {
    return this.#work;
  }

  /** A run that is under way is given up; the next one cleans up behind it. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread.close();
    await this.#work;
  }

  #settings(): BackupSettings | null {
    return this.#parts.settings.get(SETTINGS_KEY, BackupSettingsSchema);
  }

  #done(): BackupDone | null {
    return this.#parts.settings.get(DONE_KEY, BackupDoneSchema);
  }

  #nightIsDue({ nightHour }: BackupSettings): boolean {
    const { now, timeZone } = this.#parts;
    const done = this.#done();
    const night = (at: EpochMs) => nightOf(at, nightHour, timeZone());
    return done === null || night(done.at) !== night(now());
  }

  #begin(kind: BackupRequest['kind'], settings: BackupSettings): void {
    const { dataDir, periods, now, changed } = this.#parts;
    const { readingsDays, predictionsDays } = periods();
    const request: BackupRequest = {
      dataDir,
      folder: settings.folder,
      kind,
      begin: false,
      at: Math.round(now()),
      keep: { nights: settings.keepNights, readingsDays, predictionsDays },
      copied: this.#copied,
    };
    this.#running = kind;
    changed();
    this.#work = this.#run(request);
  }

  async #run(request: BackupRequest): Promise<void> {
    const { monotonicNow, changed, log } = this.#parts;
    const asked = this.#settingsCount;
    let failure: BackupView['failed'] = null;
    try {
      const outcome = await this.#thread.ask('run', request);
      if (asked === this.#settingsCount) this.#succeeded(request, outcome);
    } catch (error) {
      if (!this.#closed) {
        log.error({ err: error, kind: request.kind }, 'the backup failed and will be tried again');
        failure = this.#failureOf(error);
      }
    }
    this.#running = null;
    if (this.#closed) return;
    if (asked === this.#settingsCount) {
      this.#nextAt = monotonicNow() + INCREMENT_MS;
      if (failure) this.#hasFailed(request.kind, failure);
    }
    changed();
  }

  #succeeded(request: BackupRequest, { done, copied }: BackupCalls['run']['answer']): void {
    const { settings, troubles, log } = this.#parts;
    this.#copied = copied;
    this.#newestPointAt = done.at;
    this.#failures = 0;
    if (request.kind === 'night') {
      settings.set(DONE_KEY, done, done.at);
      log.info({ ...done, folder: request.folder }, 'backed up and verified');
    } else if (this.#failed?.kind === 'night') return;
    this.#failed = null;
    troubles.set('backupFailing', 'backup', null);
  }

  #hasFailed(kind: BackupRequest['kind'], failure: NonNullable<BackupView['failed']>): void {
    this.#failures++;
    // What was copied before may be anywhere: the next increment begins with a whole copy of the day.
    this.#copied = {};
    if (kind === 'night') this.#nextNightAt = this.#parts.monotonicNow() + RETRY_MS;
    if (this.#failed?.kind !== 'night' || kind === 'night') this.#failed = { ...failure, kind };
    if (kind === 'night' || this.#failures >= FAILED_IN_A_ROW)
      this.#parts.troubles.set('backupFailing', 'backup', this.#troubleOf(failure));
  }

  #failureOf(error: unknown): NonNullable<BackupView['failed']> {
    const code: BackupProblem = error instanceof BackupError ? error.code : 'failed';
    const detail = error instanceof Error ? error.message : String(error);
    return { at: this.#parts.now(), kind: 'night', code, detail };
  }

  /** A backup that is old says nothing of what happened since. */
  #judgeAge(): void {
    const { now, troubles, monotonicNow } = this.#parts;
    const done = this.#done();
    // The first one is still to come.
    if (done === null && monotonicNow() - this.#startedAt < STALE_MS) return;
    const age = now() - (done?.at ?? 0);
    if (age <= STALE_MS) {
      if (this.#failed === null) troubles.set('backupFailing', 'backup', null);
      return;
    }
    troubles.set('backupFailing', 'backup', this.#troubleOf(this.#failed));
  }

  #troubleOf(failed: Pick<NonNullable<BackupView['failed']>, 'code' | 'detail'> | null): string {
    const done = this.#done();
    return writeDetail({
      type: 'backup',
      problem: failed?.code ?? null,
      hours: done === null ? null : Math.floor((this.#parts.now() - done.at) / HOURS_MS),
      said: failed?.detail ?? '',
    });
  }
}

function startThread(): BackupThread {
  return new AskedThread<BackupCalls, BackupProblem>({
    url: new URL('./backup.worker.ts', import.meta.url),
    // Terabytes over a slow network; a share that hangs altogether is given up in the end.
    timeoutMs: { run: 6 * HOURS_MS, prepare: 30_000 },
    failed: (code, message) => new BackupError(code, message),
    lost: (reason) => new BackupError('failed', `the backup stopped: ${reason}`),
    closed: () => new BackupError('failed', 'the desk is closed'),
  });
}

function told(
  before: BackupSettings | null,
  after: BackupSettings | null,
): Readonly<Record<string, unknown>> {
  const text = (settings: BackupSettings | null, key: keyof BackupSettings) =>
    String(settings?.[key] ?? '–');
  const keys = ['folder', 'nightHour', 'keepNights'] as const;
  return Object.fromEntries(
    keys
      .filter((key) => before?.[key] !== after?.[key])
      .map((key) => [key, `${text(before, key)} → ${text(after, key)}`]),
  );
}
