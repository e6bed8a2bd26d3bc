/** Puts a decoded reading on the time line that scoring uses, and notes how far it may be believed. */
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { DecodedReading, EpochMs, QualityFlag, Reading } from './reading.ts';
import { isInRange, isVerifyMismatch } from './validate.ts';

/** Shared, so that the ordinary reading makes no array of its own. */
const NO_FLAGS: readonly QualityFlag[] = Object.freeze([]);

/**
 * Event time is the device's clock where that can be believed, and the desk's otherwise.
 *
 * - No device time: received time, `noDeviceTime`.
 * - Within `clock.skewMs` of the desk, either way: device time.
 * - Further in the past, but from a broker's backlog: device time, `late`. It waited in a queue, so its age
 *   says nothing about the clock, unless it is older than any queue (`clock.backlogMaximumAgeMs`).
 * - Anything else, and always the future: received time, `clockSkew`.
 *
 * @param backlog the broker delivered the message from its queue after a reconnect
 */
export function placeInTime(
  decoded: DecodedReading,
  receivedAt: EpochMs,
  backlog: boolean,
  thresholds: Thresholds,
): Reading {
  const { deviceTime } = decoded;
  const clock = clockFlag(deviceTime, receivedAt, backlog, thresholds);
  const believed = clock === undefined || clock === 'late';
  const outOfRange = !isInRange(decoded, thresholds);
  const mismatch = isVerifyMismatch(decoded);
  let quality = NO_FLAGS;
  if (clock !== undefined || outOfRange || mismatch) {
    const flags: QualityFlag[] = [];
    if (outOfRange) flags.push('outOfRange');
    if (mismatch) flags.push('verifyMismatch');
    if (clock !== undefined) flags.push(clock);
    quality = flags;
  }
  // Field by field: a spread with additions makes an object of twice the size, for every reading of the site.
  return {
    deviceId: decoded.deviceId,
    idx: decoded.idx,
    status: decoded.status,
    verifyStatus: decoded.verifyStatus,
    deviceTime,
    voltage: decoded.voltage,
    voltageLow: decoded.voltageLow,
    current: decoded.current,
    leakageCurrent: decoded.leakageCurrent,
    resistiveLeakage: decoded.resistiveLeakage,
    power: decoded.power,
    pcbTemperature: decoded.pcbTemperature,
    sensorTemperature: decoded.sensorTemperature,
    coGas: decoded.coGas,
    voc: decoded.voc,
    powerFactor: decoded.powerFactor,
    arcCount: decoded.arcCount,
    measuredAt: believed && deviceTime !== null ? deviceTime : receivedAt,
    receivedAt,
    quality,
  };
}

function clockFlag(
  deviceTime: EpochMs | null,
  receivedAt: EpochMs,
  backlog: boolean,
  { clock }: Thresholds,
): 'noDeviceTime' | 'clockSkew' | 'late' | undefined {
  if (deviceTime === null) return 'noDeviceTime';
  const age = receivedAt - deviceTime;
  if (Math.abs(age) <= clock.skewMs) return undefined;
  return backlog && age > 0 && age <= clock.backlogMaximumAgeMs ? 'late' : 'clockSkew';
}
