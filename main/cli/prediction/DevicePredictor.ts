import { DeviceReplay } from '#shared/prediction/DeviceReplay.ts';
import type { DeviceFacts, WindowState } from '#shared/prediction/DeviceWindow.ts';
import { LeapFilter } from '#shared/prediction/LeapFilter.ts';
import { type ModelScores, Persistence } from '#shared/prediction/verdict.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { DecodedReading } from '#shared/telemetry/reading.ts';
import type { WindowBatch } from './WindowBatch.ts';

/** A line of `predict`: what the model says of one device after one minute. */
export interface MinutePrediction {
  readonly deviceId: string;
  /** Start of the minute, ISO 8601, UTC. */
  readonly at: string;
  readonly state: WindowState;
  /** Never a made-up number: null when the state isn't `ready`, or when the model gave none that is a chance. */
  readonly scores: ModelScores | null;
  /** What the model adds to the effective level. */
  readonly level: RiskLevel;
  readonly modelHash: string;
}

/** One device's messages to its predictions, a closed minute each. */
export class DevicePredictor {
  readonly #deviceId: string;
  readonly #modelHash: string;
  readonly #leaps = new LeapFilter();
  readonly #replay: DeviceReplay;
  readonly #persistence: Persistence;
  readonly #batch: WindowBatch<ModelScores | null>;
  readonly #put: (slot: Promise<MinutePrediction> | MinutePrediction) => void;

  /** @param put takes the predictions in order; those that wait for the batch as promises */
  constructor(
    deviceId: string,
    facts: DeviceFacts,
    modelHash: string,
    batch: WindowBatch<ModelScores | null>,
    put: (slot: Promise<MinutePrediction> | MinutePrediction) => void,
  ) {
    this.#deviceId = deviceId;
    this.#modelHash = modelHash;
    this.#replay = new DeviceReplay(facts, DEFAULT_THRESHOLDS);
    this.#persistence = new Persistence(batch.points);
    this.#batch = batch;
    this.#put = put;
  }

  take(reading: DecodedReading): void {
    for (const one of this.#leaps.take(reading)) this.#replay.take(one, this.#minuteClosed);
  }

  readonly #minuteClosed = (): void => {
    const { window } = this.#replay;
    const at = window.closedAt;
    if (at === null) return;
    const { state } = window;
    const of = (scores: ModelScores | null, level: RiskLevel): MinutePrediction => ({
      deviceId: this.#deviceId,
      at: new Date(at).toISOString(),
      state,
      scores,
      level,
      modelHash: this.#modelHash,
    });
    if (state !== 'ready') this.#put(of(null, 'NORMAL'));
    else
      this.#put(
        new Promise((resolve) => {
          this.#batch.predict(window, (scores) =>
            resolve(of(scores, scores ? this.#persistence.judge(at, scores).level : 'NORMAL')),
          );
        }),
      );
  };
}
