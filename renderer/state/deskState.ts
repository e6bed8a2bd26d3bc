/** What the page knows of the desk, and how live events change it. Pure: the store and the connection use it. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { DeskStatus, DeviceView, FloorView, LiveEvent } from '#shared/contract/views.ts';

export interface DeskState {
  readonly floors: readonly FloorView[];
  readonly devices: ReadonlyMap<string, DeviceView>;
  /** Occurrences that have not ended. */
  readonly alarms: ReadonlyMap<string, AlarmRecord>;
  /** Null before the first snapshot. */
  readonly status: DeskStatus | null;
}

export const EMPTY_DESK: DeskState = {
  floors: [],
  devices: new Map(),
  alarms: new Map(),
  status: null,
};

function withAlarms(
  before: ReadonlyMap<string, AlarmRecord>,
  changed: readonly AlarmRecord[],
): ReadonlyMap<string, AlarmRecord> {
  if (changed.length === 0) return before;
  const alarms = new Map(before);
  for (const alarm of changed) {
    if (alarm.endedAt === null) alarms.set(alarm.id, alarm);
    else alarms.delete(alarm.id);
  }
  return alarms;
}

/**
 * Applies a batch in order. Collections that did not change keep their identity, so that a screen which shows only
 * alarms isn't drawn again because a temperature moved.
 */
export function applyEvents(before: DeskState, events: readonly LiveEvent[]): DeskState {
  let { devices, alarms, status } = before;
  let copied = false;
  for (const event of events) {
    status = event.status;
    if (event.type === 'snapshot') {
      devices = new Map(event.devices.map((device) => [device.id, device]));
      alarms = withAlarms(new Map(), event.alarms);
      copied = true;
      continue;
    }
    alarms = withAlarms(alarms, event.alarms);
    if (event.devices.length === 0) continue;
    // One copy a batch however many events it holds: ten thousand devices are ten thousand entries.
    const next = copied ? (devices as Map<string, DeviceView>) : new Map(devices);
    copied = true;
    for (const device of event.devices) next.set(device.id, device);
    devices = next;
  }
  return { ...before, devices, alarms, status };
}

/**
 * The engine's answer to an act, unless a live event has already brought something newer.
 * @param actedOn the record the operator acted on
 */
export function applyActResult(
  state: DeskState,
  actedOn: AlarmRecord,
  result: AlarmRecord,
): DeskState {
  if (state.alarms.get(actedOn.id) !== actedOn) return state;
  return { ...state, alarms: withAlarms(state.alarms, [result]) };
}

/** Fire alarms that were raised, or raised again because they got worse, between two states. Newest first. */
export function newFireAlarms(
  before: ReadonlyMap<string, AlarmRecord>,
  after: ReadonlyMap<string, AlarmRecord>,
): readonly AlarmRecord[] {
  if (before === after) return [];
  const found: AlarmRecord[] = [];
  for (const alarm of after.values()) {
    if (alarm.alarmClass !== 'fire' || !waitsForAcknowledgement(alarm.state)) continue;
    const known = before.get(alarm.id);
    if (
      known === undefined ||
      !waitsForAcknowledgement(known.state) ||
      alarm.raisedAt > known.raisedAt
    )
      found.push(alarm);
  }
  return found.sort((a, b) => b.raisedAt - a.raisedAt);
}

/** A device on a floor the page has no plan of: the floors have to be asked for again. */
export function missesFloor(state: DeskState): boolean {
  const known = new Set(state.floors.map((floor) => floor.id));
  for (const device of state.devices.values()) {
    if (device.placement !== null && !known.has(device.placement.floorId)) return true;
  }
  return false;
}
