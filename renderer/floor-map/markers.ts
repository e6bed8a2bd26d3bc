/** What the plan draws of each device, and which one a pointer means. */
import type { AlarmClass, AlarmRecord } from '#shared/alarms/alarm.ts';
import { ALARM_CLASSES } from '#shared/alarms/alarm.ts';
import type { SetAsideType } from '#shared/alarms/setAside.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { DeviceView, FeedStatus } from '#shared/contract/views.ts';
import type { Asides } from '../state/asides.ts';
import { freshnessBy } from '../state/freshness.ts';
import { type Level, severity } from '../state/levels.ts';
import type { Viewport } from './viewport.ts';

/** Which of five steps an overlaid value is in. */
export type Band = 0 | 1 | 2 | 3 | 4;

export interface Marker {
  readonly deviceId: string;
  readonly name: string;
  readonly xM: number;
  readonly yM: number;
  readonly level: Level;
  /** Drawn grey and hatched: the level is the last one known, not the present one. */
  readonly stale: boolean;
  /** The most urgent class that waits to be acknowledged here. */
  readonly waiting: AlarmClass | null;
  /** A walk test takes its alarms. */
  readonly underTest: boolean;
  /** How it, or one kind of its alarms, is set aside; of several, the strongest. */
  readonly aside: SetAsideType | null;
  /** The step of an overlaid value; absent or null where none is shown. */
  readonly band?: Band | null;
}

/**
 * CSS pixels across the shapes' common box, whatever the zoom. Read from two metres: on a 24-inch screen of 1920
 * pixels the calm circle, which fills 14/24 of its box, is four millimetres wide. The others are larger, seen first.
 */
export const MARKER_PX: Readonly<Record<Level, number>> = {
  NORMAL: 25,
  UNKNOWN: 25,
  LOW: 27,
  MEDIUM: 29,
  HIGH: 33,
  CRITICAL: 40,
};

const NOTHING: ReadonlySet<string> = new Set();
const NONE_ASIDE: Asides = new Map();

function waitingClasses(alarms: Iterable<AlarmRecord>): ReadonlyMap<string, AlarmClass> {
  const found = new Map<string, AlarmClass>();
  for (const { deviceId, alarmClass, state } of alarms) {
    if (!waitsForAcknowledgement(state)) continue;
    const known = found.get(deviceId);
    if (known === undefined || ALARM_CLASSES.indexOf(alarmClass) < ALARM_CLASSES.indexOf(known)) {
      found.set(deviceId, alarmClass);
    }
  }
  return found;
}

/** The markers of one floor, the most severe last, so that it is drawn over the others. */
export function markersOf(
  floorId: string,
  devices: ReadonlyMap<string, DeviceView>,
  alarms: ReadonlyMap<string, AlarmRecord>,
  feeds: readonly FeedStatus[],
  underTest: ReadonlySet<string> = NOTHING,
  asides: Asides = NONE_ASIDE,
): readonly Marker[] {
  const waiting = waitingClasses(alarms.values());
  const freshness = freshnessBy(feeds);
  const markers: Marker[] = [];
  for (const device of devices.values()) {
    const { placement } = device;
    if (placement === null || placement.floorId !== floorId) continue;
    markers.push({
      deviceId: device.id,
      name: placement.name,
      xM: placement.xM,
      yM: placement.yM,
      level: device.level,
      stale: freshness(device) !== 'live',
      waiting: waiting.get(device.id) ?? null,
      underTest: underTest.has(device.id),
      aside: asides.get(device.id)?.[0]?.type ?? null,
    });
  }
  return markers.sort((a, b) => weight(a) - weight(b));
}

const weight = (marker: Marker) =>
  severity(marker.level) + (marker.waiting === null ? 0 : 10) - (marker.stale ? 0.5 : 0);

/** A longer name would lie across the room and over its neighbours; the list and the details have all of it. */
const NAME_LETTERS = 24;

export function nameOnPlan(name: string): string {
  const letters = [...name];
  if (letters.length <= NAME_LETTERS) return name;
  return `${letters.slice(0, NAME_LETTERS - 1).join('')}…`;
}

/** Beyond the marker's own edge, for a finger or a hurried mouse. */
const REACH_PX = 8;

/** The marker under a point: the nearest within reach; of two as near, the one drawn on top. */
export function hit(
  markers: readonly Marker[],
  view: Viewport,
  at: { readonly x: number; readonly y: number },
): Marker | null {
  let found: Marker | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const marker of markers) {
    const dx = marker.xM * view.scale + view.x - at.x;
    const dy = marker.yM * view.scale + view.y - at.y;
    const reach = MARKER_PX[marker.level] / 2 + REACH_PX;
    const distance = dx * dx + dy * dy;
    if (distance > reach * reach || distance > nearest) continue;
    found = marker;
    nearest = distance;
  }
  return found;
}

/** The next marker in reading order, for the keyboard. Rows are two metres high. */
export function neighbour(
  markers: readonly Marker[],
  deviceId: string | null,
  step: 1 | -1,
): Marker | null {
  if (markers.length === 0) return null;
  const row = (marker: Marker) => Math.floor(marker.yM / 2);
  const ordered = [...markers].sort((a, b) => row(a) - row(b) || a.xM - b.xM);
  const index = ordered.findIndex((marker) => marker.deviceId === deviceId);
  const next = index === -1 ? (step === 1 ? 0 : ordered.length - 1) : index + step;
  return ordered[(next + ordered.length) % ordered.length] ?? null;
}
