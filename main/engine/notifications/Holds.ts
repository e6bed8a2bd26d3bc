import { type DeliveryProblemCode, isPermanent } from '#shared/notifications/deliveryProblem.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { BackOff } from '../sources/BackOff.ts';
import type { DeliveryError } from './DeliveryError.ts';

/** What is wrong with one topic alone; everything else is wrong with the whole channel. */
const OF_ONE_TOPIC: ReadonlySet<DeliveryProblemCode> = new Set([
  'topicNotFound',
  'notAuthorised',
  'recipientRefused',
  'messageRefused',
]);
const FIRST_MS = 2_000;
const CAP_MS = 300_000;
/** What only a person can mend is tried again this often, so that it needs nobody to press a button afterwards. */
const PERMANENT_MS = 900_000;

export interface Problem {
  readonly code: DeliveryProblemCode;
  readonly detail: string;
  readonly at: EpochMs;
  readonly topic: NotificationTopic;
}

interface Hold {
  readonly problem: Problem;
  /** Monotonic milliseconds. */
  readonly until: number;
}

/** Why a channel, or one of its topics, is not tried for a while. */
export class Holds {
  readonly #random: () => number;
  readonly #backOffs = new Map<string, BackOff>();
  readonly #holds = new Map<string, Hold>();

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Full jitter over a bound that doubles, for what passes by itself; rarely, for what doesn't. */
  failed(error: DeliveryError, topic: NotificationTopic, now: number, at: EpochMs): void {
    const key = OF_ONE_TOPIC.has(error.code) ? topic : '';
    const problem = { code: error.code, detail: error.message, at, topic };
    const wait = isPermanent(error.code)
      ? PERMANENT_MS * (0.75 + this.#random() / 2)
      : this.#backOff(key).next();
    this.#holds.set(key, { problem, until: now + Math.max(wait, error.retryAfterMs ?? 0) });
  }

  /** Went out: the channel is well, and so is this topic. */
  succeeded(topic: NotificationTopic): void {
    for (const key of ['', topic]) {
      this.#holds.delete(key);
      this.#backOffs.delete(key);
    }
  }

  /** A person says: now. What is wrong is known to be until the next attempt says otherwise. */
  release(): void {
    for (const [key, { problem }] of this.#holds) this.#holds.set(key, { problem, until: 0 });
    this.#backOffs.clear();
  }

  /** Monotonic time from which the topic may be tried; 0 when nothing holds it. */
  until(topic: NotificationTopic): number {
    return Math.max(this.#holds.get('')?.until ?? 0, this.#holds.get(topic)?.until ?? 0);
  }

  /** Nothing is known to be wrong with it. */
  isWell(topic: NotificationTopic): boolean {
    return !this.#holds.has('') && !this.#holds.has(topic);
  }

  /** The worst of what is wrong: what stays until somebody mends it, then the newest. */
  problem(): Problem | null {
    const all = [...this.#holds.values()].map(({ problem }) => problem);
    return (
      all.sort(
        (a, b) => Number(isPermanent(b.code)) - Number(isPermanent(a.code)) || b.at - a.at,
      )[0] ?? null
    );
  }

  #backOff(key: string): BackOff {
    const known = this.#backOffs.get(key);
    if (known) return known;
    const made = new BackOff({ firstMs: FIRST_MS, capMs: CAP_MS, random: this.#random });
    this.#backOffs.set(key, made);
    return made;
  }
}
