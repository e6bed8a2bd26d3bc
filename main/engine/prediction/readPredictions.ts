/** What the model said of a device over time, as the points of a chart: no peak is lost, however long the span. */
import { STEP_MS } from '#shared/prediction/schema.ts';
import { RISK_LEVELS } from '#shared/scoring/assessment.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { toStorageError } from '../storage/StorageError.ts';
import { minuteOf, type PredictionRow, readDay, scoresOf } from './predictionFile.ts';
import type {
  PredictionColumns,
  PredictionTimelineAnswer,
  PredictionTimelineRequest,
} from './predictionMessages.ts';

interface Point {
  readonly at: EpochMs;
  readonly row: PredictionRow;
}

export function readPredictions(request: PredictionTimelineRequest): PredictionTimelineAnswer {
  const { deviceId, from, to, maxPoints } = request;
  const points: Point[] = [];
  const damaged: PredictionTimelineAnswer['damaged'][number][] = [];
  for (const { path, start } of request.days) {
    try {
      readDay(path, start, (read) => {
        for (const row of read(deviceId, from, to)) {
          const at = minuteOf(row, start);
          if (at >= from) points.push({ at, row });
        }
      });
    } catch (error) {
      const { code, message } = toStorageError(error, path);
      damaged.push({ path, code, problem: message });
    }
  }
  return { columns: highest(points, maxPoints), damaged };
}

/**
 * One point for each stretch, at its beginning, with the highest of each column. Stretches are one minute long, or as
 * many as make the points fit; they begin at multiples since 1970.
 *
 * @param points in order of time
 */
function highest(points: readonly Point[], maxPoints: number): PredictionColumns {
  let minutes = 1;
  while (stretches(points, minutes) > maxPoints) minutes++;
  const t: number[] = [];
  const probability: number[] = [];
  const hazard: number[] = [];
  const level: number[] = [];
  for (const { at: minute, row } of points) {
    const at = beginOf(minute, minutes);
    const scores = scoresOf(row);
    if (t.at(-1) !== at) {
      t.push(at);
      probability.push(scores.probability);
      hazard.push(scores.hazard);
      level.push(row.level);
      continue;
    }
    const i = t.length - 1;
    probability[i] = Math.max(probability[i]!, scores.probability);
    hazard[i] = Math.max(hazard[i]!, scores.hazard);
    level[i] = Math.max(level[i]!, row.level);
  }
  return {
    t,
    probability,
    hazard,
    level: level.map((rank) => RISK_LEVELS[rank] ?? 'NORMAL'),
    stepMs: minutes * STEP_MS,
  };
}

const beginOf = (at: EpochMs, minutes: number): EpochMs =>
  Math.floor(at / (minutes * STEP_MS)) * minutes * STEP_MS;

function stretches(points: readonly Point[], minutes: number): number {
  let count = 0;
  let newest = Number.NaN;
  for (const { at } of points) {
    const own = beginOf(at, minutes);
    if (own !== newest) count++;
    newest = own;
  }
  return count;
}
