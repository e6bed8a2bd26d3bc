/**
 * Gives the desk a message that a device didn't send, by the path of every message: bytes, decoding, place in time,
 * score, alarm conditions, the raising of an alarm. Each step works on something of its own that is thrown away
 * afterwards, so that nothing of it can reach the readings, the states, the histories or the alarms.
 */
import { causesIn, kindBit } from '#shared/alarms/conditions.ts';
import { isAside } from '#shared/alarms/setAside.ts';
import { delaysOf } from '#shared/alarms/settings.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { assess } from '#shared/scoring/assess.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { decode } from '#shared/telemetry/decode.ts';
import { deviceTopic } from '#shared/telemetry/deviceTopic.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import type { EpochMs, SensorValues } from '#shared/telemetry/reading.ts';
import { COMMUNICATION_ERROR_STATUS, STATUS_BITS } from '#shared/telemetry/statusBits.ts';
import type { DecodeOptions } from '#shared/telemetry/wireMessage.ts';
import type { WalkTestFault } from '#shared/walkTest/coverage.ts';
import type { RequiredItem } from '#shared/walkTest/items.ts';
import { AlarmDraft, type DraftParts } from '../alarms/AlarmDraft.ts';
import { DeviceAlarms } from '../alarms/DeviceAlarms.ts';
import type { ScoredReading } from '../scoredReading.ts';

export interface InjectParts extends Pick<DraftParts, 'siteId' | 'setAsides' | 'thresholds'> {
  readonly decoding: DecodeOptions;
  /** What the device measured last; null when it was never heard. */
  readonly valuesOf: (deviceId: string) => SensorValues | null;
}

/** Messages of one device come at least this far apart. */
const STEP_MS = 1_000;

const CALM: SensorValues = {
  voltage: 220,
  voltageLow: 219,
  current: 5,
  leakageCurrent: 0.5,
  resistiveLeakage: 0.3,
  power: 1.05,
  pcbTemperature: 33,
  sensorTemperature: 35,
  coGas: 2,
  voc: 60,
  powerFactor: 0.95,
  arcCount: 0,
};

/** An alarm desk that has never seen anything. */
const NOTHING_BEFORE: DraftParts['store'] = {
  exists: () => false,
  isPast: () => false,
  raisesWithin: () => 0,
};

/** @returns why the desk would not have annunciated it as what it is; null when it would. */
export function injectMessage(
  deviceId: string,
  item: RequiredItem,
  at: EpochMs,
  parts: InjectParts,
): WalkTestFault | null {
  const { thresholds, decoding, siteId, setAsides } = parts;
  const history = new DeviceHistory();
  const device = new DeviceAlarms(deviceId).copy(Number.NEGATIVE_INFINITY);
  const draft = new AlarmDraft(
    { siteId, setAsides, thresholds, store: NOTHING_BEFORE, evidenceOf: (scored) => scored },
    at,
  );
  // As many as the on-delay asks for, the last of them now.
  const { onReadings } = delaysOf(item);
  for (let message = onReadings - 1; message >= 0; message--) {
    const sentAt = at - message * STEP_MS;
    const payload = payloadOf(deviceId, item, sentAt, parts);
    const decoded = decode(payload, deviceTopic(deviceId), decoding);
    if (!decoded.ok) return 'notDecoded';
    const reading = placeInTime(decoded.reading, sentAt, false, thresholds);
    const scored: ScoredReading = { reading, assessment: assess(reading, history, thresholds) };
    if ((causesIn(reading, scored.assessment) & kindBit(item)) === 0) return 'notRecognised';
    draft.judge(device, scored);
  }
  return verdict(draft, item);
}

function verdict(draft: AlarmDraft, item: RequiredItem): WalkTestFault | null {
  const state = draft.changes.findLast(({ alarm }) => alarm.kind === item)?.alarm.state;
  if (state === undefined) return 'notRecognised';
  if (isAside(state)) return 'setAside';
  return waitsForAcknowledgement(state) ? null : 'notRecognised';
}

/** The bytes, in the units that the site's devices send. */
function payloadOf(
  deviceId: string,
  item: RequiredItem,
  at: EpochMs,
  { decoding, valuesOf }: InjectParts,
): Uint8Array {
  const values = valuesOf(deviceId) ?? CALM;
  const status = statusWith(item);
  return Buffer.from(
    JSON.stringify({
      deviceId,
      timestamp: new Date(at).toISOString(),
      status,
      verifySts: status,
      volt: values.voltage,
      voltLow: values.voltageLow,
      ct: values.current,
      zct: values.leakageCurrent,
      rzct: values.resistiveLeakage,
      pwr: decoding.powerUnit === 'W' ? values.power * 1000 : values.power,
      pcbTemp: values.pcbTemperature,
      sensorTemp: values.sensorTemperature,
      co: values.coGas,
      voc: values.voc,
      pFct: decoding.powerFactorUnit === 'percent' ? values.powerFactor * 100 : values.powerFactor,
      aArc: values.arcCount,
    }),
  );
}

function statusWith(item: RequiredItem): number {
  return item === 'communicationError'
    ? COMMUNICATION_ERROR_STATUS
    : 1 << STATUS_BITS.indexOf(item);
}
