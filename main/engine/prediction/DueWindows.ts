import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Tracker } from '../DeviceTrackers.ts';
import type { DeviceForecast } from './DeviceForecast.ts';

const WINDOW = STEPS * FEATURE_COUNT;

export interface DueWindow {
  readonly tracker: Tracker;
  readonly forecast: DeviceForecast;
  /** Start of the newest minute of the window that was taken. */
  readonly at: EpochMs;
}

/**
 * Which devices have a new window for the model. A device waits once, however many minutes end meanwhile: what is taken
 * is its window as it is then, so that the queue can't grow beyond the devices there are.
 */
export class DueWindows {
  /** Since when it waits, monotonic milliseconds; oldest first. */
  readonly #due = new Map<Tracker, number>();

  get size(): number {
    return this.#due.size;
  }

  add(tracker: Tracker, monotonicNow: number): void {
    if (!this.#due.has(tracker)) this.#due.set(tracker, monotonicNow);
  }

  oldestWaitMs(monotonicNow: number): number | null {
    const [oldest] = this.#due.values();
    return oldest === undefined ? null : Math.max(0, monotonicNow - oldest);
  }

  /** Copies windows into the batch until it is full, those that waited longest first. Windows that are not whole go. */
  take(batch: Float32Array, isKnown: (tracker: Tracker) => boolean): DueWindow[] {
    const taken: DueWindow[] = [];
    for (const tracker of this.#due.keys()) {
      if ((taken.length + 1) * WINDOW > batch.length) break;
      this.#due.delete(tracker);
      const { forecast } = tracker;
      const at = forecast?.window.closedAt ?? null;
      if (!forecast || at === null || forecast.window.state !== 'ready' || !isKnown(tracker))
        continue;
      forecast.window.copyTo(batch, taken.length * WINDOW);
      taken.push({ tracker, forecast, at });
    }
    return taken;
  }
}
