import { causesIn, kindsOf, type ReadingKind } from '#shared/alarms/conditions.ts';
import { assess } from '#shared/scoring/assess.ts';
import type { Assessment } from '#shared/scoring/assessment.ts';
import { FloorWatch } from '#shared/scoring/FloorWatch.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { SimulatedMessage } from '#shared/simulation/message.ts';
import { ContinuityWatch } from '#shared/telemetry/ContinuityWatch.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import { decodeMessage } from '#shared/telemetry/wireMessage.ts';

export interface Judged {
  readonly assessment: Assessment;
  /** The alarms that the reading gives cause for. */
  readonly kinds: readonly ReadingKind[];
}

/** One device's messages as the desk judges them, without the model. */
export class DemoDesk {
  readonly #history = new DeviceHistory();
  readonly #floors = new FloorWatch();
  readonly #watch = new ContinuityWatch();

  /** @throws Error for a message that can't be read */
  judge(message: SimulatedMessage, receivedAt: number): Judged {
    const decoded = decodeMessage(message, { powerUnit: 'kW', powerFactorUnit: 'ratio' });
    if (!decoded.ok) throw new Error(decoded.detail);
    const placed = placeInTime(decoded.reading, receivedAt, false, DEFAULT_THRESHOLDS);
    const reading = { ...placed, quality: [...placed.quality, ...this.#watch.judge(placed)] };
    const assessment = assess(reading, this.#history, DEFAULT_THRESHOLDS, null, this.#floors);
    return { assessment, kinds: kindsOf(causesIn(reading, assessment)) };
  }
}
