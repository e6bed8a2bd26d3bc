/**
 * The analysis of the stream, the seed's part 3. Pure: samples in, findings out; event time throughout.
 *
 * - `DeviceAnalytics` follows one device: its last hour, ten minutes, five minutes and minutes, each sample at a cost that
 *   doesn't grow with any of them. `SiteAnalytics` follows all of them and who is whose neighbour.
 * - A sample joins when it comes at most two minutes after a newer one, once. A late one is judged by what came before it
 *   in time, never by what came after.
 * - `seed/` holds what the source document does to the letter where the product does something else.
 *
 * docs/analysis.md tells it in words.
 */
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { type Arrival, Arrivals } from './Arrivals.ts';
import { type ArcPattern, ArcWindow } from './arcPattern.ts';
import { type FiveMinuteRow, FiveMinutes } from './FiveMinutes.ts';
import { MinuteSeries } from './MinuteSeries.ts';
import { type Periodicity, periodicity } from './periodicity.ts';
import { RiskWindow } from './RiskWindow.ts';
import { SlidingMoments } from './SlidingMoments.ts';
import type { StreamSample } from './sample.ts';
import { temperatureAnomaly } from './temperatureAnomaly.ts';
import { LEAST_AMPLITUDE, type TemporalPatterns, temporalPatterns } from './temporalPatterns.ts';

/** What one sample showed. Each field is null where it showed nothing. */
export interface Noticed {
  readonly arrival: Arrival;
  /** °C: the threshold that its temperature stands out above. */
  readonly anomalyOver: number | null;
  /** The risk of the sample before it, when it rose from there beyond the limit of a spike. */
  readonly spikeFrom: number | null;
  /** The least risk of the window, when it rose from there beyond the limit of a jump. */
  readonly jumpFrom: number | null;
  /** Arcs of ten minutes, when they are frequent. */
  readonly frequentArcs: number | null;
}

const NOTHING: Noticed = Object.freeze({
  arrival: 'taken',
  anomalyOver: null,
  spikeFrom: null,
  jumpFrom: null,
  frequentArcs: null,
});
const LATE: Noticed = Object.freeze({ ...NOTHING, arrival: 'late' });
const REPEATED: Noticed = Object.freeze({ ...NOTHING, arrival: 'repeated' });

/** Every window of one device. */
export class DeviceAnalytics {
  readonly #thresholds: Thresholds;
  readonly #arrivals: Arrivals;
  readonly #hour: SlidingMoments;
  readonly #risks: RiskWindow;
  readonly #arcs: ArcWindow;
  readonly #fiveMinutes: FiveMinutes;
  readonly #minutes = new MinuteSeries();

  /** @param closed told of each five minutes that are over */
  constructor(thresholds: Thresholds, closed: (row: FiveMinuteRow) => void) {
    const { latenessMs, temperature } = thresholds.analytics;
    this.#thresholds = thresholds;
    this.#arrivals = new Arrivals(latenessMs);
    this.#hour = new SlidingMoments(temperature.windowMs, latenessMs);
    this.#risks = new RiskWindow(thresholds);
    this.#arcs = new ArcWindow(thresholds);
    this.#fiveMinutes = new FiveMinutes(thresholds, closed);
  }

  /** Event time of the newest sample; −∞ before the first. */
  get newestAt(): EpochMs {
    return this.#arrivals.newestAt;
  }

  /** A calm sample, as nearly all are, makes nothing. */
  add(sample: StreamSample): Noticed {
    const arrival = this.#arrivals.take(sample);
    if (arrival !== 'taken') return arrival === 'late' ? LATE : REPEATED;
    const { at, temperature, risk, arcs } = sample;
    const { analytics } = this.#thresholds;
    let anomalyOver: number | null = null;
    if (!Number.isNaN(temperature)) {
      anomalyOver = temperatureAnomaly(this.#hour, at, temperature, this.#thresholds);
      this.#hour.add(at, temperature);
    }
    const previous = this.#risks.add(at, risk);
    const spikeFrom = previous !== null && risk - previous > analytics.risk.spike ? previous : null;
    let jumpFrom: number | null = null;
    if (risk > analytics.risk.jump) {
      const least = this.#risks.leastBefore(at, previous);
      if (least !== null && risk - least > analytics.risk.jump) jumpFrom = least;
    }
    this.#arcs.add(at, arcs);
    const total = this.#arcs.total(at);
    const frequentArcs = total > analytics.arcs.high ? total : null;
    this.#minutes.add(sample);
    this.#fiveMinutes.advance(this.#arrivals.newestAt);
    this.#fiveMinutes.add(sample);
    if (anomalyOver === null && spikeFrom === null && jumpFrom === null && frequentArcs === null)
      return NOTHING;
    return { arrival, anomalyOver, spikeFrom, jumpFrom, frequentArcs };
  }

  /** Closes the five minutes of a device that went quiet, as if a sample of `at` had come. */
  advance(at: EpochMs): void {
    this.#fiveMinutes.advance(at);
  }

  /** Whether the risk is high now, and has been in so many samples in a row. */
  get isSustained(): boolean {
    return this.#fiveMinutes.isSustained;
  }

  /** Arcs of the ten minutes before a moment. */
  arcTotal(at: EpochMs): number {
    return this.#arcs.total(at);
  }

  arcs(at: EpochMs = this.newestAt): ArcPattern {
    return this.#arcs.pattern(at, this.#thresholds);
  }

  /** Of the last hour's minutes, the one that fills left out; trends are per minute. Null while there are too few. */
  patterns(at: EpochMs = this.newestAt): TemporalPatterns<Periodicity> | null {
    return temporalPatterns(this.#minutes.series(at), this.#thresholds);
  }

  /**
   * Whether the temperature goes up and down in a rhythm; null where the last hour can't show one. A temperature that
   * hardly moves isn't even looked at.
   */
  rhythm(): Periodicity | null {
    const { deviation } = this.#hour.moments(this.newestAt);
    if (!(deviation > LEAST_AMPLITUDE / 2)) return null;
    const found = periodicity(this.#minutes.series(this.newestAt).temperatures, LEAST_AMPLITUDE);
    return found.periodic ? found : null;
  }

  get minutes(): Pick<MinuteSeries, 'temperatures' | 'risks'> {
    return this.#minutes;
  }
}
