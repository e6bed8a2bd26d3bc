/** What is set aside of each device, for the marks on the plan. Pure. */
import { type SetAside, strongerFirst } from '#shared/alarms/setAside.ts';

export type Asides = ReadonlyMap<string, readonly SetAside[]>;

/** By device, the strongest first: that is the one whose mark is drawn. */
export function asidesByDevice(standing: readonly SetAside[]): Asides {
  return Map.groupBy([...standing].sort(strongerFirst), ({ deviceId }) => deviceId);
}
