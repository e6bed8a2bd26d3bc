/**
 * The plan and its devices, drawn without React: the plan is an image that the browser moves and scales; the zones, the
 * markers and what is written over them are canvases above it. Drawn only when something changed or moved.
 */
import { MarkerLayer } from './MarkerLayer.ts';
import { NoteLayer } from './NoteLayer.ts';
import type { Scene } from './scene.ts';
import { type Palette, readPalette } from './sprites.ts';
import type { Size } from './viewport.ts';
import { ZoneLayer } from './ZoneLayer.ts';

export interface FloorElements {
  readonly image: HTMLImageElement;
  readonly zones: HTMLCanvasElement;
  readonly markers: HTMLCanvasElement;
  readonly notes: HTMLCanvasElement;
}

export class FloorCanvas {
  readonly #elements: FloorElements;
  readonly #zones: ZoneLayer;
  readonly #markers: MarkerLayer;
  readonly #notes: NoteLayer;
  #palette: Palette;
  #scene: Scene | null = null;
  #due = false;

  constructor(elements: FloorElements) {
    this.#elements = elements;
    this.#palette = readPalette(elements.markers);
    this.#zones = new ZoneLayer(elements.zones, this.#palette);
    this.#markers = new MarkerLayer(elements.markers, this.#palette, 1);
    this.#notes = new NoteLayer(elements.notes, this.#palette);
  }

  /** Call after a change of theme, and when the font has come. */
  recolour(): void {
    this.#palette = readPalette(this.#elements.markers);
    this.#zones.recolour(this.#palette);
    this.#markers.recolour(this.#palette);
    this.#notes.recolour(this.#palette);
    this.#ask();
  }

  resize(size: Size, ratio: number): void {
    this.#zones.resize(size, ratio);
    this.#markers.resize(size, ratio, this.#palette);
    this.#notes.resize(size, ratio);
    this.#ask();
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.#ask();
  }

  #ask(): void {
    if (this.#due) return;
    this.#due = true;
    requestAnimationFrame(() => {
      this.#due = false;
      if (this.#scene !== null) this.#draw(this.#scene);
    });
  }

  #draw(scene: Scene): void {
    const { view, floor } = scene;
    const { style } = this.#elements.image;
    style.width = `${floor.width * view.scale}px`;
    style.height = `${floor.height * view.scale}px`;
    style.transform = `translate(${view.x}px, ${view.y}px)`;
    this.#zones.draw(scene);
    const again = this.#markers.draw(scene, performance.now());
    if (again !== null) setTimeout(() => this.#ask(), again);
    this.#notes.draw(scene);
  }
}
