import { isOver, type Ladder } from '#shared/escalation/ladder.ts';
import type { LadderStore } from './LadderStore.ts';

/**
 * Every open alarm's ladder, in memory as it is on disk: what is written is taken over after its commit, and what was
 * written by a transaction of which nobody has said how it ended is read again.
 */
export class Ladders {
  readonly #store: LadderStore;
  readonly #ladders: Map<string, Ladder>;
  /** Written and not taken over. */
  readonly #written = new Map<string, Ladder | null>();

  constructor(store: LadderStore) {
    this.#store = store;
    this.#ladders = new Map(store.all());
  }

  get(alarmId: string): Ladder | null {
    return this.#ladders.get(alarmId) ?? null;
  }

  all(): ReadonlyMap<string, Ladder> {
    return this.#ladders;
  }

  /** Call it inside a transaction, and `take` after its commit. */
  write(alarmId: string, ladder: Ladder | null): void {
    if (ladder === null) this.#store.delete(alarmId);
    else this.#store.put(alarmId, ladder);
    this.#written.set(alarmId, ladder);
  }

  /** @returns true when this changes what was known */
  take(alarmId: string): boolean {
    const ladder = this.#written.get(alarmId);
    if (ladder === undefined) return false;
    this.#written.delete(alarmId);
    this.#set(alarmId, ladder);
    return true;
  }

  /** After transactions that failed, or seemed to: the disk decides. Call it outside of any. */
  settle(): boolean {
    if (this.#written.size === 0) return false;
    for (const alarmId of [...this.#written.keys()]) {
      this.#set(alarmId, this.#store.get(alarmId));
      this.#written.delete(alarmId);
    }
    return true;
  }

  /** Writes the times of what is still to come as the wall clock has them now. Call it inside a transaction. */
  restate(): void {
    for (const [alarmId, ladder] of this.#ladders)
      if (!isOver(ladder)) this.#store.put(alarmId, ladder);
  }

  #set(alarmId: string, ladder: Ladder | null): void {
    if (ladder === null) this.#ladders.delete(alarmId);
    else this.#ladders.set(alarmId, ladder);
  }
}
