/** Scores wire messages from a file, one line after another, with everything that scoring has to say. */
import { type DecodeOptions, type DecodeRefusal, decodeText } from '#shared/telemetry/decode.ts';
import { placeInTime } from '#shared/telemetry/placeInTime.ts';
import type { EpochMs, QualityFlag } from '#shared/telemetry/reading.ts';
import { type AlertCondition, type AlertRecommendation, type AlertType, alertOf } from './alert.ts';
import { assess } from './assess.ts';
import type { Assessment } from './assessment.ts';
import { DeviceHistory } from './history.ts';
import { type Indicators, indicators } from './indicators.ts';
import { levelRank } from './level.ts';
import type { Thresholds } from './thresholds.ts';

export interface WireAnalysisOptions extends DecodeOptions {
  /** Where the time line of a device starts whose messages carry no time. */
  readonly startAt: EpochMs;
  /** How far apart messages without a time are taken to be. */
  readonly assumedIntervalMs: number;
}

export interface WireAnalysis extends Indicators, Assessment {
  readonly deviceId: string;
  readonly idx: number | null;
  readonly measuredAt: EpochMs;
  readonly quality: readonly QualityFlag[];
  /** Null below HIGH: nobody would be alerted. */
  readonly alertType: AlertType | null;
  readonly conditions: readonly AlertCondition[];
  readonly recommendations: readonly AlertRecommendation[];
}

export interface WireRefusal {
  readonly error: {
    readonly reason: DecodeRefusal;
    readonly detail: string;
    /** Counted from 1, blank lines included. */
    readonly line: number;
  };
}

interface Track {
  readonly history: DeviceHistory;
  measuredAt: EpochMs;
}

/**
 * Keeps one history per device from line to line. A file has no desk's clock: the devices' own times are taken as
 * they are, and messages without one are put after the device's previous message at the assumed interval.
 */
export class WireAnalyzer {
  readonly #options: WireAnalysisOptions;
  readonly #thresholds: Thresholds;
  readonly #tracks = new Map<string, Track>();
  #line = 0;

  constructor(options: WireAnalysisOptions, thresholds: Thresholds) {
    this.#options = options;
    this.#thresholds = thresholds;
  }

  /** @returns null for a blank line. The keys of an analysis always come in the same order. */
  analyze(line: string): WireAnalysis | WireRefusal | null {
    this.#line++;
    if (line.trim() === '') return null;
    const decoded = decodeText(line, this.#options);
    if (!decoded.ok)
      return { error: { reason: decoded.reason, detail: decoded.detail, line: this.#line } };
    const track = this.#track(decoded.reading.deviceId);
    track.measuredAt =
      decoded.reading.deviceTime ?? track.measuredAt + this.#options.assumedIntervalMs;
    const reading = placeInTime(decoded.reading, track.measuredAt, false, this.#thresholds);
    const { reasons, thresholdsVersion, indicatorScore, ...assessment } = assess(
      reading,
      track.history,
      this.#thresholds,
    );
    const { type, ...advice } = alertOf(reading, assessment.effectiveLevel, this.#thresholds);
    return {
      deviceId: reading.deviceId,
      idx: reading.idx,
      measuredAt: reading.measuredAt,
      quality: reading.quality,
      ...indicators(reading, this.#thresholds),
      indicatorScore,
      ...assessment,
      alertType: levelRank(assessment.effectiveLevel) >= levelRank('HIGH') ? type : null,
      ...advice,
      reasons,
      thresholdsVersion,
    };
  }

  #track(deviceId: string): Track {
    let track = this.#tracks.get(deviceId);
    if (!track) {
      const { startAt, assumedIntervalMs } = this.#options;
      track = { history: new DeviceHistory(), measuredAt: startAt - assumedIntervalMs };
      this.#tracks.set(deviceId, track);
    }
    return track;
  }
}
