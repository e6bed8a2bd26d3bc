/** From what the threads found to what is told. */

import type { WindowState } from '#shared/prediction/DeviceWindow.ts';
import { MERGE_MS } from '#shared/prediction/protocol/AlarmTrack.ts';
import type { EpisodeResult } from '#shared/prediction/protocol/EpisodeJudge.ts';
import type { Episode } from '#shared/prediction/protocol/episode.ts';
import { type MethodId, methodsOf } from '#shared/prediction/protocol/methods.ts';
import { LATE_MS, LEAST_LEAD_MS, outcomeOf } from '#shared/prediction/protocol/outcome.ts';
import { PREVALENCE, type Summary, summarize } from '#shared/prediction/protocol/summary.ts';
import type { WindowFigures } from '#shared/prediction/protocol/WindowScores.ts';
import type { DeviceLine } from '#shared/prediction/truth.ts';
import {
  MODEL_OUTPUTS,
  type ModelOutput,
  type OperatingPoint,
} from '#shared/prediction/verdict.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import type { FileReport } from './messages.ts';
import type { Judgement } from './Threads.ts';

const MS_PER_DAY = 86_400_000;
const MS_PER_MINUTE = 60_000;
const NEVER = { alarms: [], sinceOnset: null };

export interface ModelFacts {
  readonly hash: string;
  readonly version: string;
  readonly points: readonly OperatingPoint[];
}

export interface Evaluation {
  readonly protocol: {
    readonly leastLeadMinutes: number;
    readonly lateMinutes: number;
    readonly mergeMinutes: number;
    readonly prevalencePerDeviceDay: number;
    readonly thresholdsVersion: string;
  };
  readonly model: ModelFacts | null;
  readonly deviceDays: number;
  readonly methods: readonly { readonly id: MethodId; readonly summary: Summary }[];
  /** Of each output over all windows up to the ignition; null without a model. */
  readonly windows: Readonly<Record<ModelOutput, WindowFigures>> | null;
  readonly availability: {
    readonly minutes: Readonly<Record<WindowState, number>>;
    /** Of the minutes that the streams should have, those before the first and after the last reading. */
    readonly uncovered: number;
    /** Share of all minutes without a prediction; null without minutes. */
    readonly unavailable: number | null;
  };
  readonly files: readonly Omit<FileReport, 'episodes'>[];
  readonly withoutTelemetry: readonly Episode[];
  readonly withoutTruth: readonly string[];
  readonly streams: readonly StreamReport[];
}

/** One episode, with the alarms of each method in it. Times are ISO 8601, UTC. */
interface StreamReport {
  readonly deviceId: string;
  readonly category: string;
  readonly type: string;
  readonly site: string | null;
  readonly sensorLocation: 'enc' | 'room' | null;
  readonly start: string;
  readonly end: string;
  readonly onset: string | null;
  readonly ignition: string | null;
  readonly readings: number;
  readonly minutes: Readonly<Record<WindowState, number>>;
  readonly methods: Readonly<
    Record<
      string,
      {
        readonly finding: string | null;
        readonly leadMinutes: number | null;
        readonly falseAlarms: number;
        readonly alarmed: boolean;
        readonly alarms: readonly { readonly start: string; readonly end: string }[];
      }
    >
  >;
}

