/** The numbers of the alarm machine itself, apart from the limits that scoring judges by. */
import type { AlarmKind } from './alarm.ts';
import { KIND_RULES } from './kinds.ts';

export interface Delays {
  /** Readings in a row with the cause before it raises. 1: the first one does. */
  readonly onReadings: number;
  /** Calm readings in a row before the cause counts as gone. */
  readonly offReadings: number;
  /**
   * How far below the limit the measured value must be for a reading to count as calm, as a share of the limit.
   * 0 where no limit of the desk belongs to the kind, or where the device's own bit has its hysteresis already.
   */
  readonly deadBand: number;
}

export const ALARM_SETTINGS = {
  /** Changes whenever a number here does; alarms that no threshold judged name it. */
  version: 'alarms-3',
  /** Comes and goes: so many raises of one kind of one device within this time, and it is held standing. */
  chatter: { raises: 4, withinMs: 600_000, offReadings: 30 },
  /** What the analysis raises stands at least this long after its cause was last seen, beside the off-delay. */
  analysis: { coolDownMs: 300_000 },
} as const;

/**
 * Off-delay three, so that a value on the limit or a flickering bit is one alarm and not one at every flicker; a
 * single dangerous reading begins the count again.
 */
const ORDINARY: Delays = { onReadings: 1, offReadings: 3, deadBand: 0 };

/**
 * What differs. Fire has no on-delay: a signal that lasted one reading is a signal. Nor have most of the device's own
 * bits, because the device has judged them already; those that are known to flicker in sound plants have one.
 */
const DIFFERENT: Readonly<Partial<Record<AlarmKind, Partial<Delays>>>> = {
  risk: { deadBand: 0.02 },
  overvoltage: { deadBand: 0.01 },
  overcurrent: { deadBand: 0.05 },
  totalLeakage: { deadBand: 0.1 },
  resistiveLeakage: { deadBand: 0.1 },
  coAlarm: { deadBand: 0.1 },
  vocAlarm: { deadBand: 0.1 },
  // Motors that start, and loads that are switched, for less than the time between two readings.
  powerAnomaly: { onReadings: 2 },
  powerFactorAlarm: { onReadings: 3, offReadings: 5, deadBand: 0.02 },
  clockSkew: { onReadings: 3, offReadings: 5 },
  impossibleReading: { onReadings: 2, offReadings: 5 },
  verifyMismatch: { onReadings: 3, offReadings: 10 },
  stuckSensor: { offReadings: 5 },
  sequenceGap: { offReadings: 20 },
  emergencyTemperature: { deadBand: 0.02 },
  frequentArcs: { deadBand: 0.2 },
};

export function delaysOf(kind: AlarmKind): Delays {
  const delays = { ...ORDINARY, ...DIFFERENT[kind] };
  return KIND_RULES[kind].alarmClass === 'fire' ? { ...delays, onReadings: 1 } : delays;
}
