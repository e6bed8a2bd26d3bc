import { z } from 'zod';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { SharedActs } from '#shared/alarms/sharedAct.ts';
import type { ActMerger } from '../alarms/ActMerger.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Logger } from '../log.ts';
import type { OtherDesks } from '../notifications/OtherDesks.ts';
import type { Settings } from '../storage/Settings.ts';

/** Another desk of the same site, as the administrator names it. */
export interface PeerAddress {
  /** The headless host of the other desk, `https://desk-2.example:7373`. */
  readonly url: string;
  readonly token: string;
}

const EVERY_MS = 2_000;
const TIMEOUT_MS = 5_000;
const LIMIT = 500;
/** Out of reach for this long, and it is said. */
const TROUBLE_AFTER_MS = 60_000;

/**
 * Follows what operators do at another desk, so that an acknowledgement there counts here, and what that desk told people
 * outside, so that this one needn't.
 */
export class PeerDesk {
  readonly #peer: PeerAddress;
  readonly #siteId: string;
  readonly #merger: Pick<ActMerger, 'merge' | 'settle'>;
  readonly #tellings: Pick<OtherDesks, 'cursor' | 'heard' | 'missed'>;
  readonly #settings: Pick<Settings, 'get' | 'set'>;
  readonly #troubles: TroubleReporter;
  readonly #now: () => number;
  readonly #monotonicNow: () => number;
  readonly #log: Logger;
  readonly #fetch: typeof fetch;
  readonly #changed: (alarms: readonly AlarmRecord[]) => void;
  readonly #stopping = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #failingSince: number | undefined;

  constructor(parts: {
    readonly peer: PeerAddress;
    readonly siteId: string;
    readonly merger: Pick<ActMerger, 'merge' | 'settle'>;
    readonly tellings: Pick<OtherDesks, 'cursor' | 'heard' | 'missed'>;
    readonly settings: Pick<Settings, 'get' | 'set'>;
    readonly troubles: TroubleReporter;
    readonly now: () => number;
    readonly monotonicNow: () => number;
    readonly log: Logger;
    readonly fetch?: typeof fetch;
    /** Told what to show anew. */
    readonly changed: (alarms: readonly AlarmRecord[]) => void;
  }) {
    this.#peer = parts.peer;
    this.#siteId = parts.siteId;
    this.#merger = parts.merger;
    this.#tellings = parts.tellings;
    this.#settings = parts.settings;
    this.#troubles = parts.troubles;
    this.#now = parts.now;
    this.#monotonicNow = parts.monotonicNow;
    this.#log = parts.log;
    this.#fetch = parts.fetch ?? fetch;
    this.#changed = parts.changed;
  }

  start(): void {
    this.#round = this.follow();
    this.#timer = setInterval(() => {
      this.#round ??= this.follow();
    }, EVERY_MS);
  }

  /** Asks once for what is new and takes it over. Never throws: what fails is asked again. */
  async follow(): Promise<void> {
    const source = `peer/${new URL(this.#peer.url).host}`;
    try {
      // Also while the other desk is out of reach: it is this one's own readings that were waited for.
      this.#show(this.#merger.settle());
      await this.#ask();
      this.#failingSince = undefined;
      this.#troubles.set('peerDown', source, null);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#tellings.missed(this.#peer.url);
      this.#log.warn({ err: error, peer: this.#peer.url }, 'the other desk could not be followed');
      this.#failingSince ??= this.#monotonicNow();
      if (this.#monotonicNow() - this.#failingSince >= TROUBLE_AFTER_MS)
        this.#troubles.set('peerDown', source, messageOf(error));
    } finally {
      this.#round = undefined;
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopping.abort();
    await this.#round;
  }

  async #ask(): Promise<void> {
    const key = `peer.cursor ${this.#peer.url}`;
    for (;;) {
      const cursor = this.#settings.get(key, z.number().int().min(0)) ?? 0;
      const askedAt = this.#monotonicNow();
      const page = await this.#page(cursor);
      const { siteId, acts, next } = page;
      // Ids begin with the site: acts of another one would find nothing, and the mistake would not be seen.
      if (siteId !== this.#siteId) throw new Error(`it watches another site, ${siteId}`);
      this.#show(this.#merger.merge(acts, this.#peer.url));
      if (next !== cursor) this.#settings.set(key, next, this.#now());
      const further = this.#tellings.heard(this.#peer.url, page, askedAt);
      const moreActs = acts.length === LIMIT && next !== cursor;
      if (!moreActs && !(further && page.told?.deliveries.length === LIMIT)) return;
    }
  }

  #show(alarms: readonly AlarmRecord[]): void {
    if (alarms.length > 0) this.#changed(alarms);
  }

  async #page(cursor: number): Promise<SharedActs> {
    const told = this.#tellings.cursor(this.#peer.url);
    const asked = `/api/acts?since=${cursor}&limit=${LIMIT}&toldSince=${told}`;
    const url = new URL(asked, this.#peer.url);
    const response = await this.#fetch(url, {
      headers: { authorization: `Bearer ${this.#peer.token}` },
      redirect: 'error',
      signal: AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return SharedActs.parse(await response.json());
  }
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
