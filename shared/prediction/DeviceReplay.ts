import { assess } from '#shared/scoring/assess.ts';
import type { Assessment } from '#shared/scoring/assessment.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import type { DecodedReading, EpochMs, Reading } from '#shared/telemetry/reading.ts';
import { type DeviceFacts, DeviceWindow } from './DeviceWindow.ts';

/** So many of the newest readings are remembered to tell a repetition. */
const REMEMBERED = 64;

export interface ReplayedReading {
  readonly reading: Reading;
  readonly assessment: Assessment;
  /** A minute was closed: the window may be read. */
  readonly due: boolean;
}

/**
 * One recorded device stream through the path that a live reading takes: repetitions out, scored, put on the grid. The
 * recording has no arrival times: a message arrives when it was measured, or when the newest one before it was.
 */
export class DeviceReplay {
  readonly window: DeviceWindow;
  readonly #thresholds: Thresholds;
  readonly #history = new DeviceHistory();
  readonly #recent: string[] = [];
  #arrival: EpochMs = 0;

  constructor(facts: DeviceFacts, thresholds: Thresholds) {
    this.window = new DeviceWindow(facts);
    this.#thresholds = thresholds;
  }

  /** @returns null for a repetition. */
  take(decoded: DecodedReading): ReplayedReading | null {
    const key = `${decoded.deviceTime ?? ''}|${decoded.idx ?? ''}`;
    if (decoded.deviceTime !== null && this.#recent.includes(key)) return null;
    this.#recent.push(key);
    if (this.#recent.length > REMEMBERED) this.#recent.shift();
    this.#arrival = Math.max(this.#arrival, decoded.deviceTime ?? 0);
    const reading = placeInTime(decoded, this.#arrival, true, this.#thresholds);
    const due = this.window.add(reading);
    return { reading, assessment: assess(reading, this.#history, this.#thresholds), due };
  }
}
