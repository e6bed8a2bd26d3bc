/** What crosses about the audit chain. */
import type { AuditKey, AuditRow, ChainReport, SignedHead } from '#shared/audit/entry.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

export interface AuditPage {
  readonly entries: readonly AuditRow[];
  /** Whether there are further ones in the direction asked for. */
  readonly more: boolean;
}

/** What an export begins with; its rows are asked for page by page. */
export interface AuditExport {
  /** The last entry to export: the record of this export. */
  readonly until: number;
  readonly head: SignedHead;
  readonly keys: readonly AuditKey[];
}

/** The newest walk along the chain. */
export interface AuditVerification {
  readonly running: boolean;
  readonly startedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  /** Null before the first one has ended. */
  readonly report: ChainReport | null;
  /** Why the last one could not be made; null when it could. */
  readonly failed: string | null;
}
