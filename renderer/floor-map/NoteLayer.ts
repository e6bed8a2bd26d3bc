/** What is written over the markers: the selection, arrows to what lies outside, names. Drawn anew at every change. */
import { severity } from '../state/levels.ts';
import { MARKER_PX, type Marker, nameOnPlan } from './markers.ts';
import type { Scene } from './scene.ts';
import type { Palette } from './sprites.ts';
import type { Size, Viewport } from './viewport.ts';

/** More names than this overlap into grey; then only abnormal devices are named. */
const NAME_ALL_BELOW = 60;
/** From this many pixels a metre there is room for names of calm devices. */
const NAME_ALL_SCALE = 40;
const MAX_NAMES = 90;
const EDGE_HINT_PX = 26;
const NAME_PX = 15.5;
const NAME_LINE_PX = 20;

/**
 * From this many troubles on one floor they are no news one by one: a network is down. Their names and arrows would
 * bury those of a fire; the list and the legend still count them.
 */
const TROUBLE_FLOOD = 12;

/** Whether a device's unacknowledged alarm is pointed out with a name and an arrow. */
function pointsOut(markers: readonly Marker[]): (marker: Marker) => boolean {
  const flood = markers.filter(({ waiting }) => waiting === 'trouble').length > TROUBLE_FLOOD;
  return ({ waiting }) => waiting !== null && !(flood && waiting === 'trouble');
}

