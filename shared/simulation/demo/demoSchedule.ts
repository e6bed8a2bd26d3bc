/**
 * What happens in the simulated building: a handful of events in the first minutes, so that somebody who looks around
 * sees the desk at work, then calm, then now and again something. Most devices never have anything.
 */
import { type Random, seeded } from '../random.ts';
import { type DemoIncident, INCIDENT_KINDS, type IncidentKind } from './incidentKinds.ts';
import type { LoadKind } from './loadKinds.ts';
import { SCRIPTS } from './scripts.ts';

export interface DemoDeviceFacts {
  readonly id: string;
  readonly load: LoadKind;
  readonly ratedCurrentA: number;
}

export const DEMO_CYCLE_MS = 1_200_000;

/** Where such a thing happens in real buildings; anywhere unless named. */
const PLACES: Readonly<Partial<Record<IncidentKind, readonly LoadKind[]>>> = {
  overheating: ['kitchen'],
  boardOverheating: ['feeder', 'server'],
  arcing: ['outlet', 'lighting'],
  momentaryArc: ['outlet'],
  leakage: ['pump'],
  overcurrent: ['ev', 'hvac'],
  smouldering: ['server', 'feeder'],
  poorPowerFactor: ['server', 'outlet', 'shop'],
  voltageSpike: ['shop'],
  // In the mains' cabinets the gas sensor sits where the supply ages.
  creepingFault: ['main'],
  fire: ['outlet', 'feeder'],
  communicationError: ['fan', 'hvac'],
  silent: ['lighting'],
};
/** An over-current is over 100 A, which only a large circuit's clamp lives to tell. */
const LARGE_A = 75;

/** Seconds after the start. */
const OPENING: readonly (readonly [seconds: number, kind: IncidentKind])[] = [
  [0, 'overheating'],
  [25, 'silent'],
  [40, 'momentaryArc'],
  [50, 'leakage'],
  [260, 'voltageSpike'],
  [400, 'communicationError'],
  [560, 'overcurrent'],
  [760, 'arcing'],
  [900, 'smouldering'],
];

/** Later cycles have this many events, of those that are over soon. */
const LATER_EVENTS = 4;
const SHORT_S = 420;
const SHORT_KINDS = INCIDENT_KINDS.filter((kind) => SCRIPTS[kind].lastsS <= SHORT_S) as [
  IncidentKind,
  ...IncidentKind[],
];

/**
 * Every other hour something slow begins, which reaches over several cycles. Not in the first four hours: training has no
 * fault so early in a device's life, and the model hardly believes in one then.
 */
const SLOW_KINDS: readonly [IncidentKind, ...IncidentKind[]] = ['creepingFault', 'fire'];
const SLOW_FIRST_CYCLE = 12;
const SLOW_EVERY_CYCLES = 6;

/**
 * The events that begin in one cycle of twenty minutes. All but the slow ones end in it, too.
 *
 * @param cycle 0 is the opening, which is the same story for every seed, with other devices
 */
export function demoIncidents(
  devices: readonly DemoDeviceFacts[],
  seed: number,
  startAt: number,
  cycle: number,
): readonly DemoIncident[] {
  const random = seeded(seed, 'demo', cycle);
  const slow = slowSince(devices, seed, cycle);
  const free = devices.filter(({ id }) => id !== slow?.deviceId);
  const cycleAt = startAt + cycle * DEMO_CYCLE_MS;
  const events =
    cycle === 0
      ? OPENING
      : Array.from({ length: LATER_EVENTS }, (_, index) => {
          const kind = random.pick(SHORT_KINDS);
          return [60 + index * 180 + Math.floor(random.between(0, 120)), kind] as const;
        });
  const told = events.flatMap(([seconds, kind]) => {
    const device = takeOne(free, kind, random);
    return device === undefined
      ? []
      : [{ kind, deviceId: device.id, startAt: cycleAt + seconds * 1000 }];
  });
  return slow?.cycle === cycle
    ? [...told, { kind: slow.kind, deviceId: slow.deviceId, startAt: cycleAt }]
    : told;
}

/** A device that an incident suits; undefined where there is no device at all. */
export function deviceFor(
  kind: IncidentKind,
  devices: readonly DemoDeviceFacts[],
  random: Random,
): DemoDeviceFacts | undefined {
  const loads = PLACES[kind] ?? [];
  const suited = devices.filter(
    ({ load, ratedCurrentA }) =>
      loads.includes(load) && (kind !== 'overcurrent' || ratedCurrentA >= LARGE_A),
  );
  const choices = suited.length > 0 ? suited : devices;
  return choices[Math.floor(random.next() * choices.length)];
}

/** One event a device in a cycle: two at once would tell no story. */
function takeOne(
  free: DemoDeviceFacts[],
  kind: IncidentKind,
  random: Random,
): DemoDeviceFacts | undefined {
  const chosen = deviceFor(kind, free, random);
  if (chosen !== undefined) free.splice(free.indexOf(chosen), 1);
  return chosen;
}

interface Slow {
  readonly kind: IncidentKind;
  readonly deviceId: string;
  /** In which it began. */
  readonly cycle: number;
}

/** The slow event that began in this cycle or before it and may still go on; null before the first. */
function slowSince(devices: readonly DemoDeviceFacts[], seed: number, cycle: number): Slow | null {
  const number = Math.floor((cycle - SLOW_FIRST_CYCLE) / SLOW_EVERY_CYCLES);
  if (number < 0) return null;
  const kind = SLOW_KINDS[number % SLOW_KINDS.length] ?? SLOW_KINDS[0];
  const device = deviceFor(kind, devices, seeded(seed, 'slow', number));
  if (device === undefined) return null;
  return { kind, deviceId: device.id, cycle: SLOW_FIRST_CYCLE + number * SLOW_EVERY_CYCLES };
}
