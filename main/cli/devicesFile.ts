/** What an installer knows of recorded devices. */
import type { DeviceFacts } from '#shared/prediction/DeviceWindow.ts';
import { type DeviceLine, deviceLineSchema } from '#shared/prediction/truth.ts';
import { CliError } from './exitCodes.ts';
import { readJsonLines } from './jsonLines.ts';

const UNKNOWN: DeviceFacts = { ratedCurrentA: null, gasSensor: null };

/** @throws {CliError} */
export async function readDevices(file: string): Promise<ReadonlyMap<string, DeviceLine>> {
  const devices = new Map<string, DeviceLine>();
  for (const { line, value } of await readJsonLines('--devices', file, deviceLineSchema)) {
    if (devices.has(value.deviceId))
      throw new CliError(`--devices ${file}, line ${line}: ${value.deviceId} is there twice`);
    devices.set(value.deviceId, value);
  }
  return devices;
}

export function factsOf(
  device: Pick<DeviceLine, 'mainA' | 'sensorLocation'> | undefined,
): DeviceFacts {
  if (!device) return UNKNOWN;
  const { mainA, sensorLocation } = device;
  const gasSensor =
    sensorLocation === null ? null : sensorLocation === 'enc' ? 'enclosure' : 'room';
  return { ratedCurrentA: mainA, gasSensor };
}
