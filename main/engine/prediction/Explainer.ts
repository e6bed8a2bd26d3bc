import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { Explanation, OtherModel } from '#shared/contract/predictionViews.ts';
import type { FeatureReference } from '#shared/prediction/monitoring/FeatureHistograms.ts';
import {
  contributionsOf,
  EXPLANATION_WINDOWS,
  occludedWindows,
} from '#shared/prediction/occlusion.ts';
import type { ModelOutput, ModelScores } from '#shared/prediction/verdict.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { DeviceTrackers } from '../DeviceTrackers.ts';
import { thawWindow } from './frozenWindow.ts';
import type { LiveModel } from './LiveModel.ts';
import type { OlderModels } from './models/OlderModels.ts';

/** Explanations that are remembered: a page that asks again, or a second page, costs no run. */
const REMEMBERED = 32;

export type Explained = Explanation | OtherModel | null;

/** What a model made of the windows, and what is needed of it to say why. */
interface Answer {
  readonly hash: string;
  readonly carrying: ModelOutput;
  readonly reference: readonly FeatureReference[];
  readonly scores: readonly (ModelScores | null)[];
}

interface Question {
  readonly deviceId: string;
  readonly window: Float32Array;
  readonly at: EpochMs;
  /** The model that judged it; null for whichever is live. */
  readonly modelHash: string | null;
  /** The output that met its operating point, where one did. */
  readonly output: ModelOutput | null;
}

/** Says which inputs drove the model, by running it over windows in which they are usual. Only when somebody asks. */
export class Explainer {
  readonly #live: LiveModel;
  readonly #older: Pick<OlderModels, 'run' | 'versionOf'>;
  readonly #trackers: DeviceTrackers;
  readonly #alarm: (alarmId: string) => AlarmRecord | null;
  readonly #known = new Map<string, Promise<Explanation | null>>();
  /** One at a time: whoever asks for many must not keep the windows that are due waiting behind them all. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(parts: {
    readonly live: LiveModel;
    readonly older: Pick<OlderModels, 'run' | 'versionOf'>;
    readonly trackers: DeviceTrackers;
    readonly alarm: (alarmId: string) => AlarmRecord | null;
  }) {
    this.#live = parts.live;
    this.#older = parts.older;
    this.#trackers = parts.trackers;
    this.#alarm = parts.alarm;
  }

  /** @returns null when there is no window to explain, or no model that answers. */
  async now(deviceId: string): Promise<Explained> {
    const forecast = this.#trackers.get(deviceId)?.forecast;
    const at = forecast?.window.closedAt ?? null;
    if (!forecast || at === null || forecast.window.state !== 'ready') return null;
    const output = forecast.judged?.verdict.point?.output ?? null;
    return this.#ask({ deviceId, window: forecast.currentWindow(), at, modelHash: null, output });
  }

  /** As it was when the alarm was raised, by the model that judged it. */
  async ofAlarm(deviceId: string, alarmId: string): Promise<Explained> {
    const alarm = this.#alarm(alarmId);
    if (alarm?.deviceId !== deviceId) return null;
    const { prediction, modelHash } = alarm.evidence ?? {};
    const window = prediction?.window ? thawWindow(prediction.window) : null;
    if (!prediction || !window || !modelHash) return null;
    const { at, point } = prediction;
    const explained = await this.#ask({
      deviceId,
      window,
      at,
      modelHash,
      output: point?.output ?? null,
    });
    if (explained !== null || modelHash === this.#live.file?.hash) return explained;
    return { otherModel: { hash: modelHash, version: this.#older.versionOf(modelHash) } };
  }

  #ask(question: Question): Promise<Explanation | null> {
    const hash = question.modelHash ?? this.#live.file?.hash;
    const key = `${hash} ${question.deviceId} ${question.at}`;
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

  async #explain({
    deviceId,
    window,
    at,
    modelHash,
    output,
  }: Question): Promise<Explanation | null> {
    const answer = await this.#run(modelHash, occludedWindows(window));
    if (answer === null) return null;
    const carrying = output ?? answer.carrying;
    const [scores] = answer.scores;
    const outputs = answer.scores.map((one) => one?.[carrying] ?? Number.NaN);
    if (!scores || outputs.some(Number.isNaN)) return null;
    const contributions = contributionsOf(window, outputs, at, scalesOf(answer.reference));
    return { deviceId, at, modelHash: answer.hash, output: carrying, scores, contributions };
  }

  async #run(modelHash: string | null, windows: Float32Array): Promise<Answer | null> {
    if (modelHash === null || modelHash === this.#live.file?.hash) {
      const run = await this.#live.run(windows, EXPLANATION_WINDOWS);
      if (run === null) return null;
      const { hash, metadata } = run.file;
      const { carrying, reference } = metadata;
      return { hash, carrying, reference: reference.features, scores: run.scores };
    }
    const older = await this.#older.run(modelHash, windows, EXPLANATION_WINDOWS);
    return older && { ...older.model, scores: older.scores };
  }
}

/** How far apart the outer tenths of the training data are; 1 where nothing is known. */
function scalesOf(features: Answer['reference']): (feature: string) => number {
  const spans = new Map(features.map(({ name, edges }) => [name, edges.at(-1)! - edges[0]!]));
  return (feature) => {
    const span = spans.get(feature) ?? 1;
    return span > 0 ? span : 1;
  };
}
