import type { RiskLevel } from '#shared/scoring/assessment.ts';
import { effectiveLevel } from '#shared/scoring/level.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { DecodedReading, EpochMs } from '#shared/telemetry/reading.ts';
import { DeviceReplay } from '../DeviceReplay.ts';
import type { DeviceFacts, DeviceWindow } from '../DeviceWindow.ts';
import { modelLevelAt } from '../fusion.ts';
import { LeapFilter } from '../LeapFilter.ts';
import { STEP_MS } from '../schema.ts';
import {
  MODEL_OUTPUTS,
  type ModelOutput,
  type ModelScores,
  type OperatingPoint,
  Persistence,
  type Verdict,
} from '../verdict.ts';
import { EpisodeJudge, type EpisodeResult } from './EpisodeJudge.ts';
import { type Episode, hazardAt } from './episode.ts';
import { type MethodId, pointMethod } from './methods.ts';
import type { WindowScores } from './WindowScores.ts';

/** A device clock that is further from all that is known of the device is not believed. */
const CLOCK_MARGIN_MS = 86_400_000;
/** What `probability` speaks of: a fire within so long. */
const HORIZON_MS = 10 * STEP_MS;

/** Where windows are predicted; answers come in the order of the windows, at once or later. */
export interface Predictor {
  readonly points: readonly OperatingPoint[];
  predict(window: DeviceWindow, answer: (scores: ModelScores) => void): void;
}

/** A reading whose effective level waits for the windows before it. */
interface WaitingReading {
  readonly at: EpochMs;
  readonly score: RiskLevel;
  readonly floor: RiskLevel;
  readonly demand: RiskLevel;
  readonly judge: EpisodeJudge;
}

interface WaitingWindow {
  /** Start of its newest minute. */
  readonly minute: EpochMs;
  readonly judge: EpisodeJudge | undefined;
  scores: ModelScores | null;
}

/**
 * One device's recording through the path of a live reading, and what every method makes of it. A verdict joins the
 * readings that come after the one that closed its window, as on the desk.
 */
export class StreamJudge {
  readonly #leaps = new LeapFilter();
  readonly #replay: DeviceReplay;
  readonly #judges: readonly EpisodeJudge[];
  readonly #predictor: Predictor | null;
  readonly #windows: Readonly<Record<ModelOutput, WindowScores>>;
  readonly #points: readonly { readonly id: MethodId; readonly persistence: Persistence }[];
  readonly #persistence: Persistence;
  readonly #first: EpochMs;
  readonly #last: EpochMs;
  #waiting: (WaitingReading | WaitingWindow)[] = [];
  #drained = 0;
  #verdict: Verdict | null = null;
  #closed: WaitingWindow[] = [];
  #repetitions = 0;
  #outside = 0;

  /** @param episodes of this device, at least one */
  constructor(
    facts: DeviceFacts,
    episodes: readonly Episode[],
    thresholds: Thresholds,
    predictor: Predictor | null,
    windows: Readonly<Record<ModelOutput, WindowScores>>,
  ) {
    this.#replay = new DeviceReplay(facts, thresholds);
    this.#judges = episodes.map((episode) => new EpisodeJudge(episode));
    this.#predictor = predictor;
    this.#windows = windows;
    const points = predictor?.points ?? [];
    this.#points = points.map((point) => ({
      id: pointMethod(point),
      persistence: new Persistence([point]),
    }));
    this.#persistence = new Persistence(points);
    this.#first = Math.min(...episodes.map(({ start }) => start)) - CLOCK_MARGIN_MS;
    this.#last = Math.max(...episodes.map(({ end }) => end)) + CLOCK_MARGIN_MS;
  }

  /** Call it with every message of the device, in order of arrival. */
  take(decoded: DecodedReading): void {
    for (const reading of this.#leaps.take(this.#believed(decoded))) this.#judge(reading);
  }

  #judge(decoded: DecodedReading): void {
    const taken = this.#replay.take(decoded, this.#minuteClosed);
    if (!taken) {
      this.#repetitions++;
      return;
    }
    const { reading, assessment } = taken;
    const at = reading.receivedAt;
    const judge = this.#judgeAt(at);
    if (judge) {
      judge.reading(at, assessment);
      const { scoreLevel: score, floorLevel: floor, floorDemand: demand = floor } = assessment;
      this.#waiting.push({ at, score, floor, demand, judge });
    } else this.#outside++;
    this.#waiting.push(...this.#closed);
    this.#closed = [];
    this.#drain();
  }

  /** Call it after the last window has its answer. */
  finish(): {
    readonly episodes: readonly EpisodeResult[];
    readonly repetitions: number;
    readonly outside: number;
  } {
    return {
      episodes: this.#judges.map(({ result }) => result),
      repetitions: this.#repetitions,
      outside: this.#outside,
    };
  }

  readonly #minuteClosed = (): void => {
    const { window } = this.#replay;
    const minute = window.closedAt;
    if (minute === null) return;
    const judge = this.#judgeAt(minute + STEP_MS);
    const { state } = window;
    judge?.minute(state);
    if (state !== 'ready' || !this.#predictor) return;
    const waiting: WaitingWindow = { minute, judge, scores: null };
    this.#closed.push(waiting);
    this.#predictor.predict(window, (scores) => {
      waiting.scores = scores;
      this.#drain();
    });
  };

  #drain(): void {
    while (this.#drained < this.#waiting.length) {
      const next = this.#waiting[this.#drained]!;
      if ('minute' in next) {
        if (next.scores === null) return;
        this.#judgeWindow(next.minute, next.scores, next.judge);
      } else {
        const model = modelLevelAt(this.#verdict, next.at);
        next.judge.effective(next.at, effectiveLevel(next.score, next.floor, model, next.demand));
      }
      this.#drained++;
    }
    this.#waiting = [];
    this.#drained = 0;
  }

  #judgeWindow(minute: EpochMs, scores: ModelScores, judge: EpisodeJudge | undefined): void {
    const at = minute + STEP_MS;
    this.#verdict = this.#persistence.judge(minute, scores);
    if (judge) this.#score(at, scores, judge.episode);
    if (judge && (this.#verdict.level === 'HIGH' || this.#verdict.level === 'CRITICAL'))
      judge.alarm('model', at);
    for (const { id, persistence } of this.#points)
      if (persistence.judge(minute, scores).point !== null) judge?.alarm(id, at);
  }

  /** What burns already is nothing to be foreseen. */
  #score(at: EpochMs, scores: ModelScores, episode: Episode): void {
    const { ignition } = episode;
    if (ignition !== null && at >= ignition) return;
    const fire = ignition !== null && ignition - at <= HORIZON_MS;
    const hazard = hazardAt(episode, at);
    for (const output of MODEL_OUTPUTS)
      this.#windows[output].add(scores[output], output === 'hazard' ? hazard : fire);
  }

  #judgeAt(at: EpochMs): EpisodeJudge | undefined {
    return this.#judges.find((judge) => judge.covers(at));
  }

  #believed(decoded: DecodedReading): DecodedReading {
    const { deviceTime } = decoded;
    if (deviceTime === null || (deviceTime >= this.#first && deviceTime <= this.#last))
      return decoded;
    return { ...decoded, deviceTime: null };
  }
}
