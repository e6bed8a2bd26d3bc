/** Walls with thickness, and the doors and windows in them: openings and their symbols can't come apart. */
import { distance, n, type Point, polygonPath } from './geometry.ts';

export interface Opening {
  readonly kind: 'door' | 'double' | 'sliding' | 'gap' | 'window' | 'shutter';
  /** Metres from the wall's start to the opening's. */
  readonly at: number;
  readonly width: number;
  /** Which side the leaf opens to, walking along the wall from its start. */
  readonly side?: 'left' | 'right';
  /** Which end of the opening the leaf hangs on. */
  readonly hinge?: 'start' | 'end';
}

export interface Wall {
  readonly from: Point;
  readonly to: Point;
  readonly thickness: number;
  readonly openings: readonly Opening[];
}

export const EXTERIOR = 0.4;
export const CORE = 0.28;
export const PARTITION = 0.18;
export const GLASS = 0.1;

export function wall(
  thickness: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  ...openings: Opening[]
): Wall {
  return {
    from: [x1, y1],
    to: [x2, y2],
    thickness,
    openings: openings.toSorted((a, b) => a.at - b.at),
  };
}

export function door(
  at: number,
  side: 'left' | 'right' = 'left',
  hinge: 'start' | 'end' = 'start',
  width = 0.95,
): Opening {
  return { kind: 'door', at, width, side, hinge };
}
export function double(at: number, side: 'left' | 'right' = 'left', width = 1.8): Opening {
  return { kind: 'double', at, width, side };
}
export function sliding(at: number, width = 1.8): Opening {
  return { kind: 'sliding', at, width };
}
export function gap(at: number, width: number): Opening {
  return { kind: 'gap', at, width };
}
export function glazing(at: number, width: number): Opening {
  return { kind: 'window', at, width };
}
export function shutter(at: number, width: number): Opening {
  return { kind: 'shutter', at, width };
}

export interface WallDrawing {
  /** Filled. */
  readonly walls: string;
  /** Stroked. */
  readonly doors: string;
  readonly windows: string;
}

/** A wall's own axes: along it and to its left, so that every symbol is drawn once and turned by the wall. */
class Frame {
  readonly length: number;
  readonly #wall: Wall;
  readonly #ux: number;
  readonly #uy: number;

  constructor(wall: Wall) {
    this.#wall = wall;
    this.length = distance(wall.from, wall.to);
    this.#ux = (wall.to[0] - wall.from[0]) / this.length;
    this.#uy = (wall.to[1] - wall.from[1]) / this.length;
  }

  /** @param left metres to the left of the wall's middle */
  point(along: number, left: number): Point {
    const [x, y] = this.#wall.from;
    return [x + this.#ux * along + this.#uy * left, y + this.#uy * along - this.#ux * left];
  }

  text(along: number, left: number): string {
    return this.point(along, left).map(n).join(' ');
  }

  line(a1: number, l1: number, a2: number, l2: number): string {
    return `M${this.text(a1, l1)}L${this.text(a2, l2)}`;
  }

  block(a1: number, a2: number, half: number): string {
    return polygonPath([
      this.point(a1, half),
      this.point(a2, half),
      this.point(a2, -half),
      this.point(a1, -half),
    ]);
  }
}

/** Solid pieces between openings; the outer ends reach half a thickness further, so that corners close. */
function solid(frame: Frame, { thickness, openings }: Wall): string {
  const half = thickness / 2;
  let path = '';
  let start = -half;
  for (const { at, width } of openings) {
    if (at - start > 0.01) path += frame.block(start, at, half);
    start = at + width;
  }
  if (frame.length + half - start > 0.01) path += frame.block(start, frame.length + half, half);
  return path;
}

function leaf(frame: Frame, hingeAt: number, otherAt: number, side: 'left' | 'right'): string {
  const width = Math.abs(otherAt - hingeAt);
  const open = side === 'left' ? width : -width;
  const sweep = otherAt > hingeAt === (side === 'left') ? 1 : 0;
  return `${frame.line(hingeAt, 0, hingeAt, open)}A${n(width)} ${n(width)} 0 0 ${sweep} ${frame.text(otherAt, 0)}`;
}

function doorSymbol(frame: Frame, opening: Opening): string {
  const { kind, at, width, side = 'left', hinge = 'start' } = opening;
  const end = at + width;
  switch (kind) {
    case 'door':
      return hinge === 'start' ? leaf(frame, at, end, side) : leaf(frame, end, at, side);
    case 'double':
      return leaf(frame, at, at + width / 2, side) + leaf(frame, end, at + width / 2, side);
    case 'sliding':
      return (
        frame.line(at, 0.06, at + width * 0.55, 0.06) +
        frame.line(at + width * 0.45, -0.06, end, -0.06)
      );
    case 'shutter': {
      const dashes = Math.max(1, Math.floor(width / 0.6));
      const step = width / dashes;
      return Array.from({ length: dashes }, (_, i) =>
        frame.line(at + i * step, 0, at + i * step + step * 0.6, 0),
      ).join('');
    }
    case 'gap':
    case 'window':
      return '';
  }
}

/** Both faces, the pane between them, and a mullion about every metre and a half. */
function windowSymbol(frame: Frame, { at, width }: Opening, half: number): string {
  const end = at + width;
  const panes = Math.max(1, Math.round(width / 1.6));
  const mullions = Array.from({ length: panes + 1 }, (_, i) => {
    const along = at + (width * i) / panes;
    return frame.line(along, half, along, -half);
  });
  return (
    frame.line(at, half, end, half) +
    frame.line(at, 0, end, 0) +
    frame.line(at, -half, end, -half) +
    mullions.join('')
  );
}

export function drawWalls(walls: readonly Wall[]): WallDrawing {
  let [solids, doors, windows] = ['', '', ''];
  for (const each of walls) {
    const frame = new Frame(each);
    solids += solid(frame, each);
    for (const opening of each.openings) {
      if (opening.kind === 'window') windows += windowSymbol(frame, opening, each.thickness / 2);
      else doors += doorSymbol(frame, opening);
    }
  }
  return { walls: solids, doors, windows };
}
