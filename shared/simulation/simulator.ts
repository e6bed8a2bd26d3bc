/**
 * A building full of devices that report: plausible, repeatable, and in trouble now and then. They live by the physics
 * that training days are made with.
 */
import type { Building } from './building.ts';
import { type CircuitFacts, circuitProfile } from './demo/circuitProfile.ts';
import { DemoDevice } from './demo/DemoDevice.ts';
import { DEMO_CYCLE_MS, demoIncidents, deviceFor } from './demo/demoSchedule.ts';
import type { IncidentKind } from './demo/incidentKinds.ts';
import { LOAD_KINDS } from './demo/loadKinds.ts';
import type { SimulatedMessage } from './message.ts';
import { Draws } from './physics/Draws.ts';
import { seeded } from './random.ts';

export type SimulatorOptions = (
  | { readonly building: Building }
  /** Devices of no building: as many as a load test needs. */
  | { readonly deviceIds: readonly string[]; readonly intervalMs?: number }
) & {
  readonly seed: number;
  /** When the demo's story begins, UTC milliseconds; the first step's time unless given. */
  readonly startAt?: number;
  /** Whether things go wrong by themselves. A building's do, bare devices don't, unless this says otherwise. */
  readonly incidents?: boolean;
};

export interface Simulator {
  readonly deviceIds: readonly string[];
  /** How often each device reports, in the order of `deviceIds`. */
  readonly intervalsMs: readonly number[];
  /**
   * One device's next reading. Times of one device must not go back.
   *
   * @returns null while the device is silent
   * @throws RangeError for an index that is no device's
   */
  step(deviceIndex: number, timeMs: number): SimulatedMessage | null;
  /**
   * @param deviceId null for a device that such a thing suits
   * @returns the device
   * @throws RangeError for a device that is not simulated
   */
  inject(deviceId: string | null, kind: IncidentKind, at: number): string;
}

const DEFAULT_INTERVAL_MS = 5000;

export function createSimulator(options: SimulatorOptions): Simulator {
  const { seed } = options;
  const devices = 'building' in options ? devicesOf(options.building) : bareDevices(options, seed);
  const played = devices.map(
    (device) =>
      new DemoDevice(device.id, circuitProfile(new Draws(seed, 'demo', device.id), device), seed),
  );
  const unplaced = new Set('building' in options ? options.building.unplaced : []);
  const placed = devices.filter(({ id }) => !unplaced.has(id));
  const indexOf = new Map(devices.map(({ id }, index) => [id, index]));
  const story = options.incidents ?? 'building' in options;
  let startAt = options.startAt;
  let cyclesTold = 0;

  const inject = (wanted: string | null, kind: IncidentKind, at: number): string => {
    const deviceId = wanted ?? deviceFor(kind, placed, seeded(seed, 'inject', kind, at))?.id;
    const device = played[indexOf.get(deviceId ?? '') ?? -1];
    if (deviceId === undefined || device === undefined)
      throw new RangeError(`${deviceId ?? 'no device'} is not simulated`);
    device.inject({ kind, deviceId, startAt: at });
    return deviceId;
  };

  /** A cycle's events are told when its time comes; after a long pause only those that still lie ahead matter. */
  const tellUntil = (timeMs: number): void => {
    startAt ??= timeMs;
    const cycle = Math.floor((timeMs - startAt) / DEMO_CYCLE_MS);
    if (cycle < cyclesTold) return;
    for (const { deviceId, kind, startAt: at } of demoIncidents(placed, seed, startAt, cycle)) {
      inject(deviceId, kind, at);
    }
    cyclesTold = cycle + 1;
  };

  return {
    deviceIds: devices.map(({ id }) => id),
    intervalsMs: devices.map(({ intervalMs }) => intervalMs),
    step(deviceIndex, timeMs) {
      const device = played[deviceIndex];
      if (device === undefined) throw new RangeError(`there is no device ${deviceIndex}`);
      if (story) tellUntil(timeMs);
      return device.step(timeMs);
    },
    inject,
  };
}

interface Reporting extends CircuitFacts {
  readonly id: string;
  readonly intervalMs: number;
}

function devicesOf(building: Building): Reporting[] {
  const placed = building.devices.map(({ id, load, placement }) => ({
    id,
    load,
    ratedCurrentA: placement.ratedCurrentA ?? 30,
    ambientC: building.ambientC[placement.floorId] ?? 25,
    gasSensor: placement.gasSensor ?? 'room',
    intervalMs: placement.expectedIntervalMs,
  }));
  const waiting = building.unplaced.map((id) => ({
    id,
    load: 'outlet' as const,
    ratedCurrentA: 20,
    ambientC: 25,
    gasSensor: 'room' as const,
    intervalMs: DEFAULT_INTERVAL_MS,
  }));
  return [...placed, ...waiting];
}

function bareDevices(
  {
    deviceIds,
    intervalMs = DEFAULT_INTERVAL_MS,
  }: { readonly deviceIds: readonly string[]; readonly intervalMs?: number },
  seed: number,
): Reporting[] {
  return deviceIds.map((id) => {
    const random = seeded(seed, 'bare', id);
    return {
      id,
      load: random.pick(LOAD_KINDS),
      ratedCurrentA: random.pick([20, 30, 50, 75, 100]),
      ambientC: 25,
      gasSensor: 'room',
      intervalMs,
    };
  });
}