export class NoteLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D | null;
  #palette: Palette;
  #ratio = 1;
  #size: Size = { width: 0, height: 0 };
  /** Rectangles of names already drawn in this frame: left, top, right, bottom. Reused, never reallocated. */
  readonly #named = new Float64Array(MAX_NAMES * 4);

  constructor(canvas: HTMLCanvasElement, palette: Palette) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext('2d');
    this.#palette = palette;
  }

  recolour(palette: Palette): void {
    this.#palette = palette;
  }

  resize(size: Size, ratio: number): void {
    this.#size = size;
    this.#ratio = ratio;
    this.#canvas.width = Math.round(size.width * ratio);
    this.#canvas.height = Math.round(size.height * ratio);
  }

  draw(scene: Scene): void {
    const pen = this.#pen;
    if (pen === null) return;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    pen.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    this.#drawRings(pen, scene);
    this.#drawEdgeHints(pen, scene);
    this.#drawNames(pen, scene, scene.view.scale >= NAME_ALL_SCALE && this.#fewInSight(scene));
  }

  #inSight(x: number, y: number): boolean {
    return x > -40 && y > -40 && x < this.#size.width + 40 && y < this.#size.height + 40;
  }

  #fewInSight({ markers, view }: Scene): boolean {
    let count = 0;
    for (const marker of markers) {
      const x = marker.xM * view.scale + view.x;
      const y = marker.yM * view.scale + view.y;
      if (this.#inSight(x, y) && ++count >= NAME_ALL_BELOW) return false;
    }
    return true;
  }

  #drawRings(pen: CanvasRenderingContext2D, scene: Scene): void {
    const { view, selected, hovered, ghost, beat } = scene;
    for (const marker of scene.markers) {
      if (beat && marker.waiting === 'fire') this.#drawBeat(pen, marker, view);
      const chosen = marker.deviceId === selected;
      if (!chosen && marker.deviceId !== hovered) continue;
      const x = marker.xM * view.scale + view.x;
      const y = marker.yM * view.scale + view.y;
      pen.beginPath();
      pen.arc(x, y, MARKER_PX[marker.level] / 2 + 10, 0, 2 * Math.PI);
      pen.lineWidth = chosen ? 3 : 2;
      pen.strokeStyle = this.#palette.focus;
      pen.setLineDash(chosen ? [] : [4, 4]);
      pen.stroke();
      pen.setLineDash([]);
    }
    if (ghost === null) return;
    const x = ghost.xM * view.scale + view.x;
    const y = ghost.yM * view.scale + view.y;
    pen.strokeStyle = this.#palette.focus;
    pen.lineWidth = 2.5;
    pen.beginPath();
    pen.arc(x, y, 11, 0, 2 * Math.PI);
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      pen.moveTo(x + dx * 6, y + dy * 6);
      pen.lineTo(x + dx * 18, y + dy * 18);
    }
    pen.stroke();
  }

  #drawBeat(pen: CanvasRenderingContext2D, marker: Marker, view: Viewport): void {
    pen.beginPath();
    pen.arc(
      marker.xM * view.scale + view.x,
      marker.yM * view.scale + view.y,
      MARKER_PX[marker.level] / 2 + 15,
      0,
      2 * Math.PI,
    );
    pen.lineWidth = 5;
    pen.strokeStyle = this.#palette.waiting.fire;
    pen.globalAlpha = 0.55;
    pen.stroke();
    pen.globalAlpha = 1;
  }

  /** An arrow at the rim towards unacknowledged alarms that lie outside of it: zooming in must hide no fire. */
  #drawEdgeHints(pen: CanvasRenderingContext2D, { markers, view, insets }: Scene): void {
    const told = pointsOut(markers);
    const left = insets.left + EDGE_HINT_PX;
    // Inside of the title above and the tools at the right, which would cover the arrows.
    const top = 3 * EDGE_HINT_PX;
    const right = this.#size.width - insets.right - 3 * EDGE_HINT_PX;
    const bottom = this.#size.height - EDGE_HINT_PX;
    for (const marker of markers) {
      if (marker.waiting === null || !told(marker)) continue;
      const x = marker.xM * view.scale + view.x;
      const y = marker.yM * view.scale + view.y;
      const inside = x >= insets.left && x <= this.#size.width - insets.right;
      if (inside && y >= 0 && y <= this.#size.height) continue;
      const atX = Math.min(right, Math.max(left, x));
      const atY = Math.min(bottom, Math.max(top, y));
      pen.save();
      pen.translate(atX, atY);
      pen.rotate(Math.atan2(y - atY, x - atX));
      pen.beginPath();
      pen.moveTo(16, 0);
      pen.lineTo(-8, 11);
      pen.lineTo(-3, 0);
      pen.lineTo(-8, -11);
      pen.closePath();
      pen.lineWidth = 3;
      pen.strokeStyle = this.#palette.edge;
      pen.stroke();
      pen.fillStyle = this.#palette.waiting[marker.waiting];
      pen.fill();
      pen.restore();
    }
  }

  /** Names of what is wrong first (the last markers are the most severe), then of the rest while there is room. */
  #drawNames(pen: CanvasRenderingContext2D, scene: Scene, everyone: boolean): void {
    const { view, markers, selected, hovered } = scene;
    const told = pointsOut(markers);
    pen.font = `600 ${NAME_PX}px "Pretendard Variable", sans-serif`;
    pen.textBaseline = 'middle';
    pen.lineJoin = 'round';
    pen.lineWidth = 4;
    pen.strokeStyle = this.#palette.labelHalo;
    pen.fillStyle = this.#palette.label;
    let count = 0;
    for (let index = markers.length - 1; index >= 0 && count < MAX_NAMES; index--) {
      const marker = markers[index];
      if (marker === undefined) continue;
      const chosen = marker.deviceId === selected || marker.deviceId === hovered;
      const notable =
        told(marker) || (!marker.stale && severity(marker.level) >= severity('MEDIUM'));
      if (!chosen && !notable && !everyone) continue;
      const x = marker.xM * view.scale + view.x;
      const y = marker.yM * view.scale + view.y;
      if (!this.#inSight(x, y)) continue;
      const name = nameOnPlan(marker.name);
      const width = pen.measureText(name).width;
      const top = y + MARKER_PX[marker.level] / 2 + (marker.waiting === null ? 4 : 9);
      const left = x - width / 2 - 3;
      const right = x + width / 2 + 3;
      if (!chosen && !this.#isFree(count, left, top, right, top + NAME_LINE_PX)) continue;
      this.#named.set([left, top, right, top + NAME_LINE_PX], count * 4);
      count++;
      pen.strokeText(name, x - width / 2, top + NAME_LINE_PX / 2);
      pen.fillText(name, x - width / 2, top + NAME_LINE_PX / 2);
    }
  }

  /** Whether a name's rectangle lies over none of the `count` that were drawn before it. */
  #isFree(count: number, left: number, top: number, right: number, bottom: number): boolean {
    const taken = this.#named;
    for (let at = 0; at < count * 4; at += 4) {
      const apart =
        right < (taken[at] ?? 0) ||
        left > (taken[at + 2] ?? 0) ||
        bottom < (taken[at + 1] ?? 0) ||
        top > (taken[at + 3] ?? 0);
      if (!apart) return false;
    }
    return true;
  }
}
