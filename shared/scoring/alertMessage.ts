/** The body of a notification, in the seed's Korean. */
import type { SensorValues } from '#shared/telemetry/reading.ts';
import type { AlertCondition } from './alert.ts';
import type { RiskLevel } from './assessment.ts';
import { formatFixed } from './formatFixed.ts';
import { warmest } from './indicators.ts';

type MessageInput = Pick<
  SensorValues,
  | 'pcbTemperature'
  | 'sensorTemperature'
  | 'arcCount'
  | 'leakageCurrent'
  | 'current'
  | 'coGas'
  | 'voc'
> & { readonly deviceId: string };

/** One line for the device, one for the risk, and one for each condition. The time's line is the sender's. */
export function alertMessageLines(
  reading: MessageInput,
  level: RiskLevel,
  score: number,
  conditions: readonly AlertCondition[],
): string[] {
  return [
    `🚨 화재 위험 감지 - 디바이스 ${reading.deviceId}`,
    `위험도: ${level} (${formatFixed(score, 2)})`,
    ...conditions.map((condition) => LINES[condition](reading)),
  ];
}

const LINES: Readonly<Record<AlertCondition, (reading: MessageInput) => string>> = {
  HIGH_TEMPERATURE: (r) => `⚠️ 고온 감지: ${formatFixed(warmest(r), 1)}°C`,
  ARC: (r) => `⚡ 아크 발생: ${r.arcCount}회`,
  LEAKAGE: (r) => `💧 누전 감지: ${formatFixed(r.leakageCurrent, 1)}mA`,
  OVERCURRENT: (r) => `🔌 과전류 감지: ${formatFixed(r.current, 1)}A`,
  CO: (r) => `☁️ CO 가스: ${formatFixed(r.coGas, 1)}ppm`,
  VOC: (r) => `🌫️ VOC: ${formatFixed(r.voc, 1)}μg/m³`,
};
