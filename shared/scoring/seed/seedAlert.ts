/** The seed's alerts bug for bug: most hazards by their status bits alone, and the type by other signs than the text. */
import type { SensorValues } from '#shared/telemetry/reading.ts';
import { hasStatusBit } from '#shared/telemetry/statusBits.ts';
import {
  type Alert,
  alertConditions,
  alertRecommendations,
  alertType,
  type HazardSigns,
} from '../alert.ts';
import type { RiskLevel } from '../assessment.ts';
import type { Thresholds } from '../thresholds.ts';

export type SeedAlertInput = Pick<SensorValues, 'arcCount' | 'coGas' | 'voc'> & {
  readonly status: number;
};

export function seedAlert(
  reading: SeedAlertInput,
  level: RiskLevel,
  { limits }: Thresholds,
): Alert {
  const { status } = reading;
  const temperature =
    hasStatusBit(status, 'pcbTempAlarm') || hasStatusBit(status, 'sensorTempAlarm');
  const forType: HazardSigns = {
    temperature,
    arc: hasStatusBit(status, 'arcAlarm') || reading.arcCount > 0,
    leakage: hasStatusBit(status, 'totalLeakage') || hasStatusBit(status, 'resistiveLeakage'),
    overcurrent: hasStatusBit(status, 'overcurrent'),
    co: hasStatusBit(status, 'coAlarm'),
    voc: hasStatusBit(status, 'vocAlarm'),
  };
  const forText: HazardSigns = {
    temperature,
    arc: reading.arcCount > 0,
    leakage: hasStatusBit(status, 'totalLeakage'),
    overcurrent: false,
    co: reading.coGas > limits.co,
    voc: reading.voc > limits.voc,
  };
  return {
    type: alertType(forType),
    conditions: alertConditions(forText),
    recommendations: alertRecommendations(forText, level),
  };
}
