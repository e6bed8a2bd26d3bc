/** What is under the hand while a plan is edited: the chosen zone's corners, a zone or a length that is being drawn. */
import type { Corner, Polygon } from '#shared/plans/polygon.ts';
import type { Palette } from './sprites.ts';
import type { Size, Viewport } from './viewport.ts';
import { tracePolygon } from './ZoneLayer.ts';

export interface EditScene {
  readonly view: Viewport;
  readonly zone: Polygon | null;
  readonly corner: number | null;
  readonly points: readonly Corner[];
  readonly tool: 'select' | 'zone' | 'scale' | 'place';
  /** Where the pointer would put the next point; null when it is elsewhere. */
  readonly next: Corner | null;
  /** Written beside the last point. */
  readonly label: string | null;
}

export const HANDLE_PX = 7;
const MIDDLE_PX = 4;

export class EditLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D | null;
  #palette: Palette;
  #ratio = 1;

  constructor(canvas: HTMLCanvasElement, palette: Palette) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext('2d');
    this.#palette = palette;
  }

  recolour(palette: Palette): void {
    this.#palette = palette;
  }

  resize(size: Size, ratio: number): void {
    this.#ratio = ratio;
    this.#canvas.width = Math.round(size.width * ratio);
    this.#canvas.height = Math.round(size.height * ratio);
  }

  draw(scene: EditScene): void {
    const pen = this.#pen;
    if (pen === null) return;
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    pen.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    pen.lineJoin = 'round';
    pen.strokeStyle = this.#palette.focus;
    pen.fillStyle = this.#palette.background;
    pen.lineWidth = 2.5;
    if (scene.zone !== null) this.#drawZone(pen, scene.zone, scene);
    if (scene.tool === 'zone' || scene.tool === 'scale') this.#drawPoints(pen, scene);
  }

  #drawZone(pen: CanvasRenderingContext2D, zone: Polygon, { view, corner }: EditScene): void {
    pen.beginPath();
    tracePolygon(pen, zone, view);
    pen.stroke();
    zone.forEach((from, i) => {
      const to = zone[(i + 1) % zone.length] ?? from;
      this.#dot(pen, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], view, MIDDLE_PX, false);
    });
    zone.forEach((one, i) => {
      this.#dot(pen, one, view, HANDLE_PX, i === corner);
    });
  }

  #drawPoints(pen: CanvasRenderingContext2D, { view, points, next, tool, label }: EditScene): void {
    const open = next !== null && !(tool === 'scale' && points.length === 2);
    const line = open ? [...points, next] : points;
    pen.beginPath();
    tracePolygon(pen, line, view, false);
    pen.setLineDash(open ? [7, 5] : []);
    pen.stroke();
    pen.setLineDash([]);
    points.forEach((one, i) => {
      this.#dot(pen, one, view, HANDLE_PX, tool === 'zone' && i === 0);
    });
    const last = line.at(-1);
    if (label === null || last === undefined) return;
    pen.font = '600 15px "Pretendard Variable", sans-serif';
    pen.textBaseline = 'bottom';
    pen.lineWidth = 4;
    pen.strokeStyle = this.#palette.labelHalo;
    pen.fillStyle = this.#palette.label;
    const x = last[0] * view.scale + view.x + 12;
    const y = last[1] * view.scale + view.y - 8;
    pen.strokeText(label, x, y);
    pen.fillText(label, x, y);
  }

  #dot(
    pen: CanvasRenderingContext2D,
    [xM, yM]: Corner,
    view: Viewport,
    radius: number,
    full: boolean,
  ): void {
    pen.beginPath();
    pen.arc(xM * view.scale + view.x, yM * view.scale + view.y, radius, 0, 2 * Math.PI);
    pen.fillStyle = full ? this.#palette.focus : this.#palette.background;
    pen.fill();
    pen.stroke();
  }
}
