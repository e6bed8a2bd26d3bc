/** Zones under the markers: faint shapes with their names, where the drawing has none of its own. */
import { middleOf, type Polygon } from '#shared/plans/polygon.ts';
import type { Scene, SceneZone } from './scene.ts';
import type { Palette } from './sprites.ts';
import type { Size, Viewport } from './viewport.ts';

const NAME_PX = 13;

export class ZoneLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D | null;
  #palette: Palette;
  #ratio = 1;
  #drawn: { readonly zones: Scene['zones']; readonly view: Viewport } | null = null;

  constructor(canvas: HTMLCanvasElement, palette: Palette) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext('2d');
    this.#palette = palette;
  }

  recolour(palette: Palette): void {
    this.#palette = palette;
    this.#drawn = null;
  }

  resize(size: Size, ratio: number): void {
    this.#ratio = ratio;
    this.#canvas.width = Math.round(size.width * ratio);
    this.#canvas.height = Math.round(size.height * ratio);
    this.#drawn = null;
  }

  draw({ zones, view }: Pick<Scene, 'zones' | 'view'>): void {
    const pen = this.#pen;
    // Most frames change markers only.
    if (pen === null || (this.#drawn?.zones === zones && this.#drawn.view === view)) return;
    this.#drawn = { zones, view };
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    pen.setTransform(this.#ratio, 0, 0, this.#ratio, 0, 0);
    pen.font = `600 ${NAME_PX}px "Pretendard Variable", sans-serif`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.lineJoin = 'round';
    for (const zone of zones) this.#shape(pen, zone, view);
    for (const zone of zones) this.#name(pen, zone, view);
  }

  #shape(pen: CanvasRenderingContext2D, { polygon, electrical }: SceneZone, view: Viewport): void {
    pen.beginPath();
    tracePolygon(pen, polygon, view);
    pen.globalAlpha = electrical ? 0.16 : 0.07;
    pen.fillStyle = this.#palette.zone;
    pen.fill();
    pen.globalAlpha = 0.75;
    pen.lineWidth = 1.5;
    pen.strokeStyle = this.#palette.zone;
    pen.stroke();
    pen.globalAlpha = 1;
  }

  #name(pen: CanvasRenderingContext2D, { polygon, name }: SceneZone, view: Viewport): void {
    if (name === '') return;
    const xs = polygon.map(([x]) => x);
    const room = (Math.max(...xs) - Math.min(...xs)) * view.scale;
    if (pen.measureText(name).width + 8 > room) return;
    const [x, y] = middleOf(polygon);
    pen.lineWidth = 4;
    pen.strokeStyle = this.#palette.labelHalo;
    pen.fillStyle = this.#palette.zoneName;
    pen.strokeText(name, x * view.scale + view.x, y * view.scale + view.y);
    pen.fillText(name, x * view.scale + view.x, y * view.scale + view.y);
  }
}

/** The outline on the screen, ready to be filled or stroked. */
export function tracePolygon(
  pen: CanvasRenderingContext2D,
  polygon: Polygon,
  view: Viewport,
  closed = true,
): void {
  polygon.forEach(([xM, yM], i) => {
    const x = xM * view.scale + view.x;
    const y = yM * view.scale + view.y;
    if (i === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  });
  if (closed) pen.closePath();
}
