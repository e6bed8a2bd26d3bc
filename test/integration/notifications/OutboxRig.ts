import path from 'node:path';
import type Database from 'better-sqlite3';
import type { StoredChannel } from '#engine/notifications/ChannelStore.ts';
import { ChannelStore } from '#engine/notifications/ChannelStore.ts';
import type { Channel, OutgoingMessage, Receipt } from '#engine/notifications/channels/Channel.ts';
import { DeliveryError } from '#engine/notifications/DeliveryError.ts';
import { OtherDesks } from '#engine/notifications/OtherDesks.ts';
import { Outbox } from '#engine/notifications/Outbox.ts';
import { OutboxLists } from '#engine/notifications/OutboxLists.ts';
import { OutboxStore } from '#engine/notifications/OutboxStore.ts';
import { TellingStore } from '#engine/notifications/TellingStore.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { Settings } from '#engine/storage/Settings.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { addressesOf, type SendingRate } from '#shared/notifications/channel.ts';
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import type { NotificationRequest, NotificationTopic } from '#shared/notifications/request.ts';
import { SharedDeliveries } from '#shared/notifications/sharedDeliveries.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { silent } from '../storage/folder.ts';
import { FakeTime } from './FakeTime.ts';

export const START = Date.UTC(2026, 0, 5);

interface Arrived {
  readonly at: number;
  readonly channelId: string;
  readonly message: OutgoingMessage;
  readonly recipients: readonly string[];
  readonly keys: readonly string[];
  /** Most urgent of what the outbox held for the channel at that time. */
  readonly mostUrgent: number | undefined;
}

/** Where the other desk is asked. */
export const OTHER = 'https://other.example:7373';

/** The world outside: what arrives, and how it fails. */
class Outside {
  readonly attempts: { at: number; channelId: string; topic: NotificationTopic }[] = [];
  readonly arrived: Arrived[] = [];
  problem: DeliveryProblemCode | null = null;
  topicProblem: Partial<Record<NotificationTopic, DeliveryProblemCode>> = {};
  /** What arrives is never confirmed. */
  mute = false;
  /** Channels that accept and say nothing. */
  readonly deaf = new Set<string>();
  /** How long an answer takes. */
  takesMs = 200;
}

export function channelOf(said: Partial<StoredChannel['config']> = {}, id = 'hook'): StoredChannel {
  return {
    id,
    secrets: {},
    config: {
      name: `채널 ${id}`,
      enabled: true,
      language: 'ko',
      rate: { everySeconds: 10, burst: 3 },
      settings: {
        kind: 'webhook',
        url: 'https://hooks.example/',
        topics: { critical: true, high: true, model: true, system: true, emergency: true },
        allowPlainHttp: false,
        ca: '',
      },
      ...said,
    },
  };
}

/** Instead of a folder: the same tables without a file, where it isn't the file that is to be proven. */
export const IN_MEMORY = ':memory:';

/** An outbox on a real file, between a clock and an outside world that the test moves. */
export class OutboxRig {
  readonly time = new FakeTime(START);
  readonly outside = new Outside();
  readonly alarms = new Map<string, AlarmRecord>();
  readonly troubles = new Map<string, string | null>();
  readonly #deskId: string;
  readonly #folder: string;
  #generation = 0;
  db!: Database.Database;
  outbox!: Outbox;
  store!: OutboxStore;
  lists!: OutboxLists;
  others!: OtherDesks;
  #tellings!: TellingStore;

  constructor(
    folder: string,
    channels: readonly StoredChannel[] = [channelOf()],
    deskId = 'desk-1',
  ) {
    this.#folder = folder;
    this.#deskId = deskId;
    this.#openFile();
    const stored = new ChannelStore({ db: this.db, log: silent });
    for (const channel of channels) stored.save(channel, START, 'test');
    this.#openOutbox();
  }

  static withRate(folder: string, rate: SendingRate): OutboxRig {
    return new OutboxRig(folder, [channelOf({ rate })]);
  }

  enqueue(...requests: readonly NotificationRequest[]): void {
    this.db.transaction(() => {
      for (const request of requests) {
        if (request.alarm) this.alarms.set(request.alarm.id, request.alarm);
        this.outbox.enqueue(request);
      }
    })();
  }

