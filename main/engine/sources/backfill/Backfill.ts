/** Where missed readings can be had from afterwards. What they become is `main/engine/gaps`. */
import type { ScoredReading } from '#engine/scoredReading.ts';
import type { FloorWatch, OwnSigns } from '#shared/scoring/FloorWatch.ts';
import type { DeviceHistory } from '#shared/scoring/history.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** A span of event time, both ends included. */
export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A wire message as the device sent it. */
export interface MissedMessage {
  /** `fire-prediction/device/<id>/data`; empty when only the payload says of which device it is. */
  readonly topic: string;
  readonly payload: Uint8Array;
  /** To be called when it is on disk, or not wanted: until then whoever has it keeps it. */
  done?(): void;
}

export interface Backfill {
  /** Where, without secrets, for the log and the screens. */
  readonly description: string;
  /**
   * Whatever may lie in the span, in any order, more than once, and with other messages among it: the caller chooses.
   * It is read as fast as it is asked for.
   * @throws Error with a sentence for the operator when nothing, or not all, can be had
   */
  read(span: Span, signal: AbortSignal): AsyncIterable<MissedMessage>;
  /** What has to be ready before anything is missed, such as a session at a broker that collects. Never throws. */
  prepare?(): void;
}

/** What judges the readings of one run, and keeps count of them. */
export interface BackfillTally {
  /**
   * As the run saw the device so far: each reading is judged by what came before it, not by what came since.
   * @param signs what is unusual for the device, as far as that is known now
   */
  contextOf(
    deviceId: string,
    signs: OwnSigns,
  ): { readonly history: DeviceHistory; readonly floors: FloorWatch };
  /** It was new, and is taken in. */
  took(scored: ScoredReading): void;
  /** It was known already. */
  repeated(): void;
}
