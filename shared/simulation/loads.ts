/** What hangs on a circuit, and how much of its rated current it takes over a day. */

export const LOAD_KINDS = [
  'main',
  'feeder',
  'lighting',
  'outlet',
  'hvac',
  'pump',
  'fan',
  'lift',
  'server',
  'kitchen',
  'shop',
  'ev',
] as const;
export type LoadKind = (typeof LOAD_KINDS)[number];

export interface LoadProfile {
  /** Share of the rated current at night and at the busiest hour. */
  readonly night: number;
  readonly day: number;
  /** Local hours between which it is busy. */
  readonly from: number;
  readonly to: number;
  /** Typical time of one on-off cycle in seconds, and how deep it goes (0 steady, 1 fully off). */
  readonly cycleS: number;
  readonly depth: number;
  /** Motors and old ballasts lag, heaters do not; below 0.9 counts as a finding, so a calm load stays above. */
  readonly powerFactor: number;
}

export const LOAD_PROFILES: Readonly<Record<LoadKind, LoadProfile>> = {
  main: { night: 0.24, day: 0.62, from: 8, to: 20, cycleS: 900, depth: 0.06, powerFactor: 0.955 },
  feeder: { night: 0.2, day: 0.56, from: 8, to: 20, cycleS: 700, depth: 0.1, powerFactor: 0.95 },
  lighting: {
    night: 0.16,
    day: 0.58,
    from: 7,
    to: 21,
    cycleS: 1800,
    depth: 0.02,
    powerFactor: 0.965,
  },
  outlet: { night: 0.08, day: 0.42, from: 9, to: 19, cycleS: 420, depth: 0.25, powerFactor: 0.96 },
  hvac: { night: 0.18, day: 0.6, from: 7, to: 20, cycleS: 540, depth: 0.55, powerFactor: 0.935 },
  pump: { night: 0.3, day: 0.5, from: 6, to: 22, cycleS: 300, depth: 0.6, powerFactor: 0.925 },
  fan: { night: 0.22, day: 0.48, from: 7, to: 21, cycleS: 1200, depth: 0.12, powerFactor: 0.93 },
  lift: { night: 0.1, day: 0.4, from: 8, to: 20, cycleS: 75, depth: 0.7, powerFactor: 0.93 },
  server: { night: 0.5, day: 0.58, from: 8, to: 20, cycleS: 1500, depth: 0.04, powerFactor: 0.98 },
  kitchen: {
    night: 0.12,
    day: 0.62,
    from: 10,
    to: 21,
    cycleS: 360,
    depth: 0.35,
    powerFactor: 0.985,
  },
  shop: { night: 0.14, day: 0.52, from: 9, to: 22, cycleS: 800, depth: 0.1, powerFactor: 0.955 },
  ev: { night: 0.34, day: 0.55, from: 8, to: 23, cycleS: 2700, depth: 0.4, powerFactor: 0.985 },
};

/** How busy the day is, 0 to 1, with an hour of getting up and an hour of going to rest. */
function busyness(profile: LoadProfile, hour: number): number {
  const rising = Math.min(1, Math.max(0, hour - profile.from + 0.5));
  const falling = Math.min(1, Math.max(0, profile.to + 0.5 - hour));
  const x = Math.min(rising, falling);
  return x * x * (3 - 2 * x);
}

/**
 * Share of the rated current, 0 to about 0.7, without noise.
 *
 * @param localMs site-local time in milliseconds, so that the day has its morning where the building stands
 * @param phase 0 to 1: where this device is in its own cycle
 */
export function loadShare(profile: LoadProfile, localMs: number, phase: number): number {
  const hour = (localMs / 3_600_000) % 24;
  // 1970-01-01 was a Thursday: days 2 and 3 of the epoch's week are Saturday and Sunday.
  const day = Math.floor(localMs / 86_400_000) % 7;
  const weekend = day === 2 || day === 3 ? 0.6 : 1;
  const base = profile.night + (profile.day - profile.night) * busyness(profile, hour) * weekend;
  const turn = 2 * Math.PI * (localMs / (profile.cycleS * 1000) + phase);
  // A steep wave: compressors, pumps and lifts are on or off, with a short change between.
  const wave = Math.tanh(3 * Math.sin(turn));
  return base * (1 - profile.depth * 0.5 * (1 - wave));
}
