import { isCommunicationError } from '#shared/telemetry/statusBits.ts';
import { statusRisk } from '../statusRisk.ts';
import type { Thresholds } from '../thresholds.ts';

/** The seed's status part bug for bug: a communication error is 0.8 even where the bits alone say more. */
export function seedStatusRisk(status: number, thresholds: Thresholds): number {
  const { communicationError, communicationErrorRisk } = thresholds.status;
  return isCommunicationError(status, communicationError)
    ? communicationErrorRisk
    : statusRisk(status, thresholds);
}
