import type { EpochMs, SensorValues } from '#shared/telemetry/reading.ts';
import { hasStatusBit } from '#shared/telemetry/statusBits.ts';
import { HAZARDS, type Hazard, type Reason, type RiskLevel } from './assessment.ts';
import { greatest, warmest } from './indicators.ts';
import { levelRank, worse } from './level.ts';
import type { Thresholds } from './thresholds.ts';

/** How unusual each hazard is for this device, against its own normal: 1 is notable. */
export interface OwnSigns {
  /** The device has been heard for so long that its own normal is known. */
  readonly settled: boolean;
  readonly strength: Readonly<Record<Exclude<Hazard, 'current'>, number>>;
}

export const NO_SIGNS: OwnSigns = {
  settled: false,
  strength: { temperature: 0, gas: 0, leakage: 0, arcs: 0 },
};

interface Standing {
  since: EpochMs;
  seenAt: EpochMs;
}

/** What the warmer sensor showed while it was too hot. */
interface HotSensor {
  value: number;
  at: EpochMs;
  /** It showed more than one value. */
  moved: boolean;
}

/** Since when each hazard has demanded more than MEDIUM, and when it last did; event time. */
export type FloorStanding = Readonly<Partial<Record<Hazard, Readonly<Standing>>>>;

/** A demand that was away for less is the same demand. */
const SAME_DEMAND_MS = 120_000;
/** K in so many ms that no terminal or board follows, flames or not (NIST BECCA: 10 K in 10 to 90 s): a loose plug. */
const LEAP_K = 25;
const LEAP_MS = 15_000;

/**
 * Confirms what the hazard floor demands of one device. A single value over a limit is as often a disturbance as a
 * hazard (a car, a solvent, a brush motor, a test), so its HIGH or CRITICAL counts in full
 *
 * - at once, when it and a second, independent hazard are unusual for this device (or the model finds it notable, too:
 *   see `effectiveLevel`);
 * - after the time of `floor.confirmation`, when it stays; but not a temperature that leaps, or that stands still to the
 *   last digit while the other sensor is cool: those are sensors that broke;
 * - at once, while the device's own normal is not known yet, but for arcs: what is unknown is not called quiet.
 *
 * Until then it counts MEDIUM, and the reasons say what it waits for. CRITICAL always needs the second hazard: alone a
 * hazard is HIGH at most, however long it stays. The reading's own alarm bits raise their own alarms, whatever this says.
 */
export class FloorWatch {
  readonly #standing = new Map<Hazard, Standing>();
  #hot: HotSensor | null = null;
  /** Set by whoever follows the device's own normal, once a minute. */
  signs: OwnSigns = NO_SIGNS;

  /**
   * @param arcs within `floor.arcWindowMs`, this reading's included
   * @param reasons takes one for each hazard that is not confirmed yet
   * @returns the level that the confirmed hazards demand
   */
  confirm(
    reading: SensorValues & { readonly status: number; readonly measuredAt: EpochMs },
    arcs: number,
    thresholds: Thresholds,
    reasons: Reason[],
  ): RiskLevel {
    let level: RiskLevel = 'NORMAL';
    for (const hazard of HAZARDS) {
      const demand = demandOf(hazard, reading, arcs, thresholds);
      if (levelRank(demand) <= levelRank('MEDIUM')) {
        level = worse(level, demand);
        continue;
      }
      // An alarm bit speaks of one arc: switching makes one, too. Only arcs that come often may be confirmed.
      const one = hazard === 'arcs' && !(arcs > thresholds.floor.arcs);
      const counted = one ? 'MEDIUM' : this.#counted(hazard, demand, reading, thresholds);
      if (counted !== demand) {
        const code = counted === 'MEDIUM' ? 'unconfirmed' : 'unconfirmedCritical';
        reasons.push({ source: 'floor', code, weight: 0, subject: hazard });
      }
      level = worse(level, counted);
    }
    return level;
  }

