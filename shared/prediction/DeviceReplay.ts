import { assess } from '#shared/scoring/assess.ts';
import type { Assessment } from '#shared/scoring/assessment.ts';
import { FloorWatch } from '#shared/scoring/FloorWatch.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import type { DecodedReading, EpochMs, Reading } from '#shared/telemetry/reading.ts';
import { type DeviceFacts, DeviceWindow } from './DeviceWindow.ts';
import { STEP_MS } from './schema.ts';

/** A longer silence is crossed in one step: a clock that leaps must not be walked minute by minute. */
const WALKED_MS = 7 * 86_400_000;
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
  readonly #floors = new FloorWatch();
  /** Of the newest messages with a time: it, and the message's number, NaN without one. */
  readonly #times = new Float64Array(REMEMBERED).fill(Number.NaN);
  readonly #numbers = new Float64Array(REMEMBERED);
  #next = 0;
  #arrival: EpochMs = 0;
  /** Start of the minute that is being filled; null before the first reading. */
  #filling: EpochMs | null = null;

  constructor(facts: DeviceFacts, thresholds: Thresholds) {
    this.window = new DeviceWindow(facts);
    this.#thresholds = thresholds;
  }

  /**
   * @param minuteClosed called after each minute that ended before the reading, also after those without one, as the
   * desk's clock closes them; the window may be read in it
   * @returns null for a repetition.
   */
  take(decoded: DecodedReading, minuteClosed?: () => void): ReplayedReading | null {
    if (this.#repeats(decoded)) return null;
    this.#arrival = Math.max(this.#arrival, decoded.deviceTime ?? 0);
    const reading = placeInTime(decoded, this.#arrival, true, this.#thresholds);
    if (minuteClosed) this.#closeBefore(reading.measuredAt, minuteClosed);
    const due = this.window.add(reading);
    this.#floors.signs = this.window.signs;
    const assessment = assess(reading, this.#history, this.#thresholds, null, this.#floors);
    return { reading, assessment, due };
  }

  #repeats({ deviceTime, idx }: DecodedReading): boolean {
    if (deviceTime === null) return false;
    const number = idx ?? Number.NaN;
    for (let i = 0; i < REMEMBERED; i++)
      if (this.#times[i] === deviceTime && Object.is(this.#numbers[i], number)) return true;
    this.#times[this.#next] = deviceTime;
    this.#numbers[this.#next] = number;
    this.#next = (this.#next + 1) % REMEMBERED;
    return false;
  }

  #closeBefore(at: EpochMs, minuteClosed: () => void): void {
    const end = Math.floor(at / STEP_MS) * STEP_MS;
    const from = this.#filling ?? end;
    if (end - from <= WALKED_MS)
      for (let minute = from + STEP_MS; minute < end; minute += STEP_MS)
        if (this.window.advance(minute)) minuteClosed();
    if (this.window.advance(end)) minuteClosed();
    this.#filling = Math.max(from, end);
  }
}
