/** The reasons of an assessment as a person wants them: each cause once, the weightiest first. */
import type { StatusBit } from '#shared/telemetry/statusBits.ts';
import type { Reason, ReasonCode } from './assessment.ts';

/** Codes that name one hazard at different strengths, or from different parts of the score. */
const HAZARD: Readonly<Partial<Record<ReasonCode, string>>> = {
  temperatureElevated: 'heat',
  temperatureHigh: 'heat',
  temperatureCritical: 'heat',
  arcs: 'arcs',
  arcsFrequent: 'arcs',
  recentArcs: 'arcs',
};

/**
 * One hazard counts in several parts of the score and comes with a reason from each. The one that says most is kept:
 * the hazard floor's, whose limit decided the level, then the heaviest. The score itself comes last: it is the sum of
 * the others and means the least to somebody who has to go and look.
 */
export function tellingReasons(reasons: readonly Reason[]): readonly Reason[] {
  const best = new Map<string, Reason>();
  for (const reason of reasons) {
    const key = HAZARD[reason.code] ?? `${reason.code}|${reason.subject ?? ''}`;
    const known = best.get(key);
    if (known === undefined || rank(reason) > rank(known)) best.set(key, reason);
  }
  return [...best.values()].sort((a, b) => rank(b) - rank(a));
}

const HEAT = ['temperatureCritical', 'temperatureHigh', 'temperatureElevated'] as const;
const ARCS = ['arcs', 'arcsFrequent', 'recentArcs'] as const;

/** The measured causes of what each of a device's alarm bits says. */
const OF_BIT: Readonly<Record<StatusBit, readonly ReasonCode[]>> = {
  overvoltage: ['overvoltage'],
  powerOutage: ['undervoltage'],
  overcurrent: ['overcurrent'],
  totalLeakage: ['totalLeakage'],
  resistiveLeakage: ['resistiveLeakage'],
  powerAnomaly: ['powerMismatch', 'abnormalResistance'],
  pcbTempAlarm: HEAT,
  sensorTempAlarm: HEAT,
  coAlarm: ['coHigh'],
  vocAlarm: ['vocHigh'],
  powerFactorAlarm: ['lowPowerFactor'],
  arcAlarm: ARCS,
};

const isBit = (kind: string): kind is StatusBit => Object.hasOwn(OF_BIT, kind);

/**
 * The one reason that stands beside an alarm. An alarm of a device's own bit is explained by what it is about: a hot
 * terminal is no reason for over-current, however much it weighs. @returns null without reasons
 */
export function headlineOf(kind: string, reasons: readonly Reason[]): Reason | null {
  const telling = tellingReasons(reasons);
  const own = (reason: Reason) =>
    isBit(kind) &&
    (OF_BIT[kind].includes(reason.code) ||
      (reason.code === 'statusBit' && reason.subject === kind));
  return telling.find(own) ?? telling[0] ?? null;
}

/** What is waited for explains the others and comes after them, and so does the score. */
const LAST: ReadonlySet<ReasonCode> = new Set(['finalScore', 'unconfirmed', 'unconfirmedCritical']);

const rank = (reason: Reason): number =>
  reason.weight +
  (reason.source === 'floor' ? 2 : 0) +
  (reason.limit === undefined ? 0 : 0.5) -
  (LAST.has(reason.code) ? 2.1 : 0);
