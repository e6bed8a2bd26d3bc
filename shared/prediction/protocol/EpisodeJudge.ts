import type { Assessment, RiskLevel } from '#shared/scoring/assessment.ts';
import { levelRank } from '#shared/scoring/level.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { WindowState } from '../DeviceWindow.ts';
import { AlarmTrack } from './AlarmTrack.ts';
import type { Episode } from './episode.ts';
import { type MethodId, READING_METHODS } from './methods.ts';
import type { MethodAlarms } from './outcome.ts';

const READING_TESTS = Object.entries(READING_METHODS) as [
  keyof typeof READING_METHODS,
  (assessment: Assessment) => boolean,
][];
const HIGH = levelRank('HIGH');
const CRITICAL = levelRank('CRITICAL');

/** What was seen of one episode, and when each method was alarmed in it; methods that never were are left out. */
export interface EpisodeResult {
  readonly episode: Episode;
  readonly readings: number;
  readonly minutes: Readonly<Record<WindowState, number>>;
  readonly methods: Readonly<Partial<Record<MethodId, MethodAlarms>>>;
}

/** Watches one episode go by: every method's alarms, and how many minutes had a prediction. */
export class EpisodeJudge {
  readonly episode: Episode;
  readonly #tracks = new Map<MethodId, AlarmTrack>();
  readonly #minutes: Record<WindowState, number> = {
    ready: 0,
    warmingUp: 0,
    gaps: 0,
    stale: 0,
    sensorsMissing: 0,
  };
  #readings = 0;

  constructor(episode: Episode) {
    this.episode = episode;
  }

  covers(at: EpochMs): boolean {
    return at >= this.episode.start && at <= this.episode.end;
  }

  reading(at: EpochMs, assessment: Assessment): void {
    this.#readings++;
    for (const [method, alarmed] of READING_TESTS) if (alarmed(assessment)) this.alarm(method, at);
  }

  /** The effective level of a reading, once it is known what the model said before it. */
  effective(at: EpochMs, level: RiskLevel): void {
    const rank = levelRank(level);
    if (rank >= HIGH) this.alarm('effective', at);
    if (rank >= CRITICAL) this.alarm('effectiveCritical', at);
  }

  minute(state: WindowState): void {
    this.#minutes[state]++;
  }

  /** Call it in order of time for each method. */
  alarm(method: MethodId, at: EpochMs): void {
    const track = this.#tracks.get(method) ?? new AlarmTrack(this.episode.onset);
    this.#tracks.set(method, track);
    track.on(at);
  }

  get result(): EpisodeResult {
    const methods = [...this.#tracks].map(
      ([method, { alarms, sinceOnset }]) => [method, { alarms, sinceOnset }] as const,
    );
    return {
      episode: this.episode,
      readings: this.#readings,
      minutes: this.#minutes,
      methods: Object.fromEntries(methods),
    };
  }
}
