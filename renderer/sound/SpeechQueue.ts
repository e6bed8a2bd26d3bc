/** What is to be said, most urgent first, and not more than anybody can take in. */

export interface Wish {
  readonly alarmId: string;
  /** Smaller is more urgent. */
  readonly rank: number;
  /** A critical fire is always spoken, however many others there are. */
  readonly critical: boolean;
}

export type NextSentence =
  | { readonly type: 'alarm'; readonly alarmId: string; readonly critical: boolean }
  | { readonly type: 'more'; readonly count: number };

/** Sentences of one flood before the rest becomes a number. */
const AT_MOST = 3;
/** After the number, only a critical fire is spoken for this long. */
const REST_MS = 20_000;
/** More critical fires than can be said before the first is forgotten again. */
const MAX_CRITICAL = 20;
const MAX_WAITING = 1_000;

export class SpeechQueue {
  #critical: Wish[] = [];
  #others: Wish[] = [];
  /** Waiting ones that found no room. */
  #uncounted = 0;
  #said = 0;
  #restUntil = Number.NEGATIVE_INFINITY;

  add(wishes: readonly Wish[]): void {
    for (const wish of wishes) {
      if (wish.critical && this.#critical.length < MAX_CRITICAL) this.#critical.push(wish);
      else if (this.#others.length < MAX_WAITING) this.#others.push(wish);
      else this.#uncounted++;
    }
    this.#others.sort((a, b) => a.rank - b.rank);
  }

  /** Forgets what was answered meanwhile. */
  keep(isWanted: (alarmId: string) => boolean): void {
    this.#critical = this.#critical.filter(({ alarmId }) => isWanted(alarmId));
    this.#others = this.#others.filter(({ alarmId }) => isWanted(alarmId));
    if (this.#others.length === 0) this.#uncounted = 0;
  }

  clear(): void {
    this.keep(() => false);
  }

  get hasCritical(): boolean {
    return this.#critical.length > 0;
  }

  /** @param now monotonic milliseconds */
  next(now: number): NextSentence | null {
    const critical = this.#critical.shift();
    if (critical) return { type: 'alarm', alarmId: critical.alarmId, critical: true };
    if (now < this.#restUntil) return null;
    const waiting = this.#others.length + this.#uncounted;
    if (waiting === 0) {
      this.#said = 0;
      return null;
    }
    if (this.#said >= AT_MOST) {
      this.#said = 0;
      this.#others = [];
      this.#uncounted = 0;
      this.#restUntil = now + REST_MS;
      return { type: 'more', count: waiting };
    }
    const first = this.#others.shift();
    if (!first) return null;
    this.#said++;
    return { type: 'alarm', alarmId: first.alarmId, critical: false };
  }
}
