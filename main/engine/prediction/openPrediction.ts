/** Puts the prediction together: the model on its thread, the windows, what was predicted, and why. */
import path from 'node:path';
import type Database from 'better-sqlite3';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { DeviceTrackers } from '../DeviceTrackers.ts';
import type { Logger } from '../log.ts';
import type { StorageRepair } from '../storage/StorageRepair.ts';
import { Explainer } from './Explainer.ts';
import { LiveModel, type ModelSource } from './LiveModel.ts';
import type { ModelThreadOptions } from './ModelThread.ts';
import type { OlderModels } from './models/OlderModels.ts';
import { PredictionDesk } from './PredictionDesk.ts';
import { PredictionStore } from './PredictionStore.ts';
import { WindowStore } from './WindowStore.ts';

export interface Prediction {
  readonly desk: PredictionDesk;
  readonly live: LiveModel;
  readonly store: PredictionStore;
  readonly explainer: Explainer;
  close(): Promise<void>;
}

export interface PredictionParts {
  readonly dataDir: string;
  readonly db: Database.Database;
  /** Null when this desk runs without a model on purpose. */
  readonly source: ModelSource | null;
  readonly older: Pick<OlderModels, 'run' | 'versionOf'>;
  readonly thread?: ModelThreadOptions;
  readonly trackers: DeviceTrackers;
  readonly troubles: TroubleReporter;
  readonly alarm: (alarmId: string) => AlarmRecord | null;
  readonly listening: () => boolean;
  readonly repaired: (repair: StorageRepair) => void;
  readonly now: () => number;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  readonly changed: (deviceIds: readonly string[]) => void;
}

export function openPrediction(parts: PredictionParts): Prediction {
  const { dataDir, db, trackers, troubles, now, monotonicNow, log } = parts;
  const live = new LiveModel({
    source: parts.source,
    ...(parts.thread && { thread: parts.thread }),
    monotonicNow,
    log,
    problem: (problem) =>
      troubles.set('modelUnavailable', 'model', problem && `${problem.code}: ${problem.detail}`),
  });
  const store = new PredictionStore({
    dir: path.join(dataDir, 'predictions'),
    now,
    log,
    onRepair: (repair) => {
      log.error({ repair }, 'a damaged file was set aside and what could be read was saved');
      parts.repaired(repair);
    },
  });
  const desk = new PredictionDesk({
    trackers,
    live,
    store,
    windows: new WindowStore(db),
    listening: parts.listening,
    now,
    monotonicNow,
    log,
    changed: parts.changed,
    storing: (problem) => troubles.set('storageFailing', 'predictions', problem),
  });
  return {
    desk,
    live,
    store,
    explainer: new Explainer({ live, older: parts.older, trackers, alarm: parts.alarm }),
    async close() {
      await live.close();
      await desk.close();
      await store.close();
    },
  };
}
