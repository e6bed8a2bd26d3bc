const KEPT = 1_000;

/** How long the newest runs of the model took. */
export class RunTimes {
  readonly #ms: number[] = [];
  #next = 0;

  add(ms: number): void {
    this.#ms[this.#next] = ms;
    this.#next = (this.#next + 1) % KEPT;
  }

  /** Median and 95th percentile in milliseconds; null before the first run. */
  quantiles(): { readonly medianMs: number | null; readonly p95Ms: number | null } {
    if (this.#ms.length === 0) return { medianMs: null, p95Ms: null };
    const sorted = [...this.#ms].sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!;
    return { medianMs: at(0.5), p95Ms: at(0.95) };
  }
}
