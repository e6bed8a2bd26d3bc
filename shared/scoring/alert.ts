/** What an alert is about, the seed's `AlertManager`: its type, every cause, and what to do. */
import type { SensorValues } from '#shared/telemetry/reading.ts';
import { hasStatusBit } from '#shared/telemetry/statusBits.ts';
import type { RiskLevel } from './assessment.ts';
import { warmest } from './indicators.ts';
import type { Thresholds } from './thresholds.ts';

/** Most urgent first: an alert has the first type that applies, and lists every condition. */
export type AlertType =
  | 'TEMPERATURE_CRITICAL'
  | 'ARC_DETECTED'
  | 'ELECTRICAL_LEAKAGE'
  | 'OVERCURRENT'
  | 'GAS_DETECTION'
  | 'GENERAL_RISK';

const ALERT_CONDITIONS = [
  'HIGH_TEMPERATURE',
  'ARC',
  'LEAKAGE',
  'OVERCURRENT',
  'CO',
  'VOC',
] as const;
export type AlertCondition = (typeof ALERT_CONDITIONS)[number];

/** The words, in both languages, live in `shared/i18n`. */
export type AlertRecommendation =
  | 'COOL_AND_VENTILATE'
  | 'CONSIDER_POWER_OFF'
  | 'INSPECT_WIRING'
  | 'CHECK_INSULATION'
  | 'CHECK_LEAKAGE_BREAKER'
  | 'CHECK_GROUNDING'
  | 'VENTILATE_NOW'
  | 'FIND_GAS_SOURCE'
  | 'INSPECT_SITE_NOW'
  | 'POWER_OFF_IF_NEEDED';

/** Which hazards are there. How each is recognised is the caller's: see `hazardSigns`. */
export interface HazardSigns {
  readonly temperature: boolean;
  readonly arc: boolean;
  readonly leakage: boolean;
  readonly overcurrent: boolean;
  readonly co: boolean;
  readonly voc: boolean;
}

export interface Alert {
  readonly type: AlertType;
  readonly conditions: readonly AlertCondition[];
  readonly recommendations: readonly AlertRecommendation[];
}

type AlertInput = SensorValues & { readonly status: number };

/** What to tell people about a reading whose risk has this level. The seed alerts on HIGH and CRITICAL only. */
export function alertOf(reading: AlertInput, level: RiskLevel, thresholds: Thresholds): Alert {
  const signs = hazardSigns(reading, thresholds);
  return {
    type: alertType(signs),
    conditions: alertConditions(signs),
    recommendations: alertRecommendations(signs, level),
  };
}

/**
 * A hazard is there when the device says so or when the value is over the limit. The seed looks at the bits alone
 * for most of them, so that 95 °C without its bit is a "general risk" without a word about temperature.
 */
function hazardSigns(reading: AlertInput, { limits }: Thresholds): HazardSigns {
  const { status } = reading;
  return {
    temperature:
      hasStatusBit(status, 'pcbTempAlarm') ||
      hasStatusBit(status, 'sensorTempAlarm') ||
      warmest(reading) > limits.temperature.critical,
    arc: hasStatusBit(status, 'arcAlarm') || reading.arcCount > 0,
    leakage:
      hasStatusBit(status, 'totalLeakage') ||
      hasStatusBit(status, 'resistiveLeakage') ||
      reading.leakageCurrent > limits.leakage.high ||
      reading.resistiveLeakage > limits.leakage.high,
    overcurrent: hasStatusBit(status, 'overcurrent') || reading.current > limits.overcurrent,
    co: hasStatusBit(status, 'coAlarm') || reading.coGas > limits.co,
    voc: hasStatusBit(status, 'vocAlarm') || reading.voc > limits.voc,
  };
}

export function alertType(signs: HazardSigns): AlertType {
  if (signs.temperature) return 'TEMPERATURE_CRITICAL';
  if (signs.arc) return 'ARC_DETECTED';
  if (signs.leakage) return 'ELECTRICAL_LEAKAGE';
  if (signs.overcurrent) return 'OVERCURRENT';
  if (signs.co || signs.voc) return 'GAS_DETECTION';
  return 'GENERAL_RISK';
}

export function alertConditions(signs: HazardSigns): AlertCondition[] {
  const present: Readonly<Record<AlertCondition, boolean>> = {
    HIGH_TEMPERATURE: signs.temperature,
    ARC: signs.arc,
    LEAKAGE: signs.leakage,
    OVERCURRENT: signs.overcurrent,
    CO: signs.co,
    VOC: signs.voc,
  };
  return ALERT_CONDITIONS.filter((condition) => present[condition]);
}

export function alertRecommendations(signs: HazardSigns, level: RiskLevel): AlertRecommendation[] {
  const advice: AlertRecommendation[] = [];
  if (signs.temperature) advice.push('COOL_AND_VENTILATE', 'CONSIDER_POWER_OFF');
  if (signs.arc) advice.push('INSPECT_WIRING', 'CHECK_INSULATION');
  if (signs.leakage) advice.push('CHECK_LEAKAGE_BREAKER', 'CHECK_GROUNDING');
  if (signs.co || signs.voc) advice.push('VENTILATE_NOW', 'FIND_GAS_SOURCE');
  if (level === 'CRITICAL') advice.push('INSPECT_SITE_NOW', 'POWER_OFF_IF_NEEDED');
  return advice;
}
