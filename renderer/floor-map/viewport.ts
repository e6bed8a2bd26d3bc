/** The plan's camera: which part of the floor is seen, and how large. Metres in, CSS pixels out. All pure. */

export interface Viewport {
  /** CSS pixels per metre. */
  readonly scale: number;
  /** Where the plan's top left corner is, in CSS pixels from the window's. */
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The part of the window that something lies over, e.g. the device drawer. CSS pixels. */
export interface Insets {
  readonly left: number;
  readonly right: number;
}

const NO_INSETS: Insets = { left: 0, right: 0 };
const FIT_MARGIN_PX = 12;
/** How far past the floor's edge centring may go, so that a device at a wall isn't at the window's rim. */
const EDGE_PX = 60;
/** Nearer than this a wall is a metre-wide stripe and says nothing more. */
const MAX_SCALE = 120;

/** The whole floor, centred in what isn't covered. */
export function wholeFloor(floor: Size, window: Size, insets: Insets = NO_INSETS): Viewport {
  const width = Math.max(1, window.width - insets.left - insets.right - 2 * FIT_MARGIN_PX);
  const height = Math.max(1, window.height - 2 * FIT_MARGIN_PX);
  const scale = Math.min(width / floor.width, height / floor.height, MAX_SCALE);
  return {
    scale,
    x: insets.left + FIT_MARGIN_PX + (width - floor.width * scale) / 2,
    y: FIT_MARGIN_PX + (height - floor.height * scale) / 2,
  };
}

/** Zooms so that the point under the pointer stays under it. */
export function zoomAt(
  view: Viewport,
  factor: number,
  at: { readonly x: number; readonly y: number },
  minScale: number,
): Viewport {
  const scale = Math.min(MAX_SCALE, Math.max(minScale, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** Keeps at least a third of the window filled with floor: a plan that was dragged away is a plan that is lost. */
export function keepInSight(view: Viewport, floor: Size, window: Size): Viewport {
  const hold = (start: number, length: number, room: number) =>
    Math.min(room * (2 / 3), Math.max(room / 3 - length, start));
  return {
    scale: view.scale,
    x: hold(view.x, floor.width * view.scale, window.width),
    y: hold(view.y, floor.height * view.scale, window.height),
  };
}

/**
 * Puts a place of the floor in the middle of what isn't covered, or as near to it as the floor's edge allows: half a
 * window of nothing would say less than the rooms around.
 */
export function centreOn(
  view: Viewport,
  place: { readonly xM: number; readonly yM: number },
  floor: Size,
  window: Size,
  insets: Insets = NO_INSETS,
): Viewport {
  const along = (start: number, room: number, length: number, metres: number) => {
    const wanted = start + room / 2 - metres * view.scale;
    if (length <= room) return start + (room - length) / 2;
    return Math.min(start + EDGE_PX, Math.max(start + room - length - EDGE_PX, wanted));
  };
  const { left, right } = insets;
  return {
    scale: view.scale,
    x: along(left, window.width - left - right, floor.width * view.scale, place.xM),
    y: along(0, window.height, floor.height * view.scale, place.yM),
  };
}

export function toMetres(
  view: Viewport,
  at: { readonly x: number; readonly y: number },
): { readonly xM: number; readonly yM: number } {
  return { xM: (at.x - view.x) / view.scale, yM: (at.y - view.y) / view.scale };
}
