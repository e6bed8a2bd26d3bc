import { z } from 'zod';
import type { ModelPerformance } from '#shared/contract/predictionViews.ts';
import { type MeasuredDrift, shiftedShare } from '#shared/prediction/monitoring/drift.ts';
import {
  DEFAULT_LIMITS,
  type Findings,
  findingsOf,
  limitOf,
  MEASURES,
  type Measure,
  type ModelLimits,
  modelLimitsSchema,
  NO_STREAKS,
  nextStreaks,
} from '#shared/prediction/monitoring/limits.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../../access/Caller.ts';
import type { TroubleReporter } from '../../alarms/DeskTroubles.ts';
import type { AuditChain } from '../../audit/AuditChain.ts';
import type { Storage } from '../../openStorage.ts';
import { HOUR_MS } from './HourStore.ts';

const LIMITS_KEY = 'model.limits';
const STATE_KEY = 'model.watch';

const Count = z.number().int().min(0);
const State = z.object({
  modelHash: z.string(),
  /** The hour of the newest look. */
  hour: z.number(),
  streaks: z.object(
    Object.fromEntries(MEASURES.map((measure) => [measure, Count])) as Record<
      Measure,
      typeof Count
    >,
  ),
});
type State = z.infer<typeof State>;

export interface ModelWatchParts {
  readonly storage: Pick<Storage, 'controlRoom' | 'settings'>;
  readonly audit: Pick<AuditChain, 'append'>;
  readonly troubles: TroubleReporter;
  /** The live model's; null while there is none. */
  readonly liveHash: () => string | null;
  /** Of the last thirty days. */
  readonly performance: (modelHash: string) => ModelPerformance;
  readonly drift: (modelHash: string) => {
    readonly features: readonly MeasuredDrift[];
    readonly covered: boolean;
  };
  readonly now: () => EpochMs;
  /** The limits were changed. */
  readonly changed: () => void;
}

/**
 * Once an hour: is the live model still to be relied on? What is beyond its limit for some hours in a row is a trouble
 * of the desk, one for each measure, until an hour in which it isn't. The rows outlive a restart.
 */
export class ModelWatch {
  readonly #parts: ModelWatchParts;
  /** Of the newest look of this run. */
  #looked: Pick<State, 'modelHash' | 'hour'> | undefined;

  constructor(parts: ModelWatchParts) {
    this.#parts = parts;
  }

  get limits(): ModelLimits {
    return this.#parts.storage.settings.get(LIMITS_KEY, modelLimitsSchema) ?? DEFAULT_LIMITS;
  }

  setLimits(limits: ModelLimits, by: Caller): void {
    const { storage, audit, now, changed } = this.#parts;
    storage.controlRoom
      .transaction(() => {
        const from = this.limits;
        storage.settings.set(LIMITS_KEY, limits, Math.round(now()), by.operator);
        const detail = { from, to: limits };
        audit.append({ by, action: 'model.limits', subject: LIMITS_KEY, detail });
      })
      .immediate();
    changed();
    // How long is too long counts at once; what is beyond its limit is looked at every hour.
    this.#looked = undefined;
  }

  /** Call it about once a second. @throws what the disk says; the next call makes it good. */
  tick(): void {
    const { liveHash, storage, now } = this.#parts;
    // Without a model there is nothing to rely on, and `modelUnavailable` says so.
    const modelHash = liveHash() ?? '';
    const hour = Math.floor(now() / HOUR_MS) * HOUR_MS;
    if (this.#looked?.modelHash === modelHash && this.#looked.hour === hour) return;
    const known = storage.settings.get(STATE_KEY, State);
    const found = this.#look(modelHash);
    // A start in an hour that was looked at before only says again what stands.
    const again = known?.modelHash === modelHash && known.hour === hour;
    const state = again ? known : this.#next(modelHash, hour, known, found);
    if (!again) storage.settings.set(STATE_KEY, state, Math.round(now()));
    this.#tell(state, found);
    this.#looked = { modelHash, hour };
  }

  #look(modelHash: string): Findings {
    const { performance, drift } = this.#parts;
    const { features, covered } = drift(modelHash);
    const shifted = covered ? shiftedShare(features, this.limits.psi) : null;
    return findingsOf(performance(modelHash), shifted);
  }

  #next(modelHash: string, hour: EpochMs, known: State | null, found: Findings): State {
    // An hour in which the desk was off, or the clock set, breaks the row.
    const goesOn = known?.modelHash === modelHash && hour - known.hour === HOUR_MS;
    const streaks = nextStreaks(goesOn ? known.streaks : NO_STREAKS, found, this.limits);
    return { modelHash, hour, streaks };
  }

  #tell({ streaks }: State, found: Findings): void {
    const { limits } = this;
    for (const measure of MEASURES) {
      const beyond = streaks[measure] >= limits.hours;
      const detail = beyond ? sentence(measure, found[measure], limits) : null;
      this.#parts.troubles.set('modelDegraded', `model/${measure}`, detail);
    }
  }
}

/** For the log and the System screen, which show what the desk says of itself as it is. */
function sentence(measure: Measure, value: number | null, limits: ModelLimits): string {
  const sign = measure === 'drift' || measure === 'falseAlarmRate' ? '>' : '<';
  const said = value === null ? '?' : value.toFixed(2);
  const what = measure === 'drift' ? `share of features with PSI > ${limits.psi}` : measure;
  return `${what}: ${said} ${sign} ${limitOf(measure, limits)}, ${limits.hours} h`;
}
