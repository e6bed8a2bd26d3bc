/** The whole floor in a corner, while the map shows a part of it: where the window is, and where something is wrong. */
import { severity } from '../state/levels.ts';
import type { Scene } from './scene.ts';
import type { Palette } from './sprites.ts';
import type { Size } from './viewport.ts';

/** CSS pixels that it may take. */
const ROOM: Size = { width: 190, height: 120 };
/** When this share of the floor is in sight, a second picture of it says nothing. */
const ENOUGH = 0.75;
const DOT_PX = 3.5;

export class MiniMap {
  readonly #canvas: HTMLCanvasElement;
  readonly #image: HTMLImageElement;
  readonly #pen: CanvasRenderingContext2D | null;
  #palette: Palette;
  #ratio = 1;
  #scale = 1;
  /** The plan, made small once: the large one is too much for every frame. */
  #small: { readonly src: string; readonly picture: HTMLCanvasElement } | null = null;

  constructor(canvas: HTMLCanvasElement, image: HTMLImageElement, palette: Palette) {
    this.#canvas = canvas;
    this.#image = image;
    this.#pen = canvas.getContext('2d');
    this.#palette = palette;
  }

  recolour(palette: Palette): void {
    this.#palette = palette;
    this.#small = null;
  }

  resize(ratio: number): void {
    this.#ratio = ratio;
    this.#small = null;
  }

  /** The place of the floor that a press means, in metres. */
  placeOf(x: number, y: number): { readonly xM: number; readonly yM: number } {
    return { xM: x / this.#scale, yM: y / this.#scale };
  }

  draw({ floor, view, markers }: Scene, window: Size): void {
    const pen = this.#pen;
    const seen = (from: number, length: number, room: number) =>
      Math.max(0, Math.min(room, from + length) - Math.max(0, from)) / length;
    const part =
      seen(view.x, floor.width * view.scale, window.width) *
      seen(view.y, floor.height * view.scale, window.height);
    const hidden = pen === null || part >= ENOUGH || window.width < 4 * ROOM.width;
    this.#canvas.hidden = hidden;
    if (hidden) return;
    this.#scale = Math.min(ROOM.width / floor.width, ROOM.height / floor.height);
    const width = floor.width * this.#scale;
    const height = floor.height * this.#scale;
    this.#canvas.width = Math.round(width * this.#ratio);
    this.#canvas.height = Math.round(height * this.#ratio);
    this.#canvas.style.width = `${width}px`;
    this.#canvas.style.height = `${height}px`;
    const plan = this.#plan(this.#canvas.width, this.#canvas.height);
    if (plan !== null) pen.drawImage(plan, 0, 0);
    pen.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    for (const { xM, yM, level, stale, waiting } of markers) {
      if (waiting === null && (stale || severity(level) < severity('HIGH'))) continue;
      pen.beginPath();
      pen.arc(xM * this.#scale, yM * this.#scale, DOT_PX, 0, 2 * Math.PI);
      pen.fillStyle =
        waiting === null ? this.#palette.level[level] : this.#palette.waiting[waiting];
      pen.fill();
    }
    const times = this.#scale / view.scale;
    pen.lineWidth = 2;
    pen.strokeStyle = this.#palette.focus;
    pen.strokeRect(-view.x * times, -view.y * times, window.width * times, window.height * times);
  }

  #plan(width: number, height: number): HTMLCanvasElement | null {
    const { src, complete, naturalWidth } = this.#image;
    if (!complete || naturalWidth === 0) return null;
    if (this.#small?.src === src) return this.#small.picture;
    const picture = document.createElement('canvas');
    picture.width = width;
    picture.height = height;
    const pen = picture.getContext('2d');
    if (pen === null) return null;
    if (this.#image.classList.contains('plan-image-turned'))
      pen.filter = getComputedStyle(this.#image).filter;
    pen.globalAlpha = 0.7;
    pen.drawImage(this.#image, 0, 0, width, height);
    this.#small = { src, picture };
    return picture;
  }
}
