/** What one method's alarms in one episode are worth. */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { AlarmSpan } from './AlarmTrack.ts';
import { type Episode, kindOf } from './episode.ts';

/** An alarm with less lead than this comes too late to do anything about the fire. */
export const LEAST_LEAD_MS = 2 * 60_000;
/** So long after the ignition an alarm still counts as late; after that the fire was missed. */
export const LATE_MS = 5 * 60_000;

export type Finding =
  /** Alarmed at least two minutes before the ignition. */
  | 'detected'
  /** Alarmed before the ignition, but less than two minutes. */
  | 'short'
  /** First alarmed within five minutes after the ignition. */
  | 'late'
  | 'missed';

export interface MethodAlarms {
  readonly alarms: readonly AlarmSpan[];
  readonly sinceOnset: EpochMs | null;
}

export interface Outcome {
  /** Of a fire; null for every other episode. */
  readonly finding: Finding | null;
  /** ms from the first alarm since the onset to the ignition; null when there was none before it. */
  readonly leadMs: number | null;
  /**
   * Alarms that began while there was nothing: all of a normal day, and those before the onset of a fire or a hazard.
   * Of a hard negative see `alarmed`.
   */
  readonly falseAlarms: number;
  /** Of a hard negative or a hazard: whether it was alarmed at all. */
  readonly alarmed: boolean;
}

/**
 * An alarm that began before the onset was false, also when it was still on at the onset; it then finds the fire too,
 * with a lead that is counted from the onset.
 */
export function outcomeOf(episode: Episode, { alarms, sinceOnset }: MethodAlarms): Outcome {
  const kind = kindOf(episode);
  const onset = episode.onset ?? episode.start;
  if (kind === 'normal')
    return {
      finding: null,
      leadMs: null,
      falseAlarms: alarms.length,
      alarmed: alarms.length > 0,
    };
  if (kind === 'hardNegative')
    return { finding: null, leadMs: null, falseAlarms: 0, alarmed: alarms.length > 0 };
  const falseAlarms = alarms.filter(({ start }) => start < onset).length;
  const alarmed = sinceOnset !== null;
  if (kind === 'hazard' || episode.ignition === null)
    return { finding: null, leadMs: null, falseAlarms, alarmed };
  const lead = sinceOnset === null ? null : episode.ignition - sinceOnset;
  return {
    finding: findingOf(lead),
    leadMs: lead !== null && lead >= 0 ? lead : null,
    falseAlarms,
    alarmed,
  };
}

function findingOf(lead: number | null): Finding {
  if (lead === null || lead < -LATE_MS) return 'missed';
  if (lead >= LEAST_LEAD_MS) return 'detected';
  return lead >= 0 ? 'short' : 'late';
}
