import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { SharedActs } from '#shared/alarms/sharedAct.ts';
import type { OtherDeskState, OtherDeskView } from '#shared/contract/notificationViews.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import { HEARD_WITHIN_MS, type HeardDesk, tellsFirst } from '#shared/notifications/telling.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Logger } from '../log.ts';
import type { Settings } from '../storage/Settings.ts';
import type { TellingStore } from './TellingStore.ts';

/** How far another desk's deliveries were read, and of which desk: another one at the same address begins at 0. */
const Cursor = z.object({ deskId: z.string(), next: z.number().int().min(0) });

/** What a desk answered, as far as it concerns what is told outside. */
export type PeerPage = Pick<SharedActs, 'deskId' | 'told'>;

interface Known {
  readonly state: OtherDeskState;
  /** Only of one whose word counts. */
  readonly desk: HeardDesk | null;
}

export interface OtherDesksParts {
  readonly db: Database.Database;
  readonly settings: Pick<Settings, 'get' | 'set'>;
  readonly store: TellingStore;
  readonly ownId: () => string;
  /** Of what this desk tells: the word of a simulated building says nothing of a real one. */
  readonly simulated: boolean;
  /** The addresses of the other desks. */
  readonly urls: readonly string[];
  readonly troubles?: Pick<TroubleReporter, 'set'>;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
}

/** The other desks of the site, as far as they tell the same people: what they have told, and who of us tells first. */
export class OtherDesks {
  readonly #parts: OtherDesksParts;
  readonly #known = new Map<string, Known>();
  #changed: () => void = () => undefined;

  constructor(parts: OtherDesksParts) {
    this.#parts = parts;
    for (const url of parts.urls) this.#known.set(url, { state: 'notHeard', desk: null });
  }

  /** @param changed called when another desk has told something, and when it is another thing that is known of it */
  follow(changed: () => void): void {
    this.#changed = changed;
  }

  /** Where to go on with what this desk has told. */
  cursor(url: string): number {
    return this.#cursor(url)?.next ?? 0;
  }

  /**
   * Takes over what another desk answered.
   *
   * @param askedAt when it was asked, on the clock that nobody can set: an answer says nothing of what came after.
   * @returns whether this brought the reading of what it has told further
   * @throws what the disk says; then nothing of it counts.
   */
  heard(url: string, { deskId, told }: PeerPage, askedAt: number): boolean {
    const { ownId, simulated, troubles } = this.#parts;
    const source = `peer/${hostOf(url)}`;
    const own = ownId();
    troubles?.set('sameDeskId', source, deskId === own ? sameId(own, url) : null);
    if (deskId === own) this.#ignore(url, 'sameId');
    else if (deskId === undefined || told === undefined) this.#ignore(url, 'older');
    else if (told.simulated !== simulated) this.#ignore(url, 'otherData');
    else {
      const further = this.#take(url, deskId, told);
      const reaches = new Map(told.reaches.map((one) => [one.topic, new Set(one.recipients)]));
      const desk = { deskId, freshUntil: askedAt + HEARD_WITHIN_MS, reaches };
      const before = this.#known.get(url);
      this.#known.set(url, { state: 'inReach', desk });
      if (told.deliveries.length > 0 || before?.desk?.deskId !== deskId) this.#changed();
      return further;
    }
    return false;
  }

  /** It didn't answer. What was heard of it counts for as long as it would have anyway. */
  missed(url: string): void {
    const known = this.#known.get(url);
    if (known?.desk && this.#parts.monotonicNow() < known.desk.freshUntil) return;
    this.#ignore(url, 'notHeard');
  }

  /** Whether another desk is to tell these first, and this one to wait for its word. */
  tellsFirst(topic: NotificationTopic, recipients: readonly string[]): boolean {
    const { ownId, monotonicNow } = this.#parts;
    const [own, now] = [ownId(), monotonicNow()];
    return this.#desks().some((desk) => tellsFirst(desk, own, { topic, recipients }, now));
  }

  /** Until when a word of any desk that tells first can be waited for, on the clock that nobody can set. */
  freshUntil(): number {
    const own = this.#parts.ownId();
    const first = this.#desks().filter(({ deskId }) => deskId < own);
    return Math.max(Number.NEGATIVE_INFINITY, ...first.map(({ freshUntil }) => freshUntil));
  }

  views(): readonly OtherDeskView[] {
    const { ownId, monotonicNow } = this.#parts;
    const own = ownId();
    return [...this.#known].map(([url, { state, desk }]) => ({
      host: hostOf(url),
      state: desk !== null && monotonicNow() >= desk.freshUntil ? 'notHeard' : state,
      first: desk === null ? null : desk.deskId < own ? 'other' : 'this',
    }));
  }

  #take(url: string, deskId: string, told: NonNullable<PeerPage['told']>): boolean {
    const { db, settings, store, now, log } = this.#parts;
    const cursor = this.#cursor(url);
    // Asked from where the desk before was read to: what this one says begins anew.
    const another = cursor !== null && cursor.deskId !== deskId;
    const next = another ? 0 : told.next;
    if (another) log.warn({ peer: url, deskId }, 'another desk answers at this address');
    const further = !another && next > (cursor?.next ?? 0);
    if (cursor?.deskId === deskId && cursor.next === next && told.deliveries.length === 0)
      return further;
    db.transaction(() => {
      store.hear(told.deliveries, hostOf(url));
      settings.set(keyOf(url), { deskId, next }, Math.round(now()));
    }).immediate();
    return further;
  }

  #ignore(url: string, state: OtherDeskState): void {
    const before = this.#known.get(url);
    if (before?.state === state) return;
    this.#known.set(url, { state, desk: null });
    this.#parts.log.warn({ peer: url, state }, 'the word of the other desk does not count');
    this.#changed();
  }

  #cursor(url: string): z.output<typeof Cursor> | null {
    return this.#parts.settings.get(keyOf(url), Cursor);
  }

  #desks(): readonly HeardDesk[] {
    return [...this.#known.values()].flatMap(({ desk }) => (desk === null ? [] : [desk]));
  }
}

const keyOf = (url: string): string => `peer.told ${url}`;
const hostOf = (url: string): string => new URL(url).host;
const sameId = (deskId: string, url: string): string =>
  `${url} has the id of this desk, ${deskId}: one data folder is a copy of the other, or the address is this desk's own`;