export function evaluationOf(
  { reports, windows }: Judgement,
  truth: readonly Episode[],
  devices: ReadonlyMap<string, DeviceLine>,
  model: ModelFacts | null,
): Evaluation {
  const order = new Map(truth.map((episode, index) => [keyOf(episode), index]));
  const results = reports
    .flatMap(({ episodes }) => episodes)
    .sort((a, b) => (order.get(keyOf(a.episode)) ?? 0) - (order.get(keyOf(b.episode)) ?? 0));
  const heard = new Set(results.map(({ episode }) => keyOf(episode)));
  const methods = methodsOf(model?.points ?? null);
  return {
    protocol: {
      leastLeadMinutes: LEAST_LEAD_MS / MS_PER_MINUTE,
      lateMinutes: LATE_MS / MS_PER_MINUTE,
      mergeMinutes: MERGE_MS / MS_PER_MINUTE,
      prevalencePerDeviceDay: PREVALENCE,
      thresholdsVersion: DEFAULT_THRESHOLDS.version,
    },
    model,
    deviceDays: results.reduce((sum, { episode }) => sum + lengthOf(episode) / MS_PER_DAY, 0),
    methods: methods.map((id) => ({ id, summary: summaryOf(id, results, devices) })),
    windows:
      windows &&
      (Object.fromEntries(
        MODEL_OUTPUTS.map((output) => [output, windows[output].figures]),
      ) as Record<ModelOutput, WindowFigures>),
    availability: availabilityOf(results),
    files: reports.map(({ episodes: _, ...rest }) => rest).sort(byName),
    withoutTelemetry: truth.filter((episode) => !heard.has(keyOf(episode))),
    withoutTruth: [...new Set(reports.flatMap(({ strangers }) => strangers))].sort(),
    streams: results.map((result) => streamOf(result, methods, devices)),
  };
}

/** One stream that was found in several files can't be judged: none of them is the whole of it. */
export function twice(reports: readonly FileReport[]): string | null {
  const seen = new Map<string, string>();
  for (const { file, episodes } of [...reports].sort(byName))
    for (const { episode } of episodes) {
      const other = seen.get(keyOf(episode));
      if (other !== undefined)
        return `${episode.deviceId}: the stream of ${iso(episode.start)} is in ${other} and in ${file}`;
      seen.set(keyOf(episode), file);
    }
  return null;
}

function summaryOf(
  id: MethodId,
  results: readonly EpisodeResult[],
  devices: ReadonlyMap<string, DeviceLine>,
): Summary {
  return summarize(
    results.map(({ episode, methods }) => ({
      episode,
      outcome: outcomeOf(episode, methods[id] ?? NEVER),
      sensorLocation: devices.get(episode.deviceId)?.sensorLocation ?? null,
    })),
  );
}

function availabilityOf(results: readonly EpisodeResult[]): Evaluation['availability'] {
  const minutes: Record<WindowState, number> = {
    ready: 0,
    warmingUp: 0,
    gaps: 0,
    stale: 0,
    sensorsMissing: 0,
  };
  let expected = 0;
  for (const result of results) {
    expected += lengthOf(result.episode) / MS_PER_MINUTE;
    for (const [state, count] of Object.entries(result.minutes))
      minutes[state as WindowState] += count;
  }
  const counted = Object.values(minutes).reduce((sum, count) => sum + count, 0);
  const all = Math.max(expected, counted);
  return {
    minutes,
    uncovered: Math.max(0, Math.round(expected - counted)),
    unavailable: all === 0 ? null : 1 - minutes.ready / all,
  };
}

function streamOf(
  { episode, readings, minutes, methods }: EpisodeResult,
  ids: readonly MethodId[],
  devices: ReadonlyMap<string, DeviceLine>,
): StreamReport {
  const device = devices.get(episode.deviceId);
  const { deviceId, category, type, start, end, onset, ignition } = episode;
  return {
    deviceId,
    category,
    type,
    site: device?.site ?? null,
    sensorLocation: device?.sensorLocation ?? null,
    start: iso(start),
    end: iso(end),
    onset: onset === null ? null : iso(onset),
    ignition: ignition === null ? null : iso(ignition),
    readings,
    minutes,
    methods: Object.fromEntries(
      ids.map((id) => {
        const found = methods[id] ?? NEVER;
        const { finding, leadMs, falseAlarms, alarmed } = outcomeOf(episode, found);
        return [
          id,
          {
            finding,
            leadMinutes: leadMs === null ? null : leadMs / MS_PER_MINUTE,
            falseAlarms,
            alarmed,
            alarms: found.alarms.map((span) => ({ start: iso(span.start), end: iso(span.end) })),
          },
        ];
      }),
    ),
  };
}

function byName(a: Omit<FileReport, 'episodes'>, b: Omit<FileReport, 'episodes'>): number {
  return a.file < b.file ? -1 : 1;
}

function keyOf({ deviceId, start }: Episode): string {
  return `${deviceId}@${start}`;
}

function lengthOf({ start, end }: Episode): number {
  return end - start;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
