import path from 'node:path';
import type Database from 'better-sqlite3';
import { ActJournal } from '#engine/alarms/ActJournal.ts';
import { ActMerger } from '#engine/alarms/ActMerger.ts';
import { AlarmDesk } from '#engine/alarms/AlarmDesk.ts';
import { FirstOut } from '#engine/alarms/FirstOut.ts';
import { SetAsides } from '#engine/alarms/SetAsides.ts';
import { WaitingActs } from '#engine/alarms/WaitingActs.ts';
import { AuditChain } from '#engine/audit/AuditChain.ts';
import { createEscalation, type Escalation } from '#engine/escalation/createEscalation.ts';
import { IncidentDesk } from '#engine/incidents/IncidentDesk.ts';
import { IncidentStore } from '#engine/incidents/IncidentStore.ts';
import { ChannelStore, type StoredChannel } from '#engine/notifications/ChannelStore.ts';
import type { Channel, Receipt } from '#engine/notifications/channels/Channel.ts';
import { DeliveryError } from '#engine/notifications/DeliveryError.ts';
import { OtherDesks } from '#engine/notifications/OtherDesks.ts';
import { Outbox } from '#engine/notifications/Outbox.ts';
import { OutboxLists } from '#engine/notifications/OutboxLists.ts';
import { OutboxStore } from '#engine/notifications/OutboxStore.ts';
import { TellingStore } from '#engine/notifications/TellingStore.ts';
import { PeerDesk } from '#engine/peers/PeerDesk.ts';
import { Procedures } from '#engine/response/Procedures.ts';
import { ResponseSheets } from '#engine/response/ResponseSheets.ts';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { openControlRoom } from '#engine/storage/openControlRoom.ts';
import { Settings } from '#engine/storage/Settings.ts';
import { burstGroupOf } from '#shared/alarms/placeGroup.ts';
import type { SharedActs } from '#shared/alarms/sharedAct.ts';
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { SendingRate } from '#shared/notifications/channel.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { FakeTime } from '../../notifications/FakeTime.ts';
import { channelOf, IN_MEMORY } from '../../notifications/OutboxRig.ts';
import { silent } from '../../storage/folder.ts';
import { KIM, LEE } from '../Scenario.ts';
import { type DeskName, NIGHT_START, type NightAct, SITE } from './input.ts';

export const RATE: SendingRate = { everySeconds: 10, burst: 3 };
const ANSWERS_AFTER_MS = 200;
const BURSTS_READ_BACK_MS = 600_000;

/** What both desks have between them and the people outside. */
export interface Network {
  down: boolean;
  /** What is sent arrives, and its answer doesn't. */
  answersLost: boolean;
}

const OTHER = 'http://other.example:7373';

export interface Told {
  readonly key: string;
  /** As every desk names it; null for what only this one can tell. */
  readonly telling: string | null;
  readonly topic: NotificationTopic;
  readonly answered: boolean;
  /** From when it was asked for until it arrived, milliseconds by the desk's clock. */
  readonly afterMs: number;
}

/** Forty places of some hundred devices. */
function placementOf(deviceId: string): DevicePlacement {
  const place = Number(deviceId.slice('device-'.length)) % 40;
  return {
    name: deviceId,
    floorId: 'f1',
    xM: 1,
    yM: 1,
    zoneId: `z${place}`,
    upstreamPanel: `p${place}`,
    ratedCurrentA: null,
    gasSensor: null,
    temperatureSensor: null,
    model: null,
    expectedIntervalMs: 10_000,
  };
}

/** One desk with every room that alarms concern, over a real file, moved by the test. */
export class NightDesk {
  readonly time = new FakeTime(NIGHT_START);
  /** When each message was tried, in milliseconds that nobody can set. */
  readonly attempts: number[] = [];
  readonly told: Told[] = [];
  readonly #file: string;
  readonly #caller: typeof KIM | typeof LEE;
  readonly #network: Network;
  readonly #channels: readonly StoredChannel[];
  readonly #abandoned: Database.Database[] = [];
  #processStart = 0;
  #generation = 0;
  #later: (() => void)[] = [];
  readonly troubles = new Map<string, string | null>();
  readonly #deskId: string;
  running = true;
  db!: Database.Database;
  alarms!: AlarmDesk;
  escalation!: Escalation;
  peer!: PeerDesk;
  #store!: OutboxStore;
  #answer!: (cursor: number, limit: number, toldCursor: number) => SharedActs;
  #askOther: ((...asked: Parameters<NightDesk['answer']>) => SharedActs) | undefined;

