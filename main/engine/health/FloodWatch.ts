import type { TroubleReporter } from '../alarms/DeskTroubles.ts';

const WINDOW_MS = 10_000;
/** So many times what a device is expected to send, and at least so many a second, and it floods. */
const TIMES_EXPECTED = 20;
const LEAST_PER_SECOND = 20;
/** What a device sends that nobody has said the interval of. */
const DEFAULT_INTERVAL_MS = 10_000;

export interface HeardCount {
  readonly deviceId: string;
  /** Messages since it was asked the last time. */
  readonly messages: number;
  readonly expectedIntervalMs: number | null;
}

/** Raises a trouble for each device that sends far more than it should: a fault of its own, or somebody's attack. */
export class FloodWatch {
  readonly #heard: () => Iterable<HeardCount>;
  readonly #troubles: TroubleReporter;
  readonly #monotonicNow: () => number;
  readonly #flooding = new Set<string>();
  #countedAt: number;

  constructor(parts: {
    /** What each device sent since the last call. */
    readonly heard: () => Iterable<HeardCount>;
    readonly troubles: TroubleReporter;
    readonly monotonicNow: () => number;
  }) {
    this.#heard = parts.heard;
    this.#troubles = parts.troubles;
    this.#monotonicNow = parts.monotonicNow;
    this.#countedAt = parts.monotonicNow();
  }

  /** Call about once a second; it looks every ten. */
  tick(): void {
    const elapsed = this.#monotonicNow() - this.#countedAt;
    if (elapsed < WINDOW_MS) return;
    this.#countedAt += elapsed;
    const calm = new Set(this.#flooding);
    for (const { deviceId, messages, expectedIntervalMs } of this.#heard()) {
      const perSecond = (messages / elapsed) * 1000;
      const expected = 1000 / (expectedIntervalMs ?? DEFAULT_INTERVAL_MS);
      if (perSecond < LEAST_PER_SECOND || perSecond < expected * TIMES_EXPECTED) continue;
      calm.delete(deviceId);
      this.#flooding.add(deviceId);
      const detail = `${deviceId}: ${Math.round(perSecond)}/s`;
      this.#troubles.set('sourceFlooded', `device/${deviceId}`, detail);
    }
    for (const deviceId of calm) {
      this.#flooding.delete(deviceId);
      this.#troubles.set('sourceFlooded', `device/${deviceId}`, null);
    }
  }
}
