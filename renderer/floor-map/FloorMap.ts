/** One floor on the screen: owns the camera and answers gestures. React tells it what to show, it tells what was meant. */
import type { FloorView } from '#shared/contract/views.ts';
import { FloorCanvas, type FloorElements } from './FloorCanvas.ts';
import { listenToGestures, type Point } from './gestures.ts';
import { MiniMap } from './MiniMap.ts';
import { hit, type Marker, neighbour } from './markers.ts';
import { type PlanLook, sceneZones, showPlan } from './planImage.ts';
import type { SceneZone } from './scene.ts';
import { readPalette } from './sprites.ts';
import {
  centreOn,
  type Insets,
  keepInSight,
  type Size,
  toMetres,
  type Viewport,
  wholeFloor,
  zoomAt,
} from './viewport.ts';

export interface Hover {
  readonly marker: Marker;
  /** CSS pixels from the map's top left. */
  readonly x: number;
  readonly y: number;
}

export interface MapElements extends FloorElements {
  readonly mini: HTMLCanvasElement;
}

export interface FloorMapEvents {
  /** A marker was clicked; null for the bare floor. */
  select(deviceId: string | null): void;
  hover(hover: Hover | null): void;
  /** A place on the floor was clicked while placing a device. */
  pick(place: { readonly xM: number; readonly yM: number }): void;
}

export interface FloorMapState {
  readonly markers: readonly Marker[];
  readonly selected: string | null;
  readonly ghost: { readonly xM: number; readonly yM: number } | null;
  /** Clicks choose a place instead of a device. */
  readonly placing: boolean;
}

const KEY_PAN_PX = 80;
export const KEY_ZOOM = 1.3;
/** A device that is brought up is shown at least this near, so that its room can be recognised. */
const CENTRE_ZOOM = 1.7;
const BEAT_MS = 600;

export class FloorMap {
  readonly #host: HTMLElement;
  readonly #image: HTMLImageElement;
  readonly #canvas: FloorCanvas;
  readonly #mini: MiniMap;
  readonly #events: FloorMapEvents;
  readonly #stop: (() => void)[] = [];
  #floor: FloorView | null = null;
  #zones: readonly SceneZone[] = [];
  #view: Viewport = { scale: 1, x: 0, y: 0 };
  #size: Size = { width: 0, height: 0 };
  #insets: Insets = { left: 0, right: 0 };
  /** Until the operator moves the plan, it is fitted to whatever room it gets. */
  #untouched = true;
  #wished: string | null = null;
  #hovered: string | null = null;
  #beat = false;
  #state: FloorMapState = { markers: [], selected: null, ghost: null, placing: false };

