/**
 * What happens in the simulated building: a handful of events in the first minutes, so that somebody who looks around
 * sees the desk at work, then calm, then now and again something. Most devices never have anything.
 */
import { INCIDENT_KINDS, type DemoIncident, type IncidentKind } from './incidentKinds.ts';
import type { LoadKind } from './loadKinds.ts';
import { type Random, seeded } from '../random.ts';

export interface DemoDevice {
  readonly id: string;
  readonly load: LoadKind;
  readonly ratedCurrentA: number;
}

export const DEMO_CYCLE_MS = 1_200_000;

/** Seconds after the start, and where such a thing happens in real buildings. */
const OPENING: readonly (readonly [
  seconds: number,
  kind: IncidentKind,
  loads: readonly LoadKind[],
])[] = [
  [0, 'overheating', ['kitchen']],
  [25, 'silent', ['lighting']],
  [40, 'momentaryArc', ['outlet']],
  [50, 'leakage', ['pump']],
  [260, 'voltageSpike', ['shop']],
  [400, 'communicationError', ['fan', 'hvac']],
  [560, 'overcurrent', ['ev', 'hvac']],
  [760, 'arcing', ['outlet', 'lighting']],
  [900, 'smouldering', ['server', 'feeder']],
];

/** Later cycles have this many events. */
const LATER_EVENTS = 4;

/**
 * The events of one cycle of twenty minutes, none of which reaches into the next.
 *
 * @param cycle 0 is the opening, which is the same story for every seed, with other devices
 */
export function demoIncidents(
  devices: readonly DemoDevice[],
  seed: number,
  startAt: number,
  cycle: number,
): readonly DemoIncident[] {
  const random = seeded(seed, 'demo', cycle);
  const free = [...devices];
  const cycleAt = startAt + cycle * DEMO_CYCLE_MS;
  const events =
    cycle === 0
      ? OPENING
      : Array.from({ length: LATER_EVENTS }, (_, index) => {
          const kind = random.pick(INCIDENT_KINDS);
          const loads = OPENING.find(([, opening]) => opening === kind)?.[2] ?? [];
          return [60 + index * 180 + Math.floor(random.between(0, 120)), kind, loads] as const;
        });
  return events.flatMap(([seconds, kind, loads]) => {
    const device = takeOne(free, loads, kind, random);
    return device === undefined
      ? []
      : [{ kind, deviceId: device.id, startAt: cycleAt + seconds * 1000 }];
  });
}

/** One event a device in a cycle: two at once would tell no story. */
function takeOne(
  free: DemoDevice[],
  loads: readonly LoadKind[],
  kind: IncidentKind,
  random: Random,
): DemoDevice | undefined {
  // An over-current is over 100 A, which only a large circuit's clamp lives to tell.
  const suited = free.filter(
    (device) =>
      loads.includes(device.load) && (kind !== 'overcurrent' || device.ratedCurrentA >= 75),
  );
  const choices = suited.length > 0 ? suited : free;
  const chosen = choices[Math.floor(random.next() * choices.length)];
  if (chosen !== undefined) free.splice(free.indexOf(chosen), 1);
  return chosen;
}
