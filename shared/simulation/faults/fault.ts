import type { DeviceBody } from '../physics/DeviceBody.ts';
import type { DeviceProfile } from '../physics/DeviceProfile.ts';
import type { Draws } from '../physics/Draws.ts';
import type { Influence } from '../physics/Influence.ts';
import type { HotSpot } from './kernel.ts';

/** What a fault knows when it begins. */
interface FaultStart {
  readonly draw: Draws;
  readonly profile: DeviceProfile;
  readonly spot: HotSpot;
  /** s from onset to about ignition, drawn for its type. */
  readonly lifeS: number;
  /** 1 inside of the enclosure, 0 at the far end of the circuit. */
  readonly near: number;
}

/** One fault as it grows. */
export interface Fault {
  /** 1 and more: burns, whatever the hot spot's temperature. */
  readonly damage?: number;
  /**
   * One step of a fault that is `sinceS` old.
   * @returns W into its hot spot
   */
  step(sinceS: number, body: DeviceBody, influence: Influence): number;
}

export type CreateFault = (start: FaultStart) => Fault;
