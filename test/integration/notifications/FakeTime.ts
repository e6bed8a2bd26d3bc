import type { Timers } from '#engine/sources/timers.ts';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Two clocks and the timers, moved by the test: no test waits. */
export class FakeTime implements Timers {
  #mono = 0;
  #offset: number;
  #due: Due[] = [];
  #order = 0;

  constructor(startAt: number) {
    this.#offset = startAt;
  }

  readonly monotonicNow = (): number => this.#mono;
  readonly now = (): number => this.#mono + this.#offset;

  /** Moves the wall clock alone. */
  setClock(by: number): void {
    this.#offset += by;
  }

  after(ms: number, callback: () => void): () => void {
    const due = { at: this.#mono + Math.max(0, ms), order: this.#order++, callback };
    this.#due.push(due);
    return () => {
      this.#due = this.#due.filter((other) => other !== due);
    };
  }

  /** What a killed program leaves behind. */
  forgetTimers(): void {
    this.#due = [];
  }

  /** Lets everything happen that is due until then, in order, with all that follows from it. */
  async advance(ms: number): Promise<void> {
    const until = this.#mono + ms;
    await settled();
    for (;;) {
      const next = this.#due.sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!next || next.at > until) break;
      this.#mono = Math.max(this.#mono, next.at);
      this.#due.shift();
      next.callback();
      await settled();
    }
    this.#mono = until;
  }
}

/** Until every promise that could go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
