/** Puts together the life of the model on the desk: which one judges, how good it is, and what runs beside it. */
import path from 'node:path';
import type { ModelReport } from '#shared/contract/predictionViews.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { SignOnDesk } from '../access/SignOnDesk.ts';
import type { AlarmFollower } from '../alarms/AlarmFollower.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Ticking } from '../health/HealthWatch.ts';
import type { Logger } from '../log.ts';
import type { Storage } from '../openStorage.ts';
import { ModelDesk } from './models/ModelDesk.ts';
import { type Found, ModelShelf } from './models/ModelShelf.ts';
import type { LivePrediction, ModelRuntime } from './models/ports.ts';
import { CaseDesk } from './monitoring/CaseDesk.ts';
import { CaseStore } from './monitoring/CaseStore.ts';
import { ComparisonStore, comparisonView } from './monitoring/ComparisonStore.ts';
import { HourStore } from './monitoring/HourStore.ts';
import { InputWatch } from './monitoring/InputWatch.ts';
import { ModelWatch } from './monitoring/ModelWatch.ts';
import { monthOf, performanceReport } from './monitoring/performanceReport.ts';
import type { JudgedBatch, PredictionFollower } from './PredictionFollower.ts';

const FLUSH_EVERY_MS = 60_000;

export interface ModelLifeParts {
  readonly dataDir: string;
  /** The model file that came with the program; null when it came without. */
  readonly bundled: string | null;
  /** What that file must be, SHA-256; undefined where nobody says so. */
  readonly bundledHash?: string | undefined;
  readonly storage: Pick<Storage, 'controlRoom' | 'settings' | 'audit'>;
  readonly runtime: ModelRuntime;
  readonly signOnDesk: Pick<SignOnDesk, 'countersign'>;
  readonly troubles: TroubleReporter;
  /** What rules and device say of it by its newest reading, the model left out; null when it was never heard. */
  readonly rulesLevel: (deviceId: string) => RiskLevel | null;
  readonly now: () => EpochMs;
  readonly log: Logger;
  /** Something that people did changed. */
  readonly changed: () => void;
}

export interface ModelLife extends PredictionFollower {
  readonly shelf: ModelShelf;
  readonly desk: ModelDesk;
  readonly watch: ModelWatch;
  /** To follow the alarms with. */
  readonly cases: AlarmFollower;
  readonly ticking: readonly Ticking[];
  /** The part of the report that doesn't depend on what runs now. */
  report(): Pick<
    ModelReport,
    'live' | 'shadow' | 'shadowProblem' | 'versions' | 'performance' | 'drift' | 'comparison'
  >;
  /** Deletes what is older: labels, and the time that models watched. */
  retain(before: EpochMs): void;
  close(): Promise<void>;
}

/** The shelf is looked through first, because what is live has to be known before anything judges. */
export async function openModelShelf(
  parts: Pick<
    ModelLifeParts,
    'dataDir' | 'bundled' | 'bundledHash' | 'storage' | 'runtime' | 'now' | 'log'
  >,
): Promise<{ readonly shelf: ModelShelf; readonly found: Found }> {
  const shelf = new ModelShelf({ ...parts, dir: path.join(parts.dataDir, 'models') });
  return { shelf, found: await shelf.start() };
}

/** Call it once something judges: `live` is told when another model is to. */
export async function openModelLife(
  parts: Omit<ModelLifeParts, 'bundled' | 'bundledHash'> & {
    readonly shelf: ModelShelf;
    readonly found: Found;
    readonly live: LivePrediction;
  },
): Promise<ModelLife> {
  const { dataDir, storage, shelf, found, now, log } = parts;
  const { controlRoom: db, audit } = storage;
  const cases = new CaseStore(db);
  const hours = new HourStore(db);
  const comparisons = new ComparisonStore(db);
  const liveHash = () => shelf.live?.hash ?? null;
  const caseDesk = new CaseDesk({
    store: cases,
    carrying: () => shelf.live?.carrying ?? 'probability',
    rulesLevel: parts.rulesLevel,
    now,
  });
  const inputs = new InputWatch({
    store: hours,
    referenceOf: (hash) => (shelf.live?.hash === hash ? shelf.live.reference : undefined),
    now,
    log,
  });
  const watch = new ModelWatch({
    storage,
    audit,
    troubles: parts.troubles,
    liveHash,
    performance: (hash) => monthOf({ cases, hours }, hash, now()),
    drift: (hash) => inputs.drift(hash),
    now,
    changed: parts.changed,
  });
  const desk = new ModelDesk({
    ...parts,
    dir: path.join(dataDir, 'models'),
    audit,
    comparisons,
  });
  await desk.resume(found);
  let flushedAt = now();

  return {
    shelf,
    desk,
    watch,
    cases: caseDesk,
    ticking: [caseDesk, watch, desk],
    judged(batch: JudgedBatch) {
      if (batch.modelHash !== liveHash()) {
        // A batch of the model before, or of one that has come since the start.
        if (shelf.live === null) shelf.lookAgain().catch((err) => log.error({ err }, 'models'));
        return;
      }
      for (const follower of [caseDesk, inputs, desk]) follower.judged(batch);
    },
    report() {
      const hash = liveHash();
      // Whoever looks sees this hour too; and looking again and again writes no more than once a minute.
      if (Math.abs(now() - flushedAt) >= FLUSH_EVERY_MS) {
        flushedAt = now();
        try {
          inputs.flush();
        } catch (error) {
          log.warn(
            { err: error },
            'what the model saw could not be written; it is shown all the same',
          );
        }
      }
      const { since, windows, features } = inputs.drift(hash ?? '');
      const drift = {
        since,
        windows,
        features: features.map(({ feature, group, psi }) => ({ feature, group, psi })),
      };
      return {
        live: shelf.live && shelf.view(shelf.live),
        shadow: shelf.shadow && shelf.view(shelf.shadow),
        shadowProblem: desk.trial?.problem ?? null,
        versions: shelf.versions(),
        performance: performanceReport({ cases, hours }, hash, now()),
        drift,
        comparison: comparisonView((hash !== null && desk.trial?.comparison(hash)) || null),
      };
    },
    retain(before) {
      cases.forget(before);
      hours.forget(before);
    },
    async close() {
      try {
        await desk.close();
        inputs.flush();
      } catch (error) {
        log.error({ err: error }, 'the newest figures of the models could not be written');
      }
    },
  };
}
