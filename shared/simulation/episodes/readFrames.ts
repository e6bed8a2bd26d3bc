/** The two ways in which a device's frames are read: as the product's samples, and as messages off the wire. */
import type { EpochMs, SensorValues } from '#shared/telemetry/reading.ts';
import type { SimulatedMessage } from '../message.ts';
import type { LinkProfile } from '../physics/DeviceProfile.ts';
import type { Draws } from '../physics/Draws.ts';
import type { FrameTable } from './FrameTable.ts';

/** A frame by the product's names and units (see `DecodedReading`). */
export interface EpisodeSample extends SensorValues {
  readonly deviceId: string;
  readonly idx: number;
  readonly status: number;
  readonly verifyStatus: number;
  readonly deviceTime: EpochMs;
}

export function* samplesOf(frames: FrameTable, deviceId: string): Generator<EpisodeSample> {
  for (let row = 0; row < frames.length; row += 1) {
    const status = frames.status[row]!;
    yield {
      deviceId,
      idx: frames.idx[row]!,
      status,
      verifyStatus: status,
      deviceTime: frames.timeMs[row]!,
      voltage: frames.at(row, 0),
      voltageLow: frames.at(row, 1),
      current: frames.at(row, 2),
      leakageCurrent: frames.at(row, 3),
      resistiveLeakage: frames.at(row, 4),
      power: frames.at(row, 5),
      pcbTemperature: frames.at(row, 6),
      sensorTemperature: frames.at(row, 7),
      coGas: frames.at(row, 8),
      voc: frames.at(row, 9),
      powerFactor: frames.at(row, 10),
      arcCount: frames.at(row, 11),
    };
  }
}

/** In the order of delivery: MQTT's QoS 1 may repeat a message, and now and then one overtakes another. */
export function* messagesOf(
  frames: FrameTable,
  deviceId: string,
  link: LinkProfile,
  draw: Draws,
): Generator<SimulatedMessage> {
  let late: SimulatedMessage | null = null;
  for (let row = 0; row < frames.length; row += 1) {
    const message = messageAt(frames, row, deviceId);
    if (late === null && draw.chance(link.lateShare)) {
      late = message;
      continue;
    }
    yield message;
    if (draw.chance(link.duplicateShare)) yield message;
    if (late !== null && draw.chance(0.5)) {
      yield late;
      late = null;
    }
  }
  if (late !== null) yield late;
}

function messageAt(frames: FrameTable, row: number, deviceId: string): SimulatedMessage {
  const status = frames.status[row]!;
  return {
    deviceId,
    idx: frames.idx[row]!,
    timestamp: new Date(frames.timeMs[row]!).toISOString(),
    status,
    verifySts: status,
    volt: frames.at(row, 0),
    voltLow: frames.at(row, 1),
    ct: frames.at(row, 2),
    zct: frames.at(row, 3),
    rzct: frames.at(row, 4),
    pwr: frames.at(row, 5),
    pcbTemp: frames.at(row, 6),
    sensorTemp: frames.at(row, 7),
    co: frames.at(row, 8),
    voc: frames.at(row, 9),
    pFct: frames.at(row, 10),
    aArc: frames.at(row, 11),
  };
}
