/** What one picture of a floor consists of. */
import type { Polygon } from '#shared/plans/polygon.ts';
import type { Marker } from './markers.ts';
import type { Insets, Size, Viewport } from './viewport.ts';

export interface SceneZone {
  readonly id: string;
  readonly name: string;
  readonly electrical: boolean;
  readonly polygon: Polygon;
}

export interface Scene {
  readonly floor: Size;
  readonly view: Viewport;
  /** What is drawn of them; none where the drawing shows its rooms itself. */
  readonly zones: readonly SceneZone[];
  readonly markers: readonly Marker[];
  readonly selected: string | null;
  readonly hovered: string | null;
  /** Where an unplaced device would go, in metres. */
  readonly ghost: { readonly xM: number; readonly yM: number } | null;
  /** What is covered at the sides. */
  readonly insets: Insets;
  /** The bright half of the beat in which unacknowledged fire alarms are ringed a second time. */
  readonly beat: boolean;
}
