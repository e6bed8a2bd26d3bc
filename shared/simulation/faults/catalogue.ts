import { parallelArc, seriesArc } from './arcing.ts';
import { battery, compartmentFire, smoulder } from './burning.ts';
import { glowingContact, harmonic, looseJoint, overload, plugOverheat } from './contacts.ts';
import type { CreateFault } from './fault.ts';
import { ageing, neutralLoss, tracking, waterIngress } from './insulation.ts';

export interface FaultKind {
  readonly create: CreateFault;
  /** Minutes from onset to ignition: quantiles of 10, 50 and 90 %. */
  readonly minutes: readonly [q10: number, q50: number, q90: number];
  /** Where it sits: chance of being inside of the enclosure. */
  readonly inside: number;
  /**
   * Share among incidents. Follows the Korean causes of 2024 (short circuits 35 %, insulation 20 %, tracking 15 %,
   * contacts 13 %, overload 8 %), flattened so that each type is seen often enough to be learnt.
   */
  readonly weight: number;
  /** What most often stops it in time. */
  readonly stoppedBy: 'earthLeakage' | 'breaker' | 'person' | 'itself';
}

export const FAULTS = {
  loose_joint: {
    create: looseJoint,
    minutes: [85, 222, 600],
    inside: 0.85,
    weight: 12,
    stoppedBy: 'person',
  },
  glowing_contact: {
    create: glowingContact,
    minutes: [40, 130, 380],
    inside: 0.8,
    weight: 7,
    stoppedBy: 'itself',
  },
  plug_overheat: {
    create: plugOverheat,
    minutes: [88, 192, 328],
    inside: 0.5,
    weight: 8,
    stoppedBy: 'person',
  },
  series_arc: {
    create: seriesArc,
    minutes: [22, 42, 86],
    inside: 0.6,
    weight: 11,
    stoppedBy: 'breaker',
  },
  parallel_arc: {
    create: parallelArc,
    minutes: [22, 41, 75],
    inside: 0.5,
    weight: 10,
    stoppedBy: 'breaker',
  },
  tracking: {
    create: tracking,
    minutes: [84, 166, 343],
    inside: 0.8,
    weight: 14,
    stoppedBy: 'earthLeakage',
  },
  water_ingress: {
    create: waterIngress,
    minutes: [42, 65, 94],
    inside: 0.75,
    weight: 8,
    stoppedBy: 'earthLeakage',
  },
  overload: {
    create: overload,
    minutes: [16, 22, 39],
    inside: 0.35,
    weight: 8,
    stoppedBy: 'breaker',
  },
  neutral_loss: {
    create: neutralLoss,
    minutes: [9, 23, 196],
    inside: 0.9,
    weight: 5,
    stoppedBy: 'breaker',
  },
  harmonic: {
    create: harmonic,
    minutes: [28, 56, 154],
    inside: 0.85,
    weight: 4,
    stoppedBy: 'person',
  },
  smoulder: {
    create: smoulder,
    minutes: [31, 60, 75],
    inside: 0.55,
    weight: 6,
    stoppedBy: 'person',
  },
  compartment_fire: {
    create: compartmentFire,
    minutes: [10, 14, 17],
    inside: 0,
    weight: 4,
    stoppedBy: 'person',
  },
  ageing: { create: ageing, minutes: [27, 64, 112], inside: 1, weight: 6, stoppedBy: 'itself' },
  /** Never in training: it shows whether the rules catch what the model has not seen. */
  battery: { create: battery, minutes: [10, 15, 24], inside: 0.5, weight: 0, stoppedBy: 'itself' },
} as const satisfies Readonly<Record<string, FaultKind>>;

export type FaultType = keyof typeof FAULTS;
export const FAULT_TYPES = Object.keys(FAULTS) as readonly FaultType[];
