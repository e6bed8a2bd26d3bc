import type { BackupDone, BackupProblem, BackupSettings } from '#shared/archive/backup.ts';
import type { RetentionPeriods } from '#shared/archive/periods.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

interface BackupFailure {
  readonly at: EpochMs;
  readonly kind: 'night' | 'increment';
  readonly code: BackupProblem;
  /** What and where, for the person who mends it. */
  readonly detail: string;
}

export interface BackupView {
  /** Null when no backups are made. */
  readonly settings: BackupSettings | null;
  readonly running: 'night' | 'increment' | null;
  /** The last whole backup that was verified; null before the first. */
  readonly done: BackupDone | null;
  /** Of which moment the newest copy is since this start; null before the first. */
  readonly newestPointAt: EpochMs | null;
  /** Why the last try failed; null when it didn't. */
  readonly failed: BackupFailure | null;
}

/** What is kept, how long, and where else. */
export interface ArchiveView {
  readonly periods: RetentionPeriods;
  /** What there is now. */
  readonly kept: {
    /** The oldest day of readings, as YYYY-MM-DD. */
    readonly readingsFrom: string | null;
    readonly readingsBytes: number;
    readonly summariesFrom: string | null;
    readonly summariesBytes: number;
    /** Days that stay, however old, because somebody still works with them. */
    readonly daysInUse: number;
    readonly freeBytes: number | null;
  };
  readonly backup: BackupView;
}

export type SaveBackupAnswer =
  | { readonly done: true }
  | { readonly done: false; readonly code: BackupProblem; readonly detail: string };
