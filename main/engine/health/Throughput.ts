import type { EpochMs } from '#shared/telemetry/reading.ts';

const FIVE_MINUTES_MS = 300_000;
const KEPT_BUCKETS = 12;
const RATE_SECONDS = 10;
const LATENCY_WINDOW_MS = 60_000;
const MAX_LATENCIES = 2_000;

/** What was committed in one five-minute stretch of the last hour. */
export interface ActivityBucket {
  readonly start: EpochMs;
  readonly batches: number;
  readonly readings: number;
}

interface Latency {
  readonly at: EpochMs;
  readonly ms: number;
}

/** Counts what the pipeline commits: rate, latency, and the last hour in five-minute buckets. */
export class Throughput {
  readonly #startedAt: EpochMs;
  #buckets: { start: EpochMs; batches: number; readings: number }[] = [];
  #seconds: { second: number; readings: number }[] = [];
  #latencies: Latency[] = [];

  constructor(startedAt: EpochMs) {
    this.#startedAt = startedAt;
  }

  /** @param oldestReceivedAt arrival of the batch's first frame: the worst wait of the batch. */
  committed(readings: number, oldestReceivedAt: EpochMs, now: EpochMs): void {
    const start = now - (now % FIVE_MINUTES_MS);
    let bucket = this.#buckets.at(-1);
    if (bucket?.start !== start) {
      bucket = { start, batches: 0, readings: 0 };
      this.#buckets.push(bucket);
      if (this.#buckets.length > KEPT_BUCKETS) this.#buckets.shift();
    }
    bucket.batches += 1;
    bucket.readings += readings;

    const second = Math.floor(now / 1000);
    const last = this.#seconds.at(-1);
    if (last?.second === second) last.readings += readings;
    else {
      this.#seconds.push({ second, readings });
      if (this.#seconds.length > RATE_SECONDS + 1) this.#seconds.shift();
    }

    this.#latencies.push({ at: now, ms: Math.max(0, now - oldestReceivedAt) });
    if (this.#latencies.length > MAX_LATENCIES) this.#latencies.shift();
  }

  /** Readings a second over the last ten whole seconds, or over what has passed since the start. */
  readingsPerSecond(now: EpochMs): number {
    const current = Math.floor(now / 1000);
    const counted = this.#seconds.filter(
      ({ second }) => second < current && second >= current - RATE_SECONDS,
    );
    const seconds = Math.min(
      RATE_SECONDS,
      Math.max(1, current - Math.floor(this.#startedAt / 1000)),
    );
    return counted.reduce((sum, { readings }) => sum + readings, 0) / seconds;
  }

  latency(now: EpochMs): { p50: number; p99: number } | null {
    const recent = this.#latencies.filter(({ at }) => at > now - LATENCY_WINDOW_MS);
    if (recent.length === 0) return null;
    const sorted = recent.map(({ ms }) => ms).sort((a, b) => a - b);
    const at = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
    return { p50: at(0.5), p99: at(0.99) };
  }

  /** Oldest first, at most the last hour. */
  lastHour(now: EpochMs): readonly ActivityBucket[] {
    return this.#buckets.filter(({ start }) => start > now - FIVE_MINUTES_MS * KEPT_BUCKETS);
  }
}
