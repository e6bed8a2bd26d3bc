/** What each kind of alarm is: its class, whether it latches, and how urgent it is inside its class. */
import type { AlarmClass, AlarmKind, AlarmPriority } from './alarm.ts';

export interface KindRule {
  readonly alarmClass: AlarmClass;
  /** A latched alarm stays after its cause is gone, until acknowledged and reset. */
  readonly latching: boolean;
  /** For `risk` the least it can have; its level says the rest. */
  readonly priority: AlarmPriority;
  /**
   * Whether a reading with values outside the possible range can still show that the cause is gone. A broken probe
   * reads like a cold one, so not for what a broken probe could hide.
   */
  readonly clearedByOutOfRange: boolean;
}

/** Danger itself, predicted or measured: heat, arcs, combustion gas. One reading of it is enough, so it latches. */
const fire = (priority: AlarmPriority): KindRule => ({
  alarmClass: 'fire',
  latching: true,
  priority,
  clearedByOutOfRange: false,
});

/** An electrical abnormality to look at. Where it becomes dangerous, the `risk` alarm of the same device says so. */
const supervisory = (priority: AlarmPriority): KindRule => ({
  alarmClass: 'supervisory',
  latching: false,
  priority,
  clearedByOutOfRange: true,
});

/** Something in the monitoring chain can't be trusted. */
const trouble = (priority: AlarmPriority): KindRule => ({
  alarmClass: 'trouble',
  latching: false,
  priority,
  clearedByOutOfRange: true,
});

/**
 * Priorities follow the hazard floor: what alone demands HIGH there is HIGH here, voltage and power factor alone are
 * at most MEDIUM. CRITICAL is left to the `risk` alarm, which alone has seen how far a value is over its limit.
 */
export const KIND_RULES: Readonly<Record<AlarmKind, KindRule>> = {
  risk: fire('HIGH'),
  pcbTempAlarm: fire('HIGH'),
  sensorTempAlarm: fire('HIGH'),
  // Insulation that chars gives off carbon monoxide before it flames.
  coAlarm: fire('HIGH'),
  arcAlarm: fire('HIGH'),
  // Paint and cleaning give off organic vapour too; with carbon monoxide the hazard floor makes it a fire risk.
  vocAlarm: supervisory('MEDIUM'),
  overcurrent: supervisory('HIGH'),
  totalLeakage: supervisory('HIGH'),
  resistiveLeakage: supervisory('HIGH'),
  overvoltage: supervisory('MEDIUM'),
  powerOutage: supervisory('MEDIUM'),
  powerAnomaly: supervisory('MEDIUM'),
  powerFactorAlarm: supervisory('LOW'),
  // A device that is not heard is a blind spot; one that complains still speaks.
  deviceSilent: trouble('HIGH'),
  communicationError: trouble('MEDIUM'),
  clockSkew: trouble('LOW'),
  impossibleReading: trouble('MEDIUM'),
  verifyMismatch: trouble('LOW'),
  stuckSensor: trouble('MEDIUM'),
  sequenceGap: trouble('LOW'),
  // Confirmed before they are raised, and never CRITICAL alone: that takes a second hazard, which `risk` sees.
  emergencyTemperature: fire('HIGH'),
  riskJump: fire('HIGH'),
  riskCluster: fire('HIGH'),
  // A motor's brushes do it too; where it is dangerous, `risk` says so.
  frequentArcs: supervisory('HIGH'),
  // Nothing is heard of a whole part of the building.
  feedDown: trouble('HIGH'),
  dataGap: trouble('LOW'),
  // Somebody has to go and look whether it is over.
  lateDanger: trouble('HIGH'),
  // Thirty days before, there is time; from the end on the feed is down, and says so itself.
  certificateEnding: trouble('LOW'),
  // Every time that is recorded is wrong, and encrypted connections fail.
  deskClockWrong: trouble('MEDIUM'),
  sourceFlooded: trouble('MEDIUM'),
  // What happens is not being recorded.
  storageFailing: trouble('HIGH'),
  diskLow: trouble('MEDIUM'),
  databaseSalvaged: trouble('MEDIUM'),
  backupFailing: trouble('MEDIUM'),
  // What people did can no longer be proven.
  auditBroken: trouble('HIGH'),
  modelUnavailable: trouble('MEDIUM'),
  modelDegraded: trouble('MEDIUM'),
  notificationFailing: trouble('MEDIUM'),
  // A desk that can't be heard or seen is no desk.
  soundFailing: trouble('HIGH'),
  displayAsleep: trouble('HIGH'),
  // Both desks go on; only what is done at one isn't seen at the other.
  peerDown: trouble('LOW'),
  // People outside are told twice until one of them gets an id of its own.
  sameDeskId: trouble('LOW'),
};
