/** Puts the outbox together: its tables, its channels and their secrets, and what its messages say of the desk. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { SignedHead } from '#shared/audit/entry.ts';
import type { LocalName } from '#shared/contract/views.ts';
import type { SharedDeliveries } from '#shared/notifications/sharedDeliveries.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../openStorage.ts';
import { DeskId } from '../peers/DeskId.ts';
import type { SecretStore } from '../secrets/SecretStore.ts';
import type { Site } from '../storage/Site.ts';
import { ChannelStore } from './ChannelStore.ts';
import type { DeskFacts } from './composeMessage.ts';
import { NotificationDesk } from './NotificationDesk.ts';
import { OtherDesks } from './OtherDesks.ts';
import { Outbox } from './Outbox.ts';
import { OutboxLists } from './OutboxLists.ts';
import { OutboxStore } from './OutboxStore.ts';
import { openChannel } from './openChannel.ts';
import { TellingStore } from './TellingStore.ts';

/** Floors are read with their drawings, and a digest names hundreds of devices. */
const FLOORS_MS = 60_000;

export interface NotificationParts {
  readonly storage: Pick<Storage, 'controlRoom' | 'settings' | 'audit' | 'registry'>;
  /** The addresses of the other desks of the site. */
  readonly peers: readonly string[];
  readonly site: Site;
  readonly thresholds: Thresholds;
  readonly alarmNow: (alarmId: string) => AlarmRecord | null;
  readonly placeOf: (
    deviceId: string,
  ) => { readonly name: string; readonly floorId: string } | null;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  readonly changed: () => void;
  readonly troubles?: Pick<TroubleReporter, 'set'>;
  readonly auditHead: () => SignedHead;
  readonly secrets: SecretStore;
}

export interface Notifications {
  readonly outbox: Outbox;
  readonly desk: NotificationDesk;
  readonly deskId: DeskId;
  readonly others: OtherDesks;
  /** What was told outside after `cursor`, for another desk of the site. */
  told(cursor: number, limit: number): SharedDeliveries;
  /** Deletes what was told, or given up, before. */
  retain(before: EpochMs): number;
}

export function openNotifications(parts: NotificationParts): Notifications {
  const { storage, secrets, now, log } = parts;
  const db = storage.controlRoom;
  const { settings, audit } = storage;
  const tellings = new TellingStore(db);
  const store = new OutboxStore(db, tellings);
  const deskId = new DeskId({ db, settings, audit, now });
  const { simulated } = parts.site;
  const others = new OtherDesks({
    db,
    settings,
    store: tellings,
    ownId: () => deskId.get(),
    simulated,
    urls: parts.peers,
    ...(parts.troubles && { troubles: parts.troubles }),
    now,
    monotonicNow: parts.monotonicNow,
    log,
  });
  const lists = new OutboxLists(db);
  const channels = new ChannelStore({ db, log });
  const outbox = new Outbox({
    store,
    lists,
    others,
    channels: channels.all(),
    openChannel: (channel) => openChannel(channel, { secrets, now }),
    desk: factsOf(parts),
    now,
    monotonicNow: parts.monotonicNow,
    log,
    changed: parts.changed,
    ...(parts.troubles && { troubles: parts.troubles }),
  });
  const desk = new NotificationDesk({
    db,
    outbox,
    store,
    lists,
    channels,
    others,
    deskId,
    secrets,
    audit,
    deviceName: (deviceId) => parts.placeOf(deviceId)?.name ?? null,
    now,
    log,
  });
  return {
    outbox,
    desk,
    deskId,
    others,
    told: (cursor, limit) => ({
      simulated,
      reaches: outbox.reaches(),
      ...tellings.since(cursor, limit),
    }),
    retain: (before) => lists.retain(before),
  };
}

function factsOf(parts: NotificationParts): DeskFacts {
  const { storage, site, placeOf, monotonicNow } = parts;
  let floors = new Map<string, LocalName>();
  let readAt = Number.NEGATIVE_INFINITY;
  const floorName = (id: string): LocalName | null => {
    if (monotonicNow() - readAt > FLOORS_MS) {
      floors = new Map(storage.registry.floors().map((floor) => [floor.id, floor.name]));
      readAt = monotonicNow();
    }
    return floors.get(id) ?? null;
  };
  return {
    site,
    thresholds: parts.thresholds,
    auditHead: parts.auditHead,
    alarmNow: parts.alarmNow,
    placeOf: (deviceId) => {
      const place = placeOf(deviceId);
      return place && { name: place.name, floor: floorName(place.floorId) };
    },
  };
}
