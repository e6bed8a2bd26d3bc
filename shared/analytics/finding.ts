/** What the analysis found, as episodes: the same thing seen again within a while is one finding that lasts. */
import type { EpochMs } from '#shared/telemetry/reading.ts';

const FINDING_KINDS = [
  /** A temperature over 50 °C that stands out of the device's own last hour. */
  'temperatureAnomaly',
  /** The final score rose from one reading to the next. */
  'riskSpike',
  /** It rose within ten minutes by more than calls for an emergency response. */
  'riskJump',
  /** More than ten arcs in ten minutes. */
  'frequentArcs',
  /** High risk in several readings in a row. */
  'sustainedHighRisk',
  /** The risk went up and down within five minutes. */
  'volatileRisk',
  /** Neighbours whose temperatures differ although one of them is at risk. */
  'temperatureDivergence',
  /** Neighbours at high risk together. */
  'riskCluster',
  /** A value outside of what circuits in order show, or one that doesn't fit the others. */
  'sensorAnomaly',
  /** The temperature rises and falls in a rhythm. */
  'periodicTemperature',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  readonly deviceId: string;
  readonly kind: FindingKind;
  /** Event time at which it was first seen, and last. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly count: number;
  /** The most that was seen of it, in the kind's own unit (°C, risk, arcs, minutes), and the limit that it passed then. */
  readonly value: number;
  readonly limit: number;
  /** Which sensor or which neighbours, where the kind needs to say so. */
  readonly subject: string | null;
}

/** Seen again within this, it is the same one: the seed acts on every row, and never cools down. */
const SAME_FINDING_MS = 1_200_000;

/** Follows findings while they last. Memory is bounded by what stands, not by what was found. */
export class FindingLog {
  readonly #standing = new Map<string, Finding>();
  #changed = new Set<string>();
  #ended: Finding[] = [];

  /** @returns true when it is a new one */
  note(seen: Omit<Finding, 'from' | 'to' | 'count'> & { readonly at: EpochMs }): boolean {
    const { at, ...rest } = seen;
    const key = keyOf(seen);
    const known = this.#standing.get(key);
    this.#changed.add(key);
    if (known && Math.abs(at - known.to) <= SAME_FINDING_MS) {
      const worse = seen.value > known.value;
      this.#standing.set(key, {
        ...known,
        to: Math.max(known.to, at),
        count: known.count + 1,
        ...(worse && { value: seen.value, limit: seen.limit }),
      });
      return false;
    }
    // Out of a backlog, and older than what stands: on its own, and over.
    if (known && at < known.from) {
      this.#ended.push({ ...rest, from: at, to: at, count: 1 });
      return true;
    }
    if (known) this.#ended.push(known);
    this.#standing.set(key, { ...rest, from: at, to: at, count: 1 });
    return true;
  }

  standing(): readonly Finding[] {
    return [...this.#standing.values()];
  }

  /** What was new or went on since the last call, in no order; what nobody saw again by `now` is over and forgotten. */
  takeChanged(now: EpochMs): readonly Finding[] {
    const changed = this.#ended;
    this.#ended = [];
    for (const key of this.#changed) {
      const finding = this.#standing.get(key);
      if (finding) changed.push(finding);
    }
    this.#changed = new Set();
    for (const [key, { to }] of this.#standing)
      if (now - to > SAME_FINDING_MS) this.#standing.delete(key);
    return changed;
  }
}

const keyOf = ({
  deviceId,
  kind,
  subject,
}: Pick<Finding, 'deviceId' | 'kind' | 'subject'>): string =>
  JSON.stringify([deviceId, kind, subject]);
