import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';
import {
  type ModelOutput,
  type ModelScores,
  type OperatingPoint,
  Persistence,
  type Verdict,
} from '#shared/prediction/verdict.ts';
import { levelRank } from '#shared/scoring/level.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../../log.ts';
import { problemOf } from '../ModelError.ts';
import type { Comparison, ComparisonStore } from '../monitoring/ComparisonStore.ts';
import type { JudgedBatch, PredictionFollower } from '../PredictionFollower.ts';
import type { ModelProblem } from '../readModelFile.ts';

/** What the thread of the model on trial can do. */
interface ShadowModel {
  readonly hash: string;
  readonly points: readonly OperatingPoint[];
  readonly carrying: ModelOutput;
  /** @param windows shape [count, STEPS, FEATURE_COUNT] */
  run(windows: Float32Array, count: number): Promise<readonly (ModelScores | null)[]>;
  close(): Promise<void>;
}

export interface ShadowRunParts {
  readonly model: ShadowModel;
  readonly store: ComparisonStore;
  /** Which output of the live model carries alarms. */
  readonly liveCarrying: () => ModelOutput;
  readonly now: () => EpochMs;
  readonly log: Logger;
}

const WINDOW = STEPS * FEATURE_COUNT;
const WRITE_EVERY_MS = 60_000;

/**
 * Runs a model on trial over what the live one has judged, on a thread of its own, and counts where they differ. Nothing
 * of it reaches levels, alarms or the stored predictions. A batch that comes while it still works at the one before is
 * left out: a slow model on trial delays nobody, and is compared on fewer windows.
 */
export class ShadowRun implements PredictionFollower {
  readonly #parts: ShadowRunParts;
  readonly #persistence = new Map<string, Persistence>();
  #liveHash: string | undefined;
  #counted: Comparison | undefined;
  #unwritten = false;
  #writtenAt = Number.NEGATIVE_INFINITY;
  #busy: Promise<void> | undefined;
  #closed = false;
  #problem: ModelProblem | null = null;

  constructor(parts: ShadowRunParts) {
    this.#parts = parts;
  }

  /** Why the newest batch could not be compared; null when it was. */
  get problem(): ModelProblem | null {
    return this.#problem;
  }

  get hash(): string {
    return this.#parts.model.hash;
  }

  judged(batch: JudgedBatch): void {
    if (this.#busy || this.#closed) return;
    const { modelHash, deviceIds } = batch;
    const copy = {
      modelHash,
      deviceIds: [...deviceIds],
      verdicts: [...batch.verdicts],
      windows: batch.windows.slice(0, deviceIds.length * WINDOW),
    };
    this.#busy = this.#compare(copy).finally(() => {
      this.#busy = undefined;
    });
  }

  /** Of this live model and the one on trial, so far; null before the first window. */
  comparison(liveHash: string): Comparison | null {
    if (this.#liveHash === liveHash && this.#counted) return this.#counted;
    return this.#parts.store.get(liveHash, this.hash);
  }

  /** Resolves when what was taken in has been compared. */
  async settled(): Promise<void> {
    await this.#busy;
  }

  /** Call it about once a second. @throws what the disk says; the next call makes it good. */
  tick(): void {
    if (Math.abs(this.#parts.now() - this.#writtenAt) >= WRITE_EVERY_MS) this.write();
  }

  /** @throws what the disk says. */
  write(): void {
    if (!this.#unwritten || !this.#counted || this.#liveHash === undefined) return;
    this.#parts.store.put(this.#liveHash, this.hash, this.#counted);
    this.#unwritten = false;
    this.#writtenAt = this.#parts.now();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#parts.model.close();
    await this.#busy;
    this.write();
  }

  async #compare({ modelHash, deviceIds, verdicts, windows }: JudgedBatch): Promise<void> {
    const { model, log } = this.#parts;
    try {
      const scores = await model.run(windows, deviceIds.length);
      if (this.#closed) return;
      const counted = { ...this.#of(modelHash) };
      for (const [i, deviceId] of deviceIds.entries()) {
        const one = scores[i];
        if (one) add(counted, ...this.#pair(deviceId, verdicts[i]!, one));
      }
      this.#counted = counted;
      this.#unwritten = true;
      this.#problem = null;
    } catch (error) {
      if (this.#closed) return;
      // Once in a row: a model that fails every minute must not fill the log.
      if (this.#problem === null) log.warn({ err: error }, 'the model on trial failed on a batch');
      this.#problem = problemOf(error);
    }
  }

  #of(liveHash: string): Comparison {
    if (this.#liveHash === liveHash && this.#counted) return this.#counted;
    this.write();
    this.#liveHash = liveHash;
    const { store, now } = this.#parts;
    return store.get(liveHash, this.hash) ?? { ...NOTHING, since: Math.round(now()) };
  }

  #pair(deviceId: string, live: Verdict, scores: ModelScores): [number, boolean, boolean] {
    const { model, liveCarrying } = this.#parts;
    let persistence = this.#persistence.get(deviceId);
    if (!persistence) {
      persistence = new Persistence(model.points);
      this.#persistence.set(deviceId, persistence);
    }
    const shadow = persistence.judge(live.at, scores);
    const difference = Math.abs(live.scores[liveCarrying()] - scores[model.carrying]);
    return [difference, says(live), says(shadow)];
  }
}

const NOTHING: Omit<Comparison, 'since'> = {
  windows: 0,
  differenceSum: 0,
  differenceMax: 0,
  liveOnly: 0,
  shadowOnly: 0,
  both: 0,
};

type Counting = { -readonly [Key in keyof Comparison]: Comparison[Key] };

function add(to: Counting, difference: number, live: boolean, shadow: boolean): void {
  to.windows++;
  to.differenceSum += difference;
  to.differenceMax = Math.max(to.differenceMax, difference);
  if (live && shadow) to.both++;
  else if (live) to.liveOnly++;
  else if (shadow) to.shadowOnly++;
}

const says = ({ level }: Verdict): boolean => levelRank(level) >= levelRank('HIGH');
