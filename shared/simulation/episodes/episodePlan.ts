import { DISTURBANCE_TYPES } from '../disturbances/catalogue.ts';
import { FAULT_TYPES, FAULTS, type FaultType } from '../faults/catalogue.ts';
import { Draws } from '../physics/Draws.ts';
import type { EpisodeSpec } from './episode.ts';

export interface EpisodePlanOptions {
  readonly seed: number;
  readonly incidents: number;
  readonly nearMisses: number;
  readonly hardNegatives: number;
  readonly normal: number;
  /** 1 to 12; all twelve unless given. */
  readonly months?: readonly number[];
  /** Devices are numbered from here, and each episode has its own unless `devices` says otherwise. */
  readonly firstDevice?: number;
  /** How many devices take turns. */
  readonly devices?: number;
  readonly hours?: number;
  readonly year?: number;
  /** Fault types to choose from; the thirteen of training unless given (all but `battery`). */
  readonly faultTypes?: readonly FaultType[];
}

/** The types that a model may learn from. */
export const TRAINING_FAULT_TYPES: readonly FaultType[] = FAULT_TYPES.filter(
  (type) => FAULTS[type].weight > 0,
);

/**
 * A varied list of episodes. Give train, validation and test other devices (`firstDevice`), months and seeds: then none
 * of them has seen the others' constants.
 *
 * @throws RangeError for negative counts, no months or no fault types
 */
export function episodePlan(options: EpisodePlanOptions): readonly EpisodeSpec[] {
  const { seed, incidents, nearMisses, hardNegatives, normal, hours = 24, year = 2025 } = options;
  const months = options.months ?? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
  const faultTypes = options.faultTypes ?? TRAINING_FAULT_TYPES;
  const total = incidents + nearMisses + hardNegatives + normal;
  if ([incidents, nearMisses, hardNegatives, normal].some((count) => !(count >= 0)))
    throw new RangeError('there can’t be fewer than 0 episodes of a category');
  if (months.length === 0 || months.some((month) => !(month >= 1 && month <= 12)))
    throw new RangeError('months are 1 to 12');
  if (faultTypes.length === 0) throw new RangeError('no fault type to choose from');
  const first = options.firstDevice ?? 0;
  const devices = Math.max(1, options.devices ?? total);
  const draw = new Draws(seed, 'plan');
  const common = (number: number) => ({
    seed,
    index: first + (number % devices),
    startAt: startOf(year, months[Math.floor(draw.next() * months.length)] ?? 1, draw),
    hours,
    deviceId: `sim-${seed}-${first + (number % devices)}-${number}`,
  });
  const faults = [...shares(incidents, faultTypes), ...shares(nearMisses, faultTypes)];
  let number = 0;
  const specs: EpisodeSpec[] = [];
  for (const [i, type] of faults.entries()) {
    specs.push({ ...common(number++), category: i < incidents ? 'incident' : 'near_miss', type });
  }
  for (let i = 0; i < hardNegatives; i += 1) {
    const type = DISTURBANCE_TYPES[i % DISTURBANCE_TYPES.length]!;
    specs.push({ ...common(number++), category: 'hard_negative', type });
  }
  for (let i = 0; i < normal; i += 1) {
    specs.push({ ...common(number++), category: 'normal', type: 'normal' });
  }
  return specs;
}

/** By the types' weights, in turns, so that even a short list holds many types. */
function shares(count: number, types: readonly FaultType[]): FaultType[] {
  // A type without a weight is asked for by name: as often as a rare one.
  const weightOf = (type: FaultType) => FAULTS[type].weight || 4;
  const sum = types.reduce((total, type) => total + weightOf(type), 0);
  const owed = new Map<FaultType, number>(types.map((type) => [type, 0]));
  return Array.from({ length: count }, () => {
    let chosen = types[0]!;
    for (const type of types) {
      owed.set(type, owed.get(type)! + weightOf(type) / sum);
      if (owed.get(type)! > owed.get(chosen)!) chosen = type;
    }
    owed.set(chosen, owed.get(chosen)! - 1);
    return chosen;
  });
}

/** Some day of the month, at any full minute. */
function startOf(year: number, month: number, draw: Draws): number {
  const day = 1 + Math.floor(draw.next() * 28);
  return Date.UTC(year, month - 1, day, 0, Math.floor(draw.next() * 1440));
}
