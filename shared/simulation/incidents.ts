/** What can go wrong with a simulated device, and how it shows in the measurements over time. */
import type { Measurement } from './message.ts';
import type { Random } from './random.ts';

export const INCIDENT_KINDS = [
  /** A terminal's contact degrades: warm, hot, alarm after some 75 s, worse after 3 minutes, then repaired. */
  'overheating',
  /** A loose conductor arcs in series, in bursts. */
  'arcing',
  /** Arcs in one reading only. */
  'momentaryArc',
  /** Insulation gets wet: resistive leakage grows past the limit. */
  'leakage',
  'overcurrent',
  /** Something smoulders in the enclosure: CO and organic vapours before heat. */
  'smouldering',
  /** The device's sensor board does not answer: frozen values and its own fault code. */
  'communicationError',
  /** Nothing is sent. */
  'silent',
  /** One reading of over-voltage. */
  'voltageSpike',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];

export interface Incident {
  readonly kind: IncidentKind;
  readonly deviceId: string;
  /** UTC milliseconds. */
  readonly startAt: number;
}

/** 0 for those that last one reading. */
export const INCIDENT_DURATION_MS: Readonly<Record<IncidentKind, number>> = {
  overheating: 420_000,
  arcing: 90_000,
  momentaryArc: 0,
  leakage: 330_000,
  overcurrent: 110_000,
  smouldering: 360_000,
  communicationError: 75_000,
  silent: 200_000,
  voltageSpike: 0,
};

type Curve = readonly (readonly [seconds: number, share: number])[];

/** Rises in 90 s, rests, rises again: the alarm must be seen to get worse, not only to come. */
const OVERHEATING: Curve = [
  [0, 0],
  [90, 0.82],
  [150, 0.84],
  [210, 1],
  [300, 1],
  [420, 0],
];
const LEAKAGE: Curve = [
  [0, 0],
  [180, 1],
  [270, 1],
  [330, 0],
];
const OVERCURRENT: Curve = [
  [0, 0],
  [15, 1],
  [80, 1],
  [110, 0],
];
const SMOULDERING: Curve = [
  [0, 0],
  [60, 0.2],
  [180, 1],
  [270, 1],
  [360, 0],
];

/** Between two points of the curve, without corners. */
function at(curve: Curve, seconds: number): number {
  let [fromS, fromShare] = [0, 0];
  for (const [toS, toShare] of curve) {
    if (seconds < toS) {
      const x = Math.max(0, (seconds - fromS) / (toS - fromS));
      return fromShare + (toShare - fromShare) * x * x * (3 - 2 * x);
    }
    fromS = toS;
    fromShare = toShare;
  }
  return fromShare;
}

function towards(value: number, target: number, share: number): number {
  return value + (target - value) * share;
}

type Effect = (m: Measurement, seconds: number, random: Random) => void;

const EFFECTS: Readonly<Partial<Record<IncidentKind, Effect>>> = {
  overheating(m, seconds) {
    const share = at(OVERHEATING, seconds);
    m.sensorTemp = towards(m.sensorTemp, 69, share);
    // The board is warmed through the busbar, later and less.
    m.pcbTemp = towards(m.pcbTemp, 47, at(OVERHEATING, Math.max(0, seconds - 30)));
    m.voc += 90 * share;
  },
  arcing(m, _seconds, random) {
    if (random.next() < 0.45) return;
    m.aArc = 1 + Math.floor(random.between(0, 5));
    m.voltLow -= random.between(4, 14);
    m.voc += random.between(10, 60);
  },
  momentaryArc(m) {
    m.aArc = 2;
    m.voltLow -= 7;
  },
  leakage(m, seconds) {
    const share = at(LEAKAGE, seconds);
    m.rzct = towards(m.rzct, 12.5, share);
    // Resistive and capacitive leakage are a quarter turn apart, so they add as the sides of a right angle.
    m.zct = Math.sqrt(m.rzct ** 2 + m.zct ** 2);
  },
  overcurrent(m, seconds) {
    m.ct = towards(m.ct, 112, at(OVERCURRENT, seconds));
    m.volt -= 3 * at(OVERCURRENT, seconds);
    m.voltLow = Math.min(m.voltLow, m.volt - 1);
  },
  smouldering(m, seconds) {
    const share = at(SMOULDERING, seconds);
    m.co = towards(m.co, 36, share);
    m.voc = towards(m.voc, 880, share);
    m.pcbTemp += 7 * share;
    m.sensorTemp += 9 * share;
  },
  voltageSpike(m) {
    m.volt = 241.5;
  },
};

/** Changes a measurement as the incident does, so many milliseconds after it began. */
export function applyIncident(
  m: Measurement,
  kind: IncidentKind,
  sinceMs: number,
  random: Random,
): void {
  EFFECTS[kind]?.(m, sinceMs / 1000, random);
}
