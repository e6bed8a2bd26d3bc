/** The status part, the seed's `analyze_status_bits`: what the device itself has alarmed on. */
import { alarmBits, isCommunicationError, STATUS_BITS } from '#shared/telemetry/statusBits.ts';
import type { Reason } from './assessment.ts';
import type { Thresholds } from './thresholds.ts';

/**
 * The weights of the set bits, more for each bit above two, at most 1. A communication error makes it at least
 * 0.8 and never less than the bits say (decision 4); the seed's constant 0.8 is in `seed/seedStatusRisk.ts`.
 *
 * @returns 0 … 1
 */
export function statusRisk(status: number, thresholds: Thresholds, reasons?: Reason[]): number {
  const table = thresholds.status;
  const share = thresholds.final.status;
  const bits = alarmBits(status);
  let risk = 0;
  let count = 0;
  for (let bit = 0; bits >> bit !== 0; bit++) {
    const name = STATUS_BITS[bit];
    if ((bits & (1 << bit)) === 0 || name === undefined) continue;
    const weight = table.weights[name];
    risk += weight;
    count++;
    reasons?.push({ source: 'status', code: 'statusBit', weight: weight * share, subject: name });
  }
  if (count > table.multipleAbove) {
    const weight = table.multipleWeight * (count - table.multipleAbove);
    risk += weight;
    reasons?.push({
      source: 'status',
      code: 'multipleStatusBits',
      weight: weight * share,
      value: count,
      limit: table.multipleAbove,
    });
  }
  risk = Math.min(1, risk);
  if (!isCommunicationError(status, table.communicationError)) return risk;
  const lifted = Math.max(table.communicationErrorRisk, risk);
  reasons?.push({
    source: 'status',
    code: 'communicationError',
    weight: (lifted - risk) * share,
    value: status,
    limit: table.communicationError,
  });
  return lifted;
}