  constructor(
    folder: string,
    name: DeskName,
    network: Network,
    deskId: string = name,
    channels: readonly StoredChannel[] = [channelOf({ rate: RATE })],
  ) {
    this.#deskId = deskId;
    this.#channels = channels;
    this.#file = folder === IN_MEMORY ? IN_MEMORY : path.join(folder, `${name}.db`);
    this.#caller = name === 'a' ? KIM : LEE;
    this.#network = network;
    this.#open(true);
  }

  /** Without it, there is no link to the other desk. */
  link(other: NightDesk | undefined): void {
    this.#askOther = other && ((...asked) => other.answer(...asked));
  }

  /** As `GET /api/acts` does. */
  answer(cursor: number, limit: number, toldCursor: number): SharedActs {
    return this.#answer(cursor, limit, toldCursor);
  }

  async pass(seconds: number): Promise<void> {
    await this.time.advance(seconds * 1_000);
    if (this.running) this.escalation.desk.tick();
  }

  deliver(readings: readonly ScoredReading[]): void {
    const plan = this.#commit(readings);
    this.alarms.apply(plan);
    for (const run of this.#later.splice(0)) run();
  }

  act({ name, alarmId }: NightAct): void {
    const note = name === 'note' ? { note: '전화함' } : {};
    this.alarms.act(name, { ...this.#caller, alarmIds: [alarmId], ...note });
    for (const run of this.#later.splice(0)) run();
  }

  /** Killed after the commit of the batch, before memory or the broker heard of it. Not even the file is closed. */
  killedBy(readings: readonly ScoredReading[]): void {
    this.#commit(readings);
    this.running = false;
    this.#generation++;
    this.#later = [];
    this.time.forgetTimers();
    this.#abandoned.push(this.db);
  }

  /** Another process on the same file. */
  restart(): void {
    this.#processStart = this.time.monotonicNow();
    this.running = true;
    this.#open(false);
    this.escalation.desk.tick();
  }

  waiting(): number {
    return this.#store.waiting('hook').reduce((sum, { count }) => sum + count, 0);
  }

  end(): void {
    this.#generation++;
    this.time.forgetTimers();
    for (const db of [this.db, ...this.#abandoned]) db.close();
  }

  #commit(readings: readonly ScoredReading[]) {
    const receivedAt = this.time.now();
    const plan = this.alarms.plan(
      readings.map(({ reading, assessment }) => ({
        reading: { ...reading, receivedAt },
        assessment,
      })),
    );
    this.db.transaction(() => this.alarms.persist(plan))();
    return plan;
  }

  /** Composed as the engine does. What a desk notices of itself is left out: another night, another trouble. */
  #open(first: boolean): void {
    const { now } = this.time;
    const processStart = this.#processStart;
    const clocks = { now, monotonicNow: () => this.time.monotonicNow() - processStart };
    const kept = !first && this.#file === IN_MEMORY ? this.db : undefined;
    const db = kept ?? openControlRoom({ path: this.#file, now, log: silent }).db;
    this.db = db;
    // Programs are killed here, not the machine.
    db.pragma('synchronous = OFF');
    const audit = new AuditChain({ db, now });
    const settings = new Settings(db);
    const changed = () => undefined;
    const firstOut = new FirstOut({ groupOf: (id) => burstGroupOf(placementOf(id)) });
    const alarms = new AlarmDesk({
      db,
      siteId: SITE,
      now,
      log: silent,
      audit,
      setAsides: new SetAsides({ db, ...clocks }),
      firstOut,
      thresholds: DEFAULT_THRESHOLDS,
      evidenceOf: (scored) => scored,
    });
    this.alarms = alarms;
    alarms.follow(firstOut);
    firstOut.restore(alarms.history({ from: now() - BURSTS_READ_BACK_MS, limit: 1_000 }));

    const channels = new ChannelStore({ db, log: silent });
    if (first) for (const channel of this.#channels) channels.save(channel, now(), 'test');
    const tellings = new TellingStore(db);
    const ownId = () => this.#deskId;
    const others = new OtherDesks({
      db,
      settings,
      store: tellings,
      ownId,
      simulated: false,
      urls: [OTHER],
      troubles: { set: (kind, _source, detail) => this.troubles.set(kind, detail) },
      ...clocks,
      log: silent,
    });
    this.#store = new OutboxStore(db, tellings);
    const outbox = new Outbox({
      store: this.#store,
      lists: new OutboxLists(db),
      others,
      channels: channels.all(),
      openChannel: () => this.#transport(),
      desk: {
        site: { name: { ko: '현장', en: 'Site' }, timeZone: 'Asia/Seoul', simulated: false },
        thresholds: DEFAULT_THRESHOLDS,
        auditHead: () => null,
        alarmNow: (id) => alarms.get(id)?.alarm ?? null,
        placeOf: (deviceId) => ({ name: deviceId, floor: null }),
      },
      ...clocks,
      timers: this.time,
      random: () => 0.5,
      log: silent,
      changed,
    });
    this.escalation = createEscalation({
      storage: { controlRoom: db, settings, audit },
      alarms,
      notifications: outbox,
      placementOf,
      thresholds: DEFAULT_THRESHOLDS,
      timeZone: () => 'Asia/Seoul',
      attendedDesks: () => 0,
      ...clocks,
      log: silent,
      changed,
      later: (run) => this.#later.push(run),
    });
    alarms.follow(this.escalation.desk);

    const journal = new ActJournal({ db, siteId: SITE });
    this.#answer = (cursor, limit, toldCursor) => ({
      ...journal.since(cursor, limit),
      deskId: this.#deskId,
      told: {
        simulated: false,
        reaches: outbox.reaches(),
        ...tellings.since(toldCursor, limit),
      },
    });
    const response = { db, audit, now, changed };
    const sheets = new ResponseSheets({ ...response, procedures: new Procedures(response) });
    const store = new IncidentStore(db);
    const incidents = new IncidentDesk({ ...response, store, sheets, settings, placementOf });
    incidents.adopt(alarms.open());
    alarms.follow(incidents);
    this.peer = new PeerDesk({
      peer: { url: OTHER, token: 'token' },
      siteId: SITE,
      merger: new ActMerger({
        alarms,
        journal,
        waiting: new WaitingActs(db),
        audit,
        now,
      }),
      tellings: others,
      settings,
      troubles: { set: changed, happened: changed },
      ...clocks,
      log: silent,
      fetch: async (url) => {
        if (!this.#askOther) throw new TypeError('fetch failed');
        const { searchParams } = new URL(String(url));
        const asked = ['since', 'limit', 'toldSince'].map((name) => Number(searchParams.get(name)));
        return Response.json(this.#askOther(asked[0]!, asked[1]!, asked[2]!));
      },
      changed: () => {
        for (const run of this.#later.splice(0)) run();
      },
    });
    outbox.start();
  }

  #transport(): Channel {
    const generation = this.#generation;
    return {
      close: () => undefined,
      send: (message, signal) =>
        new Promise<Receipt>((resolve, reject) => {
          this.attempts.push(this.time.monotonicNow());
          signal.addEventListener('abort', () => reject(new DeliveryError('timeout', 'no answer')));
          this.time.after(ANSWERS_AFTER_MS, () => {
            if (generation !== this.#generation || signal.aborted) return;
            if (this.#network.down) return reject(new DeliveryError('unreachable', 'no network'));
            const { data } = JSON.parse(message.payload()) as {
              data: { items: { key: string; telling: string | null; queuedAt: string }[] };
            };
            const answered = !this.#network.answersLost;
            for (const { key, telling, queuedAt } of data.items) {
              const afterMs = this.time.now() - Date.parse(queuedAt);
              this.told.push({ key, telling, topic: message.topic, answered, afterMs });
            }
            if (answered) resolve({ partly: null });
          });
        }),
    };
  }
}
