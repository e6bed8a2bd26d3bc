import type { DisturbanceType } from '../disturbances/catalogue.ts';
import type { FaultType } from '../faults/catalogue.ts';
import type { DeviceOverrides } from '../physics/DeviceProfile.ts';
import type { Site } from '../physics/site.ts';

type EpisodeCategory = 'incident' | 'near_miss' | 'hard_negative' | 'normal';

/** What shall happen to one device on one day. */
export type EpisodeSpec = {
  readonly seed: number;
  /** Which device: the same seed and index are the same device in every episode. */
  readonly index: number;
  /** UTC ms of the first reading. */
  readonly startAt: number;
  /** 24 unless given; an incident ends earlier, with the device's death. */
  readonly hours?: number;
  readonly device?: DeviceOverrides;
  /** What the device is called on the wire. */
  readonly deviceId?: string;
} & (
  | { readonly category: 'incident' | 'near_miss'; readonly type: FaultType }
  | { readonly category: 'hard_negative'; readonly type: DisturbanceType }
  | { readonly category: 'normal'; readonly type: 'normal' }
);

/** What really happened; all times are UTC ms. */
export interface EpisodeTruth {
  readonly deviceId: string;
  readonly category: EpisodeCategory;
  /** Null on a normal day. */
  readonly type: string | null;
  readonly start: number;
  readonly end: number;
  /** When the fault or the disturbance began. */
  readonly onset: number | null;
  readonly ignition: number | null;
  /** Whether the fault was stopped before it burned. */
  readonly arrested: boolean;
  /** When the disturbance was over, or a near miss was stopped. */
  readonly hnEnd: number | null;
}

export interface EpisodeDevice {
  readonly deviceId: string;
  /** A. */
  readonly mainA: number;
  readonly sensorLocation: 'enc' | 'room';
  readonly site: Site;
}
