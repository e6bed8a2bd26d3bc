/** Markers drawn once and copied ever after: drawing paths for ten thousand devices costs fifty times as much. */
import type { AlarmClass } from '#shared/alarms/alarm.ts';
import type { SetAsideType } from '#shared/alarms/setAside.ts';
import {
  ASIDE_GLYPHS,
  ASIDE_SHAPES,
  LEVEL_GLYPHS,
  LEVEL_SHAPES,
  LEVEL_VARIABLES,
} from '../components/shapes.ts';
import type { Level } from '../state/levels.ts';
import { type Band, MARKER_PX } from './markers.ts';

export interface Palette {
  readonly level: Readonly<Record<Level, string>>;
  readonly waiting: Readonly<Record<AlarmClass, string>>;
  readonly edge: string;
  readonly background: string;
  readonly label: string;
  readonly labelHalo: string;
  readonly focus: string;
  readonly test: string;
  readonly aside: string;
  readonly zone: string;
  readonly zoneName: string;
}

/** The colours of the moment, from the theme's custom properties. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const level = (one: Level) => colour(LEVEL_VARIABLES[one]);
  return {
    level: {
      NORMAL: level('NORMAL'),
      UNKNOWN: level('UNKNOWN'),
      LOW: level('LOW'),
      MEDIUM: level('MEDIUM'),
      HIGH: level('HIGH'),
      CRITICAL: level('CRITICAL'),
    },
    waiting: {
      fire: colour('--class-fire'),
      supervisory: colour('--class-supervisory'),
      trouble: colour('--class-trouble'),
    },
    edge: colour('--map-marker-edge'),
    background: colour('--surface'),
    label: colour('--map-label'),
    labelHalo: colour('--map-label-halo'),
    focus: colour('--focus'),
    test: colour('--level-medium'),
    aside: colour('--map-label'),
    zone: colour('--map-zone'),
    zoneName: colour('--text-2'),
  };
}

export interface Sprite {
  /** A bitmap and not a canvas: copying from a canvas snapshots it each time. */
  readonly image: ImageBitmap;
  /** CSS pixels. */
  readonly size: number;
}

const EDGE_PX = 2;
const RING_GAP_PX = 4;
const RING_PX = 2.5;
/** How much wider than its marker the frame of a device under test is. */
const TEST_GAP_PX = 11;
/** Across the box of a badge, which is read from as far as the marker is. */
const ASIDE_PX = 17;

/** CSS pixels across the disc of each step, and the level whose colour it has. */
const HALO_PX: Readonly<Record<Band, number>> = { 0: 22, 1: 30, 2: 38, 3: 46, 4: 56 };
export const BAND_LEVELS: Readonly<Record<Band, Level>> = {
  0: 'NORMAL',
  1: 'LOW',
  2: 'MEDIUM',
  3: 'HIGH',
  4: 'CRITICAL',
};

export class Sprites {
  readonly #cache = new Map<string, Sprite>();
  readonly #palette: Palette;
  readonly #ratio: number;

  /** @param ratio device pixels per CSS pixel */
  constructor(palette: Palette, ratio: number) {
    this.#palette = palette;
    this.#ratio = ratio;
  }

  /** @param shrink 0 … 1, of a crowd's calm devices; 1 is the full size */
  marker(level: Level, stale: boolean, waiting: AlarmClass | null, shrink: number): Sprite {
    const key = `${level}${stale}${waiting}${shrink}`;
    let sprite = this.#cache.get(key);
    if (sprite === undefined) {
      sprite = this.#draw(level, stale, waiting, shrink);
      this.#cache.set(key, sprite);
    }
    return sprite;
  }

