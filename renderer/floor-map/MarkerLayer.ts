/**
 * The markers alone, from sprites. Larger than the window by a margin, so that while the plan is dragged the finished
 * picture is moved instead of drawn: ten thousand copies a frame are more than a frame has room for.
 */
import { MARKER_PX } from './markers.ts';
import type { Scene } from './scene.ts';
import { type Palette, type Sprite, Sprites } from './sprites.ts';
import type { Size, Viewport } from './viewport.ts';

/** CSS pixels beyond each edge of the window. */
const MARGIN_PX = 240;
/** A crowd is drawn at most this often for changes alone: it costs a frame, and nobody sees the difference. */
const CROWD = 3_000;
const CROWD_EVERY_MS = 250;

/** Calm devices that stand closer than their own width would hide one another, and what is wrong between them. */
function crowdShrink({ floor, markers, view }: Scene): number {
  const apart = Math.sqrt((floor.width * floor.height) / Math.max(1, markers.length)) * view.scale;
  if (apart > 26) return 1;
  return apart > 16 ? 0.6 : 0.26;
}

export class MarkerLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #pen: CanvasRenderingContext2D | null;
  #sprites: Sprites;
  #ratio: number;
  #size: Size = { width: 0, height: 0 };
  /** What the picture shows: null when it has to be drawn afresh. */
  #drawn: {
    readonly markers: Scene['markers'];
    readonly view: Viewport;
    readonly at: number;
  } | null = null;

  constructor(canvas: HTMLCanvasElement, palette: Palette, ratio: number) {
    this.#canvas = canvas;
    this.#pen = canvas.getContext('2d');
    this.#ratio = ratio;
    this.#sprites = new Sprites(palette, ratio);
  }

  recolour(palette: Palette): void {
    this.#sprites = new Sprites(palette, this.#ratio);
    this.#drawn = null;
  }

  resize(size: Size, ratio: number, palette: Palette): void {
    this.#size = size;
    this.#ratio = ratio;
    const { style } = this.#canvas;
    const width = size.width + 2 * MARGIN_PX;
    const height = size.height + 2 * MARGIN_PX;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    style.left = style.top = `${-MARGIN_PX}px`;
    style.width = `${width}px`;
    style.height = `${height}px`;
    this.recolour(palette);
  }

  /**
   * @param now monotonic milliseconds
   * @returns after how many milliseconds to draw again, because changes were put off; null when all is drawn
   */
  draw(scene: Scene, now: number): number | null {
    const { markers, view } = scene;
    const drawn = this.#drawn;
    const rest = drawn === null ? 0 : drawn.at + CROWD_EVERY_MS - now;
    const changed = drawn?.markers !== markers;
    const later = changed && drawn !== null && markers.length > CROWD && rest > 0;
    const dx = drawn === null ? 0 : view.x - drawn.view.x;
    const dy = drawn === null ? 0 : view.y - drawn.view.y;
    const holds = (!changed || later) && drawn?.view.scale === view.scale;
    if (!holds || Math.abs(dx) > MARGIN_PX || Math.abs(dy) > MARGIN_PX) {
      this.#drawAll(scene);
      this.#drawn = { markers, view, at: now };
      this.#canvas.style.transform = '';
      return null;
    }
    // Whole device pixels, or the moved picture is blurred.
    const whole = (shift: number) => Math.round(shift * this.#ratio) / this.#ratio;
    this.#canvas.style.transform = `translate(${whole(dx)}px, ${whole(dy)}px)`;
    return later ? rest : null;
  }

  #drawAll(scene: Scene): void {
    const pen = this.#pen;
    if (pen === null) return;
    const { view } = scene;
    const ratio = this.#ratio;
    const crowd = crowdShrink(scene);
    const right = this.#size.width + 2 * MARGIN_PX;
    const bottom = this.#size.height + 2 * MARGIN_PX;
    pen.clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#drawHalos(pen, scene);
    for (const marker of scene.markers) {
      const x = marker.xM * view.scale + view.x + MARGIN_PX;
      const y = marker.yM * view.scale + view.y + MARGIN_PX;
      if (x < 0 || y < 0 || x > right || y > bottom) continue;
      const drawn = this.#sprites.marker(
        marker.level,
        marker.stale,
        marker.waiting,
        marker.level === 'NORMAL' && marker.waiting === null && marker.aside === null ? crowd : 1,
      );
      // Sprites are copied pixel for pixel, so they are placed on whole device pixels.
      const copy = (sprite: Sprite, away = 0) =>
        pen.drawImage(
          sprite.image,
          Math.round((x + away - sprite.size / 2) * ratio),
          Math.round((y + away - sprite.size / 2) * ratio),
        );
      copy(drawn);
      if (marker.underTest) copy(this.#sprites.testFrame(marker.level, marker.waiting));
      // At the lower right, where it leaves the shape of the level to be read.
      if (marker.aside !== null)
        copy(this.#sprites.asideBadge(marker.aside), MARKER_PX[marker.level] * 0.38);
    }
  }

  /** Under all markers, so that none of them hides another's level. */
  #drawHalos(pen: CanvasRenderingContext2D, { markers, view }: Scene): void {
    const ratio = this.#ratio;
    const right = this.#size.width + 2 * MARGIN_PX;
    const bottom = this.#size.height + 2 * MARGIN_PX;
    for (const { xM, yM, band } of markers) {
      if (band === undefined || band === null) continue;
      const x = xM * view.scale + view.x + MARGIN_PX;
      const y = yM * view.scale + view.y + MARGIN_PX;
      if (x < 0 || y < 0 || x > right || y > bottom) continue;
      const { image, size } = this.#sprites.halo(band);
      pen.drawImage(image, Math.round((x - size / 2) * ratio), Math.round((y - size / 2) * ratio));
    }
  }
}
