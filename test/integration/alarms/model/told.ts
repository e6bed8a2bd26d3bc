import type { ScoredReading } from '#engine/scoredReading.ts';
import type { AlarmKind } from '#shared/alarms/alarm.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import type { QualityFlag } from '#shared/telemetry/reading.ts';
import type { StatusBit } from '#shared/telemetry/statusBits.ts';
import { scored, T0 } from '../Scenario.ts';
import { isFire } from './occurrence.ts';

/** Why a reading proves no calm, or not of everything. */
type Doubt = 'none' | 'brokenProbe' | 'contradictsItself' | 'communication';

/** What a device says. */
export interface Saying {
  readonly device: string;
  readonly level: Extract<RiskLevel, 'NORMAL' | 'HIGH' | 'CRITICAL'>;
  readonly bits: readonly StatusBit[];
  readonly doubt: Doubt;
  /** Just under the limit of the temperature: no cause, and no calm. */
  readonly nearLimit: boolean;
}

/** When it was said and heard. */
export interface Heard {
  readonly event: number;
  readonly arrival: number;
  readonly datedByDesk: boolean;
  readonly late: boolean;
}

/** One reading: what the reference needs to know of it, and the reading itself. */
export interface Told extends Heard {
  readonly device: string;
  readonly causes: ReadonlySet<AlarmKind>;
  readonly critical: boolean;
  readonly nearLimit: boolean;
  provesCalmOf(kind: AlarmKind): boolean;
  readonly scored: ScoredReading;
}

export function tell(saying: Saying, heard: Heard): Told {
  const { device, level, bits, doubt, nearLimit } = saying;
  const causes = new Set<AlarmKind>(bits);
  if (level !== 'NORMAL') causes.add('risk');
  if (doubt === 'communication') causes.add('communicationError');
  if (doubt === 'brokenProbe') causes.add('impossibleReading');
  if (doubt === 'contradictsItself') causes.add('verifyMismatch');
  if (heard.datedByDesk) causes.add('clockSkew');
  return {
    ...heard,
    device,
    causes,
    critical: level === 'CRITICAL',
    nearLimit,
    provesCalmOf: (kind) => doubt === 'none' || (doubt === 'brokenProbe' && !isFire(kind)),
    scored: reading(saying, heard),
  };
}

const COMMUNICATION_ERROR = 4096;

function reading({ device, level, bits, doubt, nearLimit }: Saying, heard: Heard): ScoredReading {
  const quality: QualityFlag[] = [];
  if (doubt === 'brokenProbe') quality.push('outOfRange');
  if (doubt === 'contradictsItself') quality.push('verifyMismatch');
  if (heard.datedByDesk) quality.push('clockSkew');
  if (heard.late) quality.push('late');
  const one = scored({ device, at: heard.event - T0, level, bits, quality });
  return {
    ...one,
    reading: {
      ...one.reading,
      receivedAt: heard.arrival,
      status: one.reading.status + (doubt === 'communication' ? COMMUNICATION_ERROR : 0),
      sensorTemperature: nearLimit ? 59.5 : one.reading.sensorTemperature,
    },
  };
}