  constructor(host: HTMLElement, elements: MapElements, events: FloorMapEvents) {
    this.#host = host;
    this.#image = elements.image;
    this.#canvas = new FloorCanvas(elements);
    this.#events = events;
    this.#mini = new MiniMap(elements.mini, elements.image, readPalette(elements.mini));
    const pressed = (event: PointerEvent) => {
      if (event.buttons === 0) return;
      const place = this.#mini.placeOf(event.offsetX, event.offsetY);
      this.#move(centreOn(this.#view, place, this.#floorSize(), this.#size, this.#insets));
    };
    elements.mini.addEventListener('pointerdown', pressed);
    elements.mini.addEventListener('pointermove', pressed);
    const redraw = () => this.#show();
    elements.image.addEventListener('load', redraw);
    this.#stop.push(() => {
      elements.mini.removeEventListener('pointerdown', pressed);
      elements.mini.removeEventListener('pointermove', pressed);
      elements.image.removeEventListener('load', redraw);
    });
    this.#stop.push(
      listenToGestures(host, {
        pan: (dx, dy) => this.pan(dx, dy),
        zoom: (factor, at) => this.zoom(factor, at),
        hover: (at) => this.#hover(at),
        click: (at) => this.#click(at),
      }),
    );
    const watch = new ResizeObserver(() => this.#resize());
    watch.observe(host);
    this.#stop.push(() => watch.disconnect());
    const still = matchMedia('(prefers-reduced-motion: reduce)');
    const beat = setInterval(() => {
      const rings = !still.matches && this.#state.markers.some((one) => one.waiting === 'fire');
      if (!rings && !this.#beat) return;
      this.#beat = rings && !this.#beat;
      this.#show();
    }, BEAT_MS);
    this.#stop.push(() => clearInterval(beat));
  }

  dispose(): void {
    for (const stop of this.#stop) stop();
  }

  /** @param drawing address of the floor's own drawing; null while it has none, or none yet */
  setFloor(floor: FloorView, look: PlanLook, drawing: string | null): void {
    const before = this.#floor;
    this.#floor = floor;
    this.#zones = sceneZones(floor, look.language);
    showPlan(this.#image, floor, look, drawing);
    const { widthM, heightM } = floor;
    // A plan that was published anew may have another size.
    const other = floor.id !== before?.id || widthM !== before.widthM || heightM !== before.heightM;
    if (other) this.fit();
    else this.#show();
  }

  recolour(): void {
    this.#canvas.recolour();
    this.#mini.recolour(readPalette(this.#host));
    this.#show();
  }

  setState(state: FloorMapState): void {
    this.#state = state;
    this.#host.style.cursor = state.placing ? 'crosshair' : '';
    if (this.#wished !== null) this.centre(this.#wished);
    this.#show();
  }

  setInsets(insets: Insets): void {
    if (insets.left === this.#insets.left && insets.right === this.#insets.right) return;
    this.#insets = insets;
    if (this.#untouched) this.fit();
    else this.#uncover();
  }

  fit(): void {
    if (this.#floor === null || this.#size.width === 0) return;
    this.#untouched = true;
    this.#view = wholeFloor(this.#floorSize(), this.#size, this.#insets);
    this.#show();
  }

  pan(dx: number, dy: number): void {
    this.#move({ ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy });
  }

  zoom(factor: number, at?: Point): void {
    const { left, right } = this.#insets;
    const middle = {
      x: left + (this.#size.width - left - right) / 2,
      y: this.#size.height / 2,
    };
    const least = wholeFloor(this.#floorSize(), this.#size).scale * 0.6;
    this.#move(zoomAt(this.#view, factor, at ?? middle, least));
  }

  /** Puts a device in the middle, near enough to recognise its room. */
  centre(deviceId: string): void {
    const marker = this.#state.markers.find((one) => one.deviceId === deviceId);
    // Before the map has its room or its markers there is no middle: remembered until there is one.
    this.#wished = marker === undefined || this.#size.width === 0 ? deviceId : null;
    if (marker === undefined || this.#wished !== null) return;
    const near = wholeFloor(this.#floorSize(), this.#size).scale * CENTRE_ZOOM;
    const view = { ...this.#view, scale: Math.max(this.#view.scale, near) };
    this.#move(centreOn(view, marker, this.#floorSize(), this.#size, this.#insets));
  }

  /** @returns true when the key meant something here */
  key(code: string): boolean {
    switch (code) {
      case 'ArrowLeft':
        this.pan(KEY_PAN_PX, 0);
        return true;
      case 'ArrowRight':
        this.pan(-KEY_PAN_PX, 0);
        return true;
      case 'ArrowUp':
        this.pan(0, KEY_PAN_PX);
        return true;
      case 'ArrowDown':
        this.pan(0, -KEY_PAN_PX);
        return true;
      case 'Equal':
      case 'NumpadAdd':
        this.zoom(KEY_ZOOM);
        return true;
      case 'Minus':
      case 'NumpadSubtract':
        this.zoom(1 / KEY_ZOOM);
        return true;
      case 'Digit0':
      case 'Numpad0':
        this.fit();
        return true;
      case 'PageDown':
      case 'PageUp': {
        const { markers, selected } = this.#state;
        const next = neighbour(markers, selected, code === 'PageDown' ? 1 : -1);
        if (next !== null) this.#events.select(next.deviceId);
        return true;
      }
      default:
        return false;
    }
  }

  /** A drawer that opens over the selected device moves the plan, so that the device stays in sight beside it. */
  #uncover(): void {
    const { markers, selected } = this.#state;
    const marker = markers.find((one) => one.deviceId === selected);
    if (marker === undefined) return;
    const x = marker.xM * this.#view.scale + this.#view.x;
    const { left, right } = this.#insets;
    if (x > left + 40 && x < this.#size.width - right - 40) return;
    this.#move(centreOn(this.#view, marker, this.#floorSize(), this.#size, this.#insets));
  }

  #floorSize(): Size {
    return { width: this.#floor?.widthM ?? 1, height: this.#floor?.heightM ?? 1 };
  }

  #move(view: Viewport): void {
    this.#untouched = false;
    this.#view = keepInSight(view, this.#floorSize(), this.#size);
    this.#show();
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.#host;
    const before = this.#size;
    this.#size = { width: clientWidth, height: clientHeight };
    this.#canvas.resize(this.#size, window.devicePixelRatio);
    this.#mini.resize(window.devicePixelRatio);
    if (this.#untouched || before.width === 0) this.fit();
    else this.#show();
    if (this.#wished !== null) this.centre(this.#wished);
  }

  #hover(at: Point | null): void {
    const marker =
      at === null || this.#state.placing ? null : hit(this.#state.markers, this.#view, at);
    this.#host.style.cursor = this.#state.placing ? 'crosshair' : marker === null ? '' : 'pointer';
    if ((marker?.deviceId ?? null) === this.#hovered) return;
    this.#hovered = marker?.deviceId ?? null;
    this.#events.hover(
      marker === null
        ? null
        : {
            marker,
            x: marker.xM * this.#view.scale + this.#view.x,
            y: marker.yM * this.#view.scale + this.#view.y,
          },
    );
    this.#show();
  }

  #click(at: Point): void {
    if (!this.#state.placing) {
      this.#events.select(hit(this.#state.markers, this.#view, at)?.deviceId ?? null);
      return;
    }
    const { xM, yM } = toMetres(this.#view, at);
    const { width, height } = this.#floorSize();
    if (xM >= 0 && yM >= 0 && xM <= width && yM <= height) this.#events.pick({ xM, yM });
  }

  #show(): void {
    if (this.#floor === null) return;
    const { markers, selected, ghost } = this.#state;
    const scene = {
      floor: this.#floorSize(),
      view: this.#view,
      zones: this.#zones,
      markers,
      selected,
      hovered: this.#hovered,
      ghost,
      insets: this.#insets,
      beat: this.#beat,
    };
    this.#canvas.show(scene);
    this.#mini.draw(scene, this.#size);
  }
}
