/**
 * First-out: which alarm of a burst came first. A burst is the fire and supervisory alarms behind one upstream panel
 * (where no panel is known, in one zone), each beginning at most a minute after the one before it.
 */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmKind } from './alarm.ts';
import { KIND_RULES } from './kinds.ts';

export const BURST_GAP_MS = 60_000;

/** Trouble in the monitoring chain tells nothing of what happened in the wiring. */
export function canBeFirstOut(kind: AlarmKind): boolean {
  return KIND_RULES[kind].alarmClass !== 'trouble';
}

export interface Onset {
  readonly id: string;
  /** Event time. */
  readonly onsetAt: EpochMs;
}

/** Earlier first; of the same millisecond the id decides, so that every desk decides alike. */
export function compareOnsets(a: Onset, b: Onset): number {
  return a.onsetAt - b.onsetAt || (a.id < b.id ? -1 : Number(a.id > b.id));
}

/** The bursts of one panel's onsets, each with its first in front; in any order given. */
export function burstsOf(
  onsets: readonly Onset[],
  gapMs: number = BURST_GAP_MS,
): readonly (readonly Onset[])[] {
  const bursts: Onset[][] = [];
  for (const onset of [...onsets].sort(compareOnsets)) {
    const burst = bursts.at(-1);
    const before = burst?.at(-1);
    if (burst && before && onset.onsetAt - before.onsetAt <= gapMs) burst.push(onset);
    else bursts.push([onset]);
  }
  return bursts;
}
