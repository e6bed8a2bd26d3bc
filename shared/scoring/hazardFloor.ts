/** The hazard floor (decision 2): what one severe hazard demands alone, because an average would hide it. */
import type { SensorValues } from '#shared/telemetry/reading.ts';
import { hasStatusBit } from '#shared/telemetry/statusBits.ts';
import type { Reason, ReasonCode, RiskLevel } from './assessment.ts';
import { warmest } from './indicators.ts';
import { lowerCut, worse } from './level.ts';
import { passed } from './reason.ts';
import type { Thresholds } from './thresholds.ts';

type FloorInput = SensorValues & { readonly status: number };

/**
 * The worst level that any hazard of the reading demands.
 *
 * @param recentArcs arc events of the device within `floor.arcWindowMs`, this reading's included
 * @param reasons takes one reason for each hazard, weighted by the lower cut of the level it demands
 */
export function hazardFloor(
  reading: FloorInput,
  recentArcs: number,
  thresholds: Thresholds,
  reasons?: Reason[],
): RiskLevel {
  let level = heatAndArcs(reading, recentArcs, thresholds, reasons);
  level = worse(level, leakage('totalLeakage', reading.leakageCurrent, thresholds, reasons));
  level = worse(level, leakage('resistiveLeakage', reading.resistiveLeakage, thresholds, reasons));
  level = worse(level, gas(reading, thresholds, reasons));
  return worse(level, supply(reading, thresholds, reasons));
}

function heatAndArcs(
  reading: FloorInput,
  recentArcs: number,
  thresholds: Thresholds,
  reasons?: Reason[],
): RiskLevel {
  const { floor } = thresholds;
  const { critical, emergency } = thresholds.limits.temperature;
  const temperature = warmest(reading);
  let level: RiskLevel = 'NORMAL';
  if (temperature > emergency) {
    level = floor.temperatureEmergency;
    demand(level, 'temperatureCritical', temperature, emergency, thresholds, reasons);
  } else if (temperature > critical) {
    level = floor.temperatureCritical;
    demand(level, 'temperatureHigh', temperature, critical, thresholds, reasons);
  }
  if (hasStatusBit(reading.status, 'arcAlarm')) {
    level = worse(level, floor.arcAlarm);
    const weight = lowerCut(floor.arcAlarm, thresholds);
    reasons?.push({ source: 'floor', code: 'statusBit', weight, subject: 'arcAlarm' });
  }
  if (recentArcs > floor.arcs) {
    level = worse(level, floor.arcsFrequent);
    demand(floor.arcsFrequent, 'arcsFrequent', recentArcs, floor.arcs, thresholds, reasons);
  }
  return level;
}

function leakage(
  code: 'totalLeakage' | 'resistiveLeakage',
  value: number,
  thresholds: Thresholds,
  reasons?: Reason[],
): RiskLevel {
  const { high, severe } = thresholds.limits.leakage;
  const { leakageHigh, leakageSevere } = thresholds.floor;
  if (value > severe) return demand(leakageSevere, code, value, severe, thresholds, reasons);
  if (value > high) return demand(leakageHigh, code, value, high, thresholds, reasons);
  return 'NORMAL';
}

function gas(reading: FloorInput, thresholds: Thresholds, reasons?: Reason[]): RiskLevel {
  const { limits, floor } = thresholds;
  if (!(reading.coGas > limits.co)) return 'NORMAL';
  const alone = demand(floor.co, 'coHigh', reading.coGas, limits.co, thresholds, reasons);
  if (!(reading.voc > limits.voc)) return alone;
  const { coWithVoc } = floor;
  return worse(
    alone,
    demand(coWithVoc, 'gasCombined', reading.voc, limits.voc, thresholds, reasons),
  );
}

function supply(reading: FloorInput, thresholds: Thresholds, reasons?: Reason[]): RiskLevel {
  const { limits, floor } = thresholds;
  const { current, voltage, voltageLow, powerFactor } = reading;
  let level: RiskLevel = 'NORMAL';
  if (current > limits.overcurrent) {
    level = floor.overcurrent;
    demand(level, 'overcurrent', current, limits.overcurrent, thresholds, reasons);
  }
  if (voltage > limits.overvoltage) {
    level = worse(level, floor.overvoltage);
    demand(floor.overvoltage, 'overvoltage', voltage, limits.overvoltage, thresholds, reasons);
  }
  if (voltageLow < limits.undervoltage) {
    level = worse(level, floor.undervoltage);
    demand(
      floor.undervoltage,
      'undervoltage',
      voltageLow,
      limits.undervoltage,
      thresholds,
      reasons,
    );
  }
  if (powerFactor < limits.powerFactor) {
    level = worse(level, floor.powerFactor);
    demand(
      floor.powerFactor,
      'lowPowerFactor',
      powerFactor,
      limits.powerFactor,
      thresholds,
      reasons,
    );
  }
  return level;
}

/** Notes the hazard and hands its level back. */
function demand(
  level: RiskLevel,
  code: ReasonCode,
  value: number,
  limit: number,
  thresholds: Thresholds,
  reasons?: Reason[],
): RiskLevel {
  passed(reasons, 'floor', code, lowerCut(level, thresholds), value, limit);
  return level;
}
