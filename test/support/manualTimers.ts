import type { Timers } from '#engine/sources/timers.ts';

/** Timers that fire when the test says so. */
export class ManualTimers implements Timers {
  readonly waiting: { readonly ms: number; readonly callback: () => void }[] = [];

  after(ms: number, callback: () => void): () => void {
    const timer = { ms, callback };
    this.waiting.push(timer);
    return () => {
      const index = this.waiting.indexOf(timer);
      if (index >= 0) this.waiting.splice(index, 1);
    };
  }

  /** Fires the one that waits for exactly so long. */
  fire(ms: number): void {
    const index = this.waiting.findIndex((timer) => timer.ms === ms);
    const [timer] = index < 0 ? [] : this.waiting.splice(index, 1);
    if (timer === undefined) throw new Error(`nothing waits for ${ms} ms`);
    timer.callback();
  }
}
