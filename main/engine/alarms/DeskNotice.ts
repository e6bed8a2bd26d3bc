import type { DeskKind } from '#shared/alarms/alarm.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** One thing that the desk noticed of itself. */
export interface DeskNotice {
  readonly kind: DeskKind;
  readonly subject: string;
  readonly detail: string | null;
  /** Since when. */
  readonly at: EpochMs;
  /** It is over as soon as it was noticed. */
  readonly momentary: boolean;
}
