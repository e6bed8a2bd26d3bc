import type { Measurement } from '../message.ts';
import type { DeviceBody } from '../physics/DeviceBody.ts';
import type { DeviceProfile } from '../physics/DeviceProfile.ts';
import type { Draws } from '../physics/Draws.ts';
import type { Influence } from '../physics/Influence.ts';

/** Something harmless that looks like a fault. */
export interface Disturbance {
  /** s it lasts. */
  readonly lastsS: number;
  /** Local hour at which it usually begins, if it has one. */
  readonly beginsAt?: readonly [from: number, to: number];
  /** @param sinceS since it began; @param body as it was in the step before */
  act?(influence: Influence, sinceS: number, body: DeviceBody): void;
  /** For those that are in the sensor and not in the world. */
  distort?(m: Measurement, sinceS: number): void;
}

export type CreateDisturbance = (draw: Draws, profile: DeviceProfile) => Disturbance;

export const MINUTE = 60;
export const HOUR = 3600;

/** 0 to 1 to 0: rises within `riseS`, and falls within `fallS` at the end. */
export function trapezoid(sinceS: number, lastsS: number, riseS: number, fallS: number): number {
  return Math.max(0, Math.min(1, sinceS / riseS, (lastsS - sinceS) / fallS));
}
