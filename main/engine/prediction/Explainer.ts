import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { Explanation } from '#shared/contract/predictionViews.ts';
import {
  contributionsOf,
  EXPLANATION_WINDOWS,
  occludedWindows,
} from '#shared/prediction/occlusion.ts';
import type { ModelOutput } from '#shared/prediction/verdict.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { DeviceTrackers } from '../DeviceTrackers.ts';
import { thawWindow } from './frozenWindow.ts';
import type { LiveModel } from './LiveModel.ts';
import type { ModelMetadata } from './modelMetadata.ts';

/** Explanations that are remembered: a page that asks again, or a second page, costs no run. */
const REMEMBERED = 32;

export type Explained = Explanation | null | 'otherModel';

interface Question {
  readonly deviceId: string;
  readonly window: Float32Array;
  readonly at: EpochMs;
  /** The output that met its operating point, where one did. */
  readonly output: ModelOutput | null;
}

/** Says which inputs drove the model, by running it over windows in which they are usual. Only when somebody asks. */
export class Explainer {
  readonly #live: LiveModel;
  readonly #trackers: DeviceTrackers;
  readonly #alarm: (alarmId: string) => AlarmRecord | null;
  readonly #known = new Map<string, Promise<Explanation | null>>();
  /** One at a time: whoever asks for many must not keep the windows that are due waiting behind them all. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: {
    readonly live: LiveModel;
    readonly trackers: DeviceTrackers;
    readonly alarm: (alarmId: string) => AlarmRecord | null;
  }) {
    this.#live = parts.live;
    this.#trackers = parts.trackers;
    this.#alarm = parts.alarm;
  }

  /** @returns null when there is no window to explain, or no model that answers. */
  async now(deviceId: string): Promise<Explained> {
    const forecast = this.#trackers.get(deviceId)?.forecast;
    const at = forecast?.window.closedAt ?? null;
    if (!forecast || at === null || forecast.window.state !== 'ready') return null;
    const output = forecast.judged?.verdict.point?.output ?? null;
    return this.#ask({ deviceId, window: forecast.currentWindow(), at, output });
  }

  /** As it was when the alarm was raised. @returns `otherModel` when another than the live model judged it. */
  async ofAlarm(deviceId: string, alarmId: string): Promise<Explained> {
    const alarm = this.#alarm(alarmId);
    if (alarm?.deviceId !== deviceId) return null;
    const { prediction, modelHash } = alarm.evidence ?? {};
    const window = prediction?.window ? thawWindow(prediction.window) : null;
    if (!prediction || !window) return null;
    if (modelHash !== this.#live.file?.hash) return 'otherModel';
    return this.#ask({
      deviceId,
      window,
      at: prediction.at,
      output: prediction.point?.output ?? null,
    });
  }

  #ask(question: Question): Promise<Explanation | null> {
    const key = `${this.#live.file?.hash} ${question.deviceId} ${question.at}`;
    const known = this.#known.get(key);
    if (known) return known;
    const asked = this.#last.then(() => this.#explain(question));
    this.#last = asked.catch(() => undefined);
    this.#known.set(key, asked);
    const forget = () => this.#known.delete(key);
    asked.then((found) => found ?? forget(), forget);
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    return asked;
  }

  async #explain({ deviceId, window, at, output }: Question): Promise<Explanation | null> {
    const run = await this.#live.run(occludedWindows(window), EXPLANATION_WINDOWS);
    if (run === null) return null;
    const { metadata, hash } = run.file;
    const carrying = output ?? metadata.carrying;
    const [scores] = run.scores;
    const outputs = run.scores.map((one) => one?.[carrying] ?? Number.NaN);
    if (!scores || outputs.some(Number.isNaN)) return null;
    const contributions = contributionsOf(window, outputs, at, scalesOf(metadata));
    return { deviceId, at, modelHash: hash, output: carrying, scores, contributions };
  }
}

/** How far apart the outer tenths of the training data are; 1 where nothing is known. */
function scalesOf({ reference }: ModelMetadata): (feature: string) => number {
  const spans = new Map(
    reference.features.map(({ name, edges }) => [name, edges.at(-1)! - edges[0]!]),
  );
  return (feature) => {
    const span = spans.get(feature) ?? 1;
    return span > 0 ? span : 1;
  };
}
