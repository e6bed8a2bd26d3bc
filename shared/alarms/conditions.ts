/** Which alarm kinds one reading gives cause for, as bits, so that a calm reading costs one comparison. */
import type { Assessment } from '#shared/scoring/assessment.ts';
import type { QualityFlag, Reading } from '#shared/telemetry/reading.ts';
import { alarmBits, isCommunicationError } from '#shared/telemetry/statusBits.ts';
import { type AlarmKind, type AlarmPriority, READING_KINDS } from './alarm.ts';
import { KIND_RULES } from './kinds.ts';

/** A set of the kinds that readings raise and clear: bit n is `READING_KINDS[n]`. */
export type KindSet = number;
export type ReadingKind = (typeof READING_KINDS)[number];

/** 0 for a kind that no reading raises. */
export function kindBit(kind: AlarmKind): KindSet {
  const index = (READING_KINDS as readonly AlarmKind[]).indexOf(kind);
  return index < 0 ? 0 : 1 << index;
}

const RISK = kindBit('risk');
const COMMUNICATION = kindBit('communicationError');
/** What each doubt about a reading gives cause for: a trouble of its own, or nothing. */
const QUALITY_CAUSES: Readonly<Record<QualityFlag, KindSet>> = {
  outOfRange: kindBit('impossibleReading'),
  verifyMismatch: kindBit('verifyMismatch'),
  clockSkew: kindBit('clockSkew'),
  stuck: kindBit('stuckSensor'),
  sequenceGap: kindBit('sequenceGap'),
  // A device without a clock is a simple one, and a late message is a network's doing.
  noDeviceTime: 0,
  late: 0,
};
/** `READING_KINDS` lists the twelve status bits in their own order, so that they move as one number. */
const FIRST_STATUS_BIT = READING_KINDS.indexOf('overvoltage');

/**
 * The kinds whose cause is present in this reading. The twelve bits count under a communication error too: what the
 * device managed to say about danger is not thrown away.
 */
export function causesIn({ status, quality }: Reading, { effectiveLevel }: Assessment): KindSet {
  let causes = alarmBits(status) << FIRST_STATUS_BIT;
  if (isCommunicationError(status)) causes |= COMMUNICATION;
  if (effectiveLevel === 'HIGH' || effectiveLevel === 'CRITICAL') causes |= RISK;
  if (quality.length > 0) for (const flag of quality) causes |= QUALITY_CAUSES[flag];
  return causes;
}

/** The kinds of a set, in the order of `READING_KINDS`. */
export function kindsOf(set: KindSet): readonly ReadingKind[] {
  return READING_KINDS.filter((_, index) => (set & (1 << index)) !== 0);
}

/** The priority that the cause demands now. Only `risk` depends on the reading. */
export function priorityOf(kind: AlarmKind, { effectiveLevel }: Assessment): AlarmPriority {
  return kind === 'risk' && effectiveLevel === 'CRITICAL' ? 'CRITICAL' : KIND_RULES[kind].priority;
}

/**
 * Whether a reading without the cause shows that the cause is gone. It doesn't when the device reports a
 * communication error or contradicts its own status (its calm may be an old or damaged one), nor, for what a broken
 * probe could hide, when a value is impossible. Such a reading is still believed when it says danger.
 */
export function showsCalm(kind: AlarmKind, { status, quality }: Reading): boolean {
  if (isCommunicationError(status) || quality.includes('verifyMismatch')) return false;
  return KIND_RULES[kind].clearedByOutOfRange || !quality.includes('outOfRange');
}
