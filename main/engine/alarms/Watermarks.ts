import type { EpochMs, Reading } from '#shared/telemetry/reading.ts';
import { newestAfter } from '../eventOrder.ts';
import type { ScoredReading } from '../scoredReading.ts';

/** More device names than any site has. A forgotten one is only as unknown as after a restart. */
const MAX_DEVICES = 50_000;

/** The newest event time that was seen of each device: what tells a late reading from a current one. */
export class Watermarks {
  readonly #newest = new Map<string, { at: EpochMs }>();

  of(deviceId: string): EpochMs {
    return this.#newest.get(deviceId)?.at ?? Number.NEGATIVE_INFINITY;
  }

  seen(reading: Reading): void {
    const known = this.#newest.get(reading.deviceId);
    if (known) known.at = newestAfter(known.at, reading);
    else this.set(reading.deviceId, reading.measuredAt);
  }

  /** Takes over what was written down, unless something newer is known. */
  restore(deviceId: string, at: EpochMs): void {
    if (at > this.of(deviceId)) this.set(deviceId, at);
  }

  set(deviceId: string, at: EpochMs): void {
    if (this.#newest.size >= MAX_DEVICES) this.#forgetOne();
    this.#newest.set(deviceId, { at });
  }

  /** What `of` would say after the first `count` readings of the batch. */
  within(batch: readonly ScoredReading[], count: number, deviceId: string): EpochMs {
    let newest = this.of(deviceId);
    for (let i = 0; i < count; i++) {
      const { reading } = batch[i]!;
      if (reading.deviceId === deviceId) newest = newestAfter(newest, reading);
    }
    return newest;
  }

  #forgetOne(): void {
    const [oldest] = this.#newest.keys();
    if (oldest !== undefined) this.#newest.delete(oldest);
  }
}
