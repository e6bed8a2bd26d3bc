/** Where the windows were, and where they can be on the monitors that there are now. */
import { z } from 'zod';
import { WINDOW_KINDS, type WindowKind } from '#shared/desktop/windows.ts';

const Rectangle = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
/** In device-independent pixels. */
export type Rectangle = z.output<typeof Rectangle>;

export const WindowPlace = z.object({
  kind: z.enum(WINDOW_KINDS),
  /** Of a window that is full screen or maximised, what it goes back to. */
  bounds: Rectangle,
  /** The monitor's id and where it was: ids change when cables are moved. */
  display: z.object({ id: z.number(), bounds: Rectangle }),
  fullScreen: z.boolean(),
  maximised: z.boolean(),
});
export type WindowPlace = z.output<typeof WindowPlace>;

/** At most one window of a kind. */
export const WindowPlaces = z.array(WindowPlace).max(WINDOW_KINDS.length);

export interface Display {
  readonly id: number;
  readonly bounds: Rectangle;
  /** Without the task bar. */
  readonly workArea: Rectangle;
}

/** So much of a window must be on a monitor, or nobody can take hold of it. */
const GRIP = 120;

/**
 * @param displays the primary one first; never empty.
 * @returns where the window goes: as it was when its monitor is there, and otherwise inside one that is.
 */
export function placeWindow(
  place: WindowPlace,
  displays: readonly [Display, ...Display[]],
): { readonly bounds: Rectangle; readonly displayId: number } {
  const { bounds } = place;
  const same =
    displays.find(
      ({ id, bounds: at }) => id === place.display.id && isSame(at, place.display.bounds),
    ) ??
    displays.find(({ bounds: at }) => isSame(at, place.display.bounds)) ??
    displays.find(({ id }) => id === place.display.id);
  if (same && overlap(bounds, same.workArea) >= GRIP * GRIP) return { bounds, displayId: same.id };
  const target = same ?? displays[0];
  return { bounds: inside(bounds, target.workArea), displayId: target.id };
}

/** Where a window of a kind opens for the first time: a second monitor is for the wall, the desk stays where it is. */
export function firstPlace(
  kind: WindowKind,
  displays: readonly [Display, ...Display[]],
): { readonly bounds: Rectangle | null; readonly fullScreen: boolean } {
  const other = displays[1];
  if (kind === 'desk' || !other) return { bounds: null, fullScreen: false };
  return { bounds: other.workArea, fullScreen: kind === 'wall' };
}

const isSame = (a: Rectangle, b: Rectangle): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

function overlap(a: Rectangle, b: Rectangle): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}

function inside(window: Rectangle, area: Rectangle): Rectangle {
  const width = Math.min(window.width, area.width);
  const height = Math.min(window.height, area.height);
  const within = (at: number, size: number, from: number, room: number) =>
    Math.min(Math.max(at, from), from + room - size);
  return {
    x: within(window.x, width, area.x, area.width),
    y: within(window.y, height, area.y, area.height),
    width,
    height,
  };
}
