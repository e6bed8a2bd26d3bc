/** Which devices a walk test may be about. Pure. */
import type { DeviceView } from '#shared/contract/views.ts';

export interface DeviceFilter {
  /** Null for all of them. */
  readonly floorId: string | null;
  readonly zoneId: string | null;
  readonly panel: string | null;
  readonly text: string;
}

export const NO_FILTER: DeviceFilter = { floorId: null, zoneId: null, panel: null, text: '' };

/** By name, those without a place last. */
export function matching(
  devices: Iterable<DeviceView>,
  { floorId, zoneId, panel, text }: DeviceFilter,
): readonly DeviceView[] {
  const wanted = text.trim().toLowerCase();
  const found: DeviceView[] = [];
  for (const device of devices) {
    const { id, placement } = device;
    if (floorId !== null && placement?.floorId !== floorId) continue;
    if (zoneId !== null && placement?.zoneId !== zoneId) continue;
    if (panel !== null && placement?.upstreamPanel !== panel) continue;
    if (wanted !== '' && !`${placement?.name ?? ''} ${id}`.toLowerCase().includes(wanted)) continue;
    found.push(device);
  }
  return found.sort(
    (a, b) =>
      Number(a.placement === null) - Number(b.placement === null) ||
      (a.placement?.name ?? a.id).localeCompare(b.placement?.name ?? b.id),
  );
}

/** The panels that feed any of these devices. */
export function panelsOf(devices: Iterable<DeviceView>): readonly string[] {
  const panels = new Set<string>();
  for (const { placement } of devices)
    if (placement?.upstreamPanel) panels.add(placement.upstreamPanel);
  return [...panels].sort((a, b) => a.localeCompare(b));
}
