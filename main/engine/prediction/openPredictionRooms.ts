/** Opens the prediction's rooms in their order: what is live has to be known before anything judges. */
import { worse } from '#shared/scoring/level.ts';
import type { AlarmDesk } from '../alarms/AlarmDesk.ts';
import type { EngineOptions } from '../Engine.ts';
import type { Storage } from '../openStorage.ts';
import { bundledModel, measuredHash } from './bundledModel.ts';
import { sourceOf } from './models/ModelShelf.ts';
import { OlderModels } from './models/OlderModels.ts';
import { modelRuntime } from './models/runtime.ts';
import {
  type ModelLife,
  type ModelLifeParts,
  openModelLife,
  openModelShelf,
} from './openModelLife.ts';
import { openPrediction, type Prediction, type PredictionParts } from './openPrediction.ts';

export interface PredictionRooms {
  readonly prediction: Prediction;
  readonly modelLife: ModelLife;
}

type Given = Omit<PredictionParts, 'db' | 'source' | 'older' | 'alarm'> &
  Pick<ModelLifeParts, 'signOnDesk'> & {
    /** Undefined for the model that came with the program, null for none. */
    readonly modelPath: EngineOptions['modelPath'];
    readonly storage: Pick<Storage, 'controlRoom' | 'settings' | 'audit'>;
    readonly alarms: Pick<AlarmDesk, 'get' | 'follow'>;
    /** Gives devices back what they remembered; nothing is judged before. */
    readonly warmStart: (desk: Prediction['desk']) => void;
    /** Something that people did with models changed. */
    readonly modelsChanged: () => void;
  };

export async function openPredictionRooms(parts: Given): Promise<PredictionRooms> {
  const { storage, alarms, trackers, modelPath } = parts;
  const runtime = modelRuntime();
  const bundled = modelPath === undefined ? bundledModel() : modelPath;
  // Of a file that somebody names, nobody says what it must be.
  const bundledHash = modelPath === undefined && bundled ? measuredHash(bundled) : undefined;
  const models = await openModelShelf({ ...parts, bundled, bundledHash, runtime });
  const prediction = openPrediction({
    ...parts,
    db: storage.controlRoom,
    source: models.shelf.source(),
    older: new OlderModels({ shelf: models.shelf, runtime, log: parts.log }),
    alarm: (alarmId) => alarms.get(alarmId)?.alarm ?? null,
  });
  parts.warmStart(prediction.desk);
  await prediction.live.start();
  prediction.desk.restoreVerdicts();
  const modelLife = await openModelLife({
    ...parts,
    ...models,
    live: { use: (model) => prediction.live.use(sourceOf(model)) },
    runtime,
    rulesLevel: (deviceId) => {
      const assessment = trackers.latest(deviceId)?.assessment;
      return assessment ? worse(assessment.scoreLevel, assessment.floorLevel) : null;
    },
    changed: parts.modelsChanged,
  });
  prediction.desk.follow(modelLife);
  alarms.follow(modelLife.cases);
  return { prediction, modelLife };
}
