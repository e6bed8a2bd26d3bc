/** One line of the floor list: how many devices at which level, how bad it is, what waits to be acknowledged. */
import type { AlarmClass, AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { DeviceView, FeedStatus, FloorView } from '#shared/contract/views.ts';
import { freshnessBy } from './freshness.ts';
import { type Level, severity } from './levels.ts';

export interface FloorSummary {
  readonly floorId: string;
  readonly total: number;
  /** Devices heard now, and those that fell silent while HIGH or worse: what burned out must not look calm. */
  readonly levels: Readonly<Record<Level, number>>;
  /** Devices whose value is not the present one, whatever it was. */
  readonly stale: number;
  /** UNKNOWN when all that is heard is normal but something isn't heard. */
  readonly worst: Level;
  readonly waiting: Readonly<Record<AlarmClass, number>>;
}

interface Tally {
  total: number;
  readonly levels: Record<Level, number>;
  stale: number;
  worst: Level;
  readonly waiting: Record<AlarmClass, number>;
}

const emptyTally = (): Tally => ({
  total: 0,
  levels: { NORMAL: 0, UNKNOWN: 0, LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 0 },
  stale: 0,
  worst: 'NORMAL',
  waiting: { fire: 0, supervisory: 0, trouble: 0 },
});

/** Highest floor first, as the building stands. */
export function summariseFloors(
  floors: readonly FloorView[],
  devices: ReadonlyMap<string, DeviceView>,
  alarms: ReadonlyMap<string, AlarmRecord>,
  feeds: readonly FeedStatus[],
): readonly FloorSummary[] {
  const tallies = new Map<string, Tally>(floors.map((floor) => [floor.id, emptyTally()]));
  const freshness = freshnessBy(feeds);
  for (const device of devices.values()) {
    const tally = device.placement === null ? undefined : tallies.get(device.placement.floorId);
    if (tally === undefined) continue;
    const stale = freshness(device) !== 'live';
    const hot = severity(device.level) >= severity('HIGH');
    // A calm value that is old says nothing about now.
    const level = stale && !hot ? 'UNKNOWN' : device.level;
    tally.total++;
    if (stale) tally.stale++;
    if (!stale || hot) tally.levels[device.level]++;
    if (severity(level) > severity(tally.worst)) tally.worst = level;
  }
  for (const alarm of alarms.values()) {
    const floorId = devices.get(alarm.deviceId)?.placement?.floorId;
    const tally = floorId === undefined ? undefined : tallies.get(floorId);
    if (tally !== undefined && waitsForAcknowledgement(alarm.state))
      tally.waiting[alarm.alarmClass]++;
  }
  return [...floors]
    .sort((a, b) => b.level - a.level)
    .map((floor) => {
      const tally = tallies.get(floor.id) ?? emptyTally();
      // Without devices nothing is known of a floor, least of all that it is quiet.
      return { floorId: floor.id, ...tally, worst: tally.total === 0 ? 'UNKNOWN' : tally.worst };
    });
}
