import type { AlarmChange } from '#shared/alarms/lifecycle.ts';
import type { ScoredReading } from '../scoredReading.ts';
import type { DeviceCounts } from './CountStore.ts';
import type { DeviceAlarms } from './DeviceAlarms.ts';

/** What a batch will change, once it is on disk. Made by `AlarmDesk.plan`, for this desk as it was then. */
export interface AlarmPlan {
  /** True when there is nothing to write, so that a commit can be spared. */
  readonly isEmpty: boolean;
  /** In the order in which they happened; one alarm can have several. */
  readonly changes: readonly AlarmChange[];
  /** The devices that change, as they will be. */
  readonly devices: ReadonlyMap<string, DeviceAlarms>;
  /** The on-delays and off-delays of the devices where the batch has counted. */
  readonly counted: readonly DeviceCounts[];
  readonly batch: readonly ScoredReading[];
  readonly revision: number;
}
