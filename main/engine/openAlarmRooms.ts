/** Puts together what alarms consist of: raising and clearing, setting aside, first-out, the meter, other desks. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { burstGroupOf } from '#shared/alarms/placeGroup.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { ActJournal } from './alarms/ActJournal.ts';
import { ActMerger } from './alarms/ActMerger.ts';
import { AlarmDesk } from './alarms/AlarmDesk.ts';
import { AlarmMeter } from './alarms/AlarmMeter.ts';
import { DeskTroubles } from './alarms/DeskTroubles.ts';
import { FirstOut } from './alarms/FirstOut.ts';
import { SetAsideDesk } from './alarms/SetAsideDesk.ts';
import { SetAsides } from './alarms/SetAsides.ts';
import { WaitingActs } from './alarms/WaitingActs.ts';
import type { DeviceTrackers } from './DeviceTrackers.ts';
import type { Revisions } from './live/Revisions.ts';
import type { Logger } from './log.ts';
import type { Storage } from './openStorage.ts';

export interface AlarmRooms {
  readonly alarms: AlarmDesk;
  readonly setAsides: SetAsides;
  readonly setAsideDesk: SetAsideDesk;
  readonly firstOut: FirstOut;
  readonly meter: AlarmMeter;
  readonly journal: ActJournal;
  readonly merger: ActMerger;
  readonly deskTroubles: DeskTroubles;
}

export function openAlarmRooms(parts: {
  readonly storage: Pick<Storage, 'controlRoom' | 'audit'>;
  readonly siteId: string;
  readonly thresholds: Thresholds;
  readonly trackers: DeviceTrackers;
  readonly placementOf: (deviceId: string) => DevicePlacement | null;
  /** Whether a walk test covers the device now: its signals are hits and no alarms. */
  readonly underTest: (deviceId: string) => boolean;
  readonly revisions: Revisions;
  /** Told what every open desk is to show anew. */
  readonly show: (changed: readonly AlarmRecord[], deviceId?: string) => void;
  readonly now: () => number;
  readonly monotonicNow: () => number;
  readonly log: Logger;
}): AlarmRooms {
  const { siteId, thresholds, trackers, placementOf, underTest, revisions, show } = parts;
  const { now, monotonicNow, log } = parts;
  const { controlRoom: db, audit } = parts.storage;
  const setAsides = new SetAsides({ db, now, monotonicNow });
  const firstOut = new FirstOut({ groupOf: (id) => burstGroupOf(placementOf(id)) });
  const alarms = new AlarmDesk({
    db,
    siteId,
    now,
    log,
    audit,
    setAsides,
    firstOut,
    thresholds,
    evidenceOf: (scored) => trackers.evidenceOf(scored, thresholds),
    underTest,
  });
  alarms.follow(firstOut);
  const meter = new AlarmMeter({
    db,
    now,
    monotonicNow,
    open: () => alarms.open(),
    setAside: () => setAsides.active().length,
    deviceName: (deviceId) => placementOf(deviceId)?.name ?? null,
    changed: () => revisions.bump('meter'),
    floodChanged: () => revisions.bump('shift'),
  });
  alarms.follow(meter);
  const setAsideDesk = new SetAsideDesk({
    alarms,
    setAsides,
    audit,
    now,
    log,
    changed: (changed, deviceId) => {
      show(changed, deviceId);
      revisions.bump('setAside');
    },
  });
  const journal = new ActJournal({ db, siteId });
  const merger = new ActMerger({ alarms, journal, waiting: new WaitingActs(db), audit, now });
  const deskTroubles = new DeskTroubles({ db, alarms, now, monotonicNow, log, changed: show });
  return { alarms, setAsides, setAsideDesk, firstOut, meter, journal, merger, deskTroubles };
}
