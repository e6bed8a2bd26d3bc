/**
 * Which alarms belong together: those of one place that began close in time. A rule and not a guess: the same alarms
 * in the same order always make the same incidents, however they were batched and whatever was restarted in between.
 */
import type { AlarmClass } from '#shared/alarms/alarm.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

const MINUTE_MS = 60_000;

export const GROUPING_MINUTES = { least: 1, most: 720, usual: 30 } as const;

/** The escapes of RFC 6901, so that no name can imitate the separator. */
const part = (text: string) => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** Where a device's alarms gather: its zone, else what hangs on its panel on that floor, else the device alone. */
export function placeOf(
  deviceId: string,
  placement: Pick<DevicePlacement, 'floorId' | 'zoneId' | 'upstreamPanel'> | null,
): string {
  if (placement?.zoneId) return `zone/${part(placement.floorId)}/${part(placement.zoneId)}`;
  if (placement?.upstreamPanel)
    return `panel/${part(placement.floorId)}/${part(placement.upstreamPanel)}`;
  return `device/${part(deviceId)}`;
}

export interface Place {
  readonly type: 'zone' | 'panel' | 'device';
  readonly floorId: string | null;
  /** The zone's id, the panel's name, or the device's id. */
  readonly name: string;
}

/** What `placeOf` says, for people to read. */
export function readPlace(place: string): Place {
  const [type, ...parts] = place
    .split('/')
    .map((text) => text.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (type === 'zone' || type === 'panel')
    return { type, floorId: parts[0] ?? null, name: parts[1] ?? '' };
  return { type: 'device', floorId: null, name: parts[0] ?? '' };
}

/** An open incident of the alarm's place. */
export interface OpenIncident {
  readonly id: string;
  readonly firstOnsetAt: EpochMs;
  readonly lastOnsetAt: EpochMs;
  /** Whether the new alarm's device has an alarm in it already. */
  readonly hasDevice: boolean;
}

/**
 * @param candidates every open incident of the place
 * @returns the incident it joins; `'new'` when it begins one; null when it belongs to none
 */
export function joins(
  alarm: { readonly alarmClass: AlarmClass; readonly onsetAt: EpochMs },
  candidates: readonly OpenIncident[],
  groupingMinutes: number,
): string | 'new' | null {
  const window = groupingMinutes * MINUTE_MS;
  const trouble = alarm.alarmClass === 'trouble';
  const near = candidates.filter(
    ({ firstOnsetAt, lastOnsetAt, hasDevice }) =>
      alarm.onsetAt >= firstOnsetAt - window &&
      alarm.onsetAt <= lastOnsetAt + window &&
      // A sensor that fails belongs to the incident it may have burned in, and is none of its own.
      (hasDevice || !trouble),
  );
  const [newest] = near.sort(
    (a, b) => b.lastOnsetAt - a.lastOnsetAt || (a.id < b.id ? -1 : Number(a.id > b.id)),
  );
  return newest?.id ?? (trouble ? null : 'new');
}

/** Two desks that saw the same first alarm arrive at the same id. */
export function incidentId(firstAlarmId: string): string {
  return `incident/${firstAlarmId}`;
}
