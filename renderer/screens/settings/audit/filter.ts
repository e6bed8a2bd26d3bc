import type { AuditAction } from '#shared/audit/actions.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** What of the record is looked for. */
export interface AuditFilter {
  readonly person?: string;
  readonly action?: AuditAction;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}