  /** What it remembers of demands, for `restore`; null when nothing ever demanded more than MEDIUM. */
  save(): FloorStanding | null {
    if (this.#standing.size === 0) return null;
    return Object.fromEntries(
      [...this.#standing].map(([hazard, standing]) => [hazard, { ...standing }]),
    );
  }

  /** Goes on from there, so that what stays is not waited for anew after a restart. */
  restore(standing: FloorStanding): void {
    for (const hazard of HAZARDS) {
      const known = standing[hazard];
      if (known) this.#standing.set(hazard, { ...known });
    }
  }

  #counted(
    hazard: Hazard,
    demand: RiskLevel,
    reading: SensorValues & { readonly measuredAt: EpochMs },
    thresholds: Thresholds,
  ): RiskLevel {
    const { confirmation } = thresholds.floor;
    const believed = hazard !== 'temperature' || this.#believes(reading, thresholds);
    const lasted = this.#lasted(hazard, reading.measuredAt);
    const { settled, strength } = this.signs;
    const second = Math.max(
      ...HAZARDS.map((other) => (other === hazard || other === 'current' ? 0 : strength[other])),
    );
    // What is as usual for this device (arcs of a motor, gas of a kitchen), or what its load explains (a car that charges),
    // is no first sign that a second could confirm.
    const usual = hazard !== 'current' && settled && strength[hazard] < confirmation.secondHazard;
    if (!usual && second >= confirmation.secondHazardCritical) return demand;
    if (!settled && hazard !== 'arcs') return demand;
    const alone: RiskLevel = demand === 'CRITICAL' ? 'HIGH' : demand;
    if (!usual && second >= confirmation.secondHazard) return alone;
    const emergency =
      hazard === 'temperature' && warmest(reading) > thresholds.limits.temperature.emergency;
    if (hazard === 'temperature' && usual && !emergency) return 'MEDIUM';
    const wait = emergency ? confirmation.emergencyMs : confirmation.alone[hazard];
    return believed && wait !== null && lasted >= wait ? alone : 'MEDIUM';
  }

  /** Whether a sensor shows what is, or only that it broke. A leap makes the demand begin anew. */
  #believes(
    reading: SensorValues & { readonly measuredAt: EpochMs },
    { limits }: Thresholds,
  ): boolean {
    const value = warmest(reading);
    const at = reading.measuredAt;
    const before = this.#hot;
    const since = before === null ? Number.POSITIVE_INFINITY : at - before.at;
    const same = before !== null && Math.abs(since) <= SAME_DEMAND_MS;
    const moved = same && (before.moved || value !== before.value);
    if (same && Math.abs(since) <= LEAP_MS && Math.abs(value - before.value) > LEAP_K)
      this.#standing.delete('temperature');
    this.#hot = { value, at: same ? Math.max(at, before.at) : at, moved };
    const other = Math.min(reading.pcbTemperature, reading.sensorTemperature);
    return moved || other > limits.temperature.critical;
  }

  #lasted(hazard: Hazard, at: EpochMs): number {
    const standing = this.#standing.get(hazard);
    if (!standing || at - standing.seenAt > SAME_DEMAND_MS || at < standing.since) {
      this.#standing.set(hazard, { since: at, seenAt: at });
      return 0;
    }
    standing.seenAt = Math.max(standing.seenAt, at);
    return at - standing.since;
  }
}

function demandOf(
  hazard: Hazard,
  reading: SensorValues & { readonly status: number },
  arcs: number,
  { floor, limits }: Thresholds,
): RiskLevel {
  switch (hazard) {
    case 'temperature': {
      const temperature = warmest(reading);
      if (temperature > limits.temperature.emergency) return floor.temperatureEmergency;
      return temperature > limits.temperature.critical ? floor.temperatureCritical : 'NORMAL';
    }
    case 'gas':
      if (!(reading.coGas > limits.co)) return 'NORMAL';
      return reading.voc > limits.voc ? worse(floor.co, floor.coWithVoc) : floor.co;
    case 'leakage': {
      const leakage = greatest(reading.leakageCurrent, reading.resistiveLeakage);
      if (leakage > limits.leakage.severe) return floor.leakageSevere;
      return leakage > limits.leakage.high ? floor.leakageHigh : 'NORMAL';
    }
    case 'arcs': {
      const alarm = hasStatusBit(reading.status, 'arcAlarm') ? floor.arcAlarm : 'NORMAL';
      return arcs > floor.arcs ? worse(alarm, floor.arcsFrequent) : alarm;
    }
    case 'current':
      return reading.current > limits.overcurrent ? floor.overcurrent : 'NORMAL';
  }
}