  /** A dashed square around the marker: nothing that comes of it is an alarm now. */
  testFrame(level: Level, waiting: AlarmClass | null): Sprite {
    const key = `test${level}${waiting !== null}`;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const side =
      MARKER_PX[level] + TEST_GAP_PX + (waiting === null ? 0 : 2 * (RING_GAP_PX + RING_PX));
    const size = side + 4;
    const pixels = Math.ceil(size * this.#ratio);
    const canvas = new OffscreenCanvas(pixels, pixels);
    const pen = canvas.getContext('2d');
    if (pen !== null) {
      pen.scale(this.#ratio, this.#ratio);
      pen.strokeStyle = this.#palette.test;
      pen.lineWidth = 2;
      pen.setLineDash([5, 3]);
      pen.strokeRect(2, 2, side, side);
    }
    const sprite = { image: canvas.transferToImageBitmap(), size };
    this.#cache.set(key, sprite);
    return sprite;
  }

  /** The disc behind a marker whose value is in a step: larger and warmer with each. */
  halo(band: Band): Sprite {
    const key = `halo${band}`;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const size = HALO_PX[band];
    const pixels = Math.ceil(size * this.#ratio);
    const canvas = new OffscreenCanvas(pixels, pixels);
    const pen = canvas.getContext('2d');
    if (pen !== null) {
      pen.scale(this.#ratio, this.#ratio);
      const colour = this.#palette.level[BAND_LEVELS[band]];
      pen.beginPath();
      pen.arc(size / 2, size / 2, size / 2 - 1, 0, 2 * Math.PI);
      pen.globalAlpha = 0.4;
      pen.fillStyle = colour;
      pen.fill();
      pen.globalAlpha = 1;
      pen.lineWidth = 1.5;
      pen.strokeStyle = colour;
      pen.stroke();
    }
    const sprite = { image: canvas.transferToImageBitmap(), size };
    this.#cache.set(key, sprite);
    return sprite;
  }

  /** The badge at a marker's corner whose point, or a part of it, is set aside. */
  asideBadge(type: SetAsideType): Sprite {
    const key = `aside${type}`;
    const known = this.#cache.get(key);
    if (known !== undefined) return known;
    const size = ASIDE_PX + 2;
    const pixels = Math.ceil(size * this.#ratio);
    const canvas = new OffscreenCanvas(pixels, pixels);
    const pen = canvas.getContext('2d');
    if (pen !== null) {
      pen.scale(this.#ratio, this.#ratio);
      pen.translate(1, 1);
      pen.scale(ASIDE_PX / 24, ASIDE_PX / 24);
      pen.lineJoin = 'round';
      pen.lineCap = 'round';
      pen.strokeStyle = this.#palette.aside;
      pen.fillStyle = this.#palette.background;
      const shape = new Path2D(ASIDE_SHAPES[type]);
      pen.fill(shape);
      pen.lineWidth = 2.4;
      pen.stroke(shape);
      pen.lineWidth = 3;
      pen.stroke(new Path2D(ASIDE_GLYPHS[type]));
    }
    const sprite = { image: canvas.transferToImageBitmap(), size };
    this.#cache.set(key, sprite);
    return sprite;
  }

  #draw(level: Level, stale: boolean, waiting: AlarmClass | null, shrink: number): Sprite {
    const body = MARKER_PX[level] * shrink;
    const size = Math.ceil(body + 2 * (EDGE_PX + (waiting === null ? 0 : RING_GAP_PX + RING_PX)));
    const pixels = Math.ceil(size * this.#ratio);
    const canvas = new OffscreenCanvas(pixels, pixels);
    const pen = canvas.getContext('2d');
    if (pen === null) return { image: canvas.transferToImageBitmap(), size };
    pen.scale(this.#ratio, this.#ratio);
    pen.translate(size / 2, size / 2);
    if (waiting !== null) {
      pen.strokeStyle = this.#palette.waiting[waiting];
      pen.lineWidth = RING_PX;
      pen.beginPath();
      pen.arc(0, 0, size / 2 - RING_PX / 2, 0, 2 * Math.PI);
      pen.stroke();
    }
    pen.scale(body / 24, body / 24);
    pen.translate(-12, -12);
    const shape = new Path2D(LEVEL_SHAPES[level]);
    const colour = stale ? this.#palette.level.UNKNOWN : this.#palette.level[level];
    pen.lineJoin = 'round';
    pen.lineWidth = (2 * EDGE_PX * 24) / body;
    pen.strokeStyle = this.#palette.edge;
    pen.stroke(shape);
    if (stale) this.#hatch(pen, shape, colour, body);
    else {
      pen.fillStyle = colour;
      pen.fill(shape, 'evenodd');
    }
    const glyph = LEVEL_GLYPHS[level];
    if (glyph !== undefined && !stale) {
      pen.lineCap = 'round';
      pen.lineWidth = 2.8;
      pen.strokeStyle = this.#palette.edge;
      pen.stroke(new Path2D(glyph));
    }
    return { image: canvas.transferToImageBitmap(), size };
  }

  /** Hollow with diagonal stripes: not a colour that could be mistaken for a level. */
  #hatch(
    pen: OffscreenCanvasRenderingContext2D,
    shape: Path2D,
    colour: string,
    body: number,
  ): void {
    const unit = 24 / body;
    pen.save();
    pen.fillStyle = this.#palette.background;
    pen.fill(shape, 'evenodd');
    pen.clip(shape, 'evenodd');
    pen.strokeStyle = colour;
    pen.lineWidth = 1.3 * unit;
    pen.beginPath();
    for (let offset = -24; offset < 24; offset += 4.2 * unit) {
      pen.moveTo(offset, 24);
      pen.lineTo(offset + 24, 0);
    }
    pen.stroke();
    pen.restore();
    pen.strokeStyle = colour;
    pen.lineWidth = 1.6 * unit;
    pen.stroke(shape);
  }
}
