/** What devices have in common by where they hang: what a burst has behind it, and what a flood is folded by. */
import type { DevicePlacement } from '#shared/contract/views.ts';

type Placed = Pick<DevicePlacement, 'floorId' | 'zoneId' | 'upstreamPanel'>;

export type PlaceGroup =
  | { readonly by: 'panel'; readonly panel: string }
  | { readonly by: 'zone'; readonly zoneId: string; readonly floorId: string }
  | { readonly by: 'floor'; readonly floorId: string };

/** The upstream panel, else the zone, else the floor; null for a device that was not placed. */
export function placeGroupOf(placement: Placed | null): PlaceGroup | null {
  if (placement === null) return null;
  const { floorId, zoneId, upstreamPanel } = placement;
  if (upstreamPanel !== null && upstreamPanel !== '') return { by: 'panel', panel: upstreamPanel };
  return zoneId === null ? { by: 'floor', floorId } : { by: 'zone', zoneId, floorId };
}

export function placeGroupKey(group: PlaceGroup): string {
  if (group.by === 'panel') return `panel/${group.panel}`;
  return group.by === 'zone' ? `zone/${group.floorId}/${group.zoneId}` : `floor/${group.floorId}`;
}

/** What counts as one burst: a floor is too much to say that one thing caused another. */
export function burstGroupOf(placement: Placed | null): string | null {
  const group = placeGroupOf(placement);
  return group === null || group.by === 'floor' ? null : placeGroupKey(group);
}