  /** As a power cut: nothing that was under way goes on, and the file is opened afresh. */
  crash(): void {
    this.#generation++;
    this.time.forgetTimers();
    if (this.#folder !== IN_MEMORY) {
      this.db.close();
      this.#openFile();
    }
    this.#openOutbox();
  }

  async end(): Promise<void> {
    this.#generation++;
    this.time.forgetTimers();
    this.db.close();
  }

  waiting(channelId = 'hook'): number {
    return this.store.waiting(channelId).reduce((sum, { count }) => sum + count, 0);
  }

  /** What this desk answers to another one that has read as far as that. */
  page(cursor: number): { readonly deskId: string; readonly told: SharedDeliveries } {
    const told = { simulated: false, reaches: this.outbox.reaches() };
    const parsed = SharedDeliveries.parse({ ...told, ...this.#tellings.since(cursor, 500) });
    return { deskId: this.#deskId, told: parsed };
  }

  #openOthers(): OtherDesks {
    this.others = new OtherDesks({
      db: this.db,
      settings: new Settings(this.db),
      store: this.#tellings,
      ownId: () => this.#deskId,
      simulated: false,
      urls: [OTHER],
      troubles: { set: (kind, _source, detail) => this.troubles.set(kind, detail) },
      now: this.time.now,
      monotonicNow: this.time.monotonicNow,
      log: silent,
    });
    return this.others;
  }

  #openFile(): void {
    const inMemory = this.#folder === IN_MEMORY;
    const file = inMemory ? IN_MEMORY : path.join(this.#folder, 'control-room.db');
    this.db = openControlRoom({ path: file, now: this.time.now, log: silent }).db;
  }

  #openOutbox(): void {
    const { now, monotonicNow } = this.time;
    this.#tellings = new TellingStore(this.db);
    this.store = new OutboxStore(this.db, this.#tellings);
    this.lists = new OutboxLists(this.db);
    this.outbox = new Outbox({
      store: this.store,
      lists: this.lists,
      others: this.#openOthers(),
      channels: new ChannelStore({ db: this.db, log: silent }).all(),
      openChannel: (channel) => this.#transport(channel),
      desk: {
        site: { name: { ko: '현장', en: 'Site' }, timeZone: 'Asia/Seoul', simulated: false },
        thresholds: DEFAULT_THRESHOLDS,
        auditHead: () => null,
        alarmNow: (id) => this.alarms.get(id) ?? null,
        placeOf: (deviceId) => ({ name: `분전반 ${deviceId}`, floor: null }),
      },
      now,
      monotonicNow,
      timers: this.time,
      random: () => 0.5,
      log: silent,
      changed: () => undefined,
      troubles: { set: (_kind, source, detail) => this.troubles.set(source, detail) },
    });
    this.outbox.start();
  }

  #transport({ id: channelId, config }: StoredChannel): Channel {
    const generation = this.#generation;
    const alive = () => generation === this.#generation;
    return {
      close: () => undefined,
      send: (message, signal) =>
        new Promise<Receipt>((resolve, reject) => {
          const { outside, time } = this;
          const mostUrgent = this.store.waiting(channelId)[0]?.urgency;
          outside.attempts.push({ at: time.monotonicNow(), channelId, topic: message.topic });
          signal.addEventListener('abort', () => {
            if (alive()) reject(new DeliveryError('timeout', 'called off'));
          });
          time.after(outside.takesMs, () => {
            if (!alive() || signal.aborted || outside.deaf.has(channelId)) return;
            const problem = outside.problem ?? outside.topicProblem[message.topic];
            if (problem) return reject(new DeliveryError(problem, `made up: ${problem}`));
            const payload = JSON.parse(message.payload()) as {
              data: { items: { key: string }[] };
            };
            const keys = payload.data.items.map(({ key }) => key);
            const recipients = message.to ?? addressesOf(config.settings, message.topic);
            const at = time.monotonicNow();
            outside.arrived.push({ at, channelId, message, recipients, keys, mostUrgent });
            if (!outside.mute) resolve({ partly: null });
          });
        }),
    };
  }
}
