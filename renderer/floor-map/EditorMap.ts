/** One floor while it is edited: like the desk's map, but a drag may move a device or a zone's corner. */
import type { PlannedFloor } from '#shared/plans/plan.ts';
import type { Corner } from '#shared/plans/polygon.ts';
import { zoneAt } from '#shared/plans/zoneAt.ts';
import type { PlanEditorState } from '../state/PlanEditor.ts';
import { EditLayer, HANDLE_PX } from './EditLayer.ts';
import { FloorCanvas, type FloorElements } from './FloorCanvas.ts';
import { listenToGestures, type Point } from './gestures.ts';
import { hit, type Marker } from './markers.ts';
import { drawsRooms, type PlanLook, sceneZones, showPlan } from './planImage.ts';
import type { SceneZone } from './scene.ts';
import { clampTo, snapPoint } from './snap.ts';
import { readPalette } from './sprites.ts';
import { keepInSight, type Size, toMetres, type Viewport, wholeFloor, zoomAt } from './viewport.ts';

export interface EditorElements extends FloorElements {
  readonly edit: HTMLCanvasElement;
}

export interface EditorEvents {
  chooseDevice(deviceId: string): void;
  chooseZone(zoneId: string | null, corner: number | null): void;
  moveDevice(deviceId: string, at: Corner): void;
  moveCorner(zoneId: string, index: number, at: Corner): void;
  insertCorner(zoneId: string, after: number, at: Corner): void;
  /** A place was pressed with a drawing tool in hand. */
  point(at: Corner): void;
  /** The zone that is being drawn is whole. */
  close(): void;
}

export interface EditedFloor extends Pick<PlannedFloor, 'id' | 'widthM' | 'heightM' | 'drawing'> {
  readonly planSvg: string;
  readonly zones: PlannedFloor['zones'];
}

type Chosen = Pick<PlanEditorState, 'tool' | 'zoneId' | 'corner' | 'deviceId' | 'points' | 'snap'>;

type Grip =
  | { readonly of: 'device'; readonly deviceId: string }
  | { readonly of: 'corner'; readonly index: number };

const REACH_PX = HANDLE_PX + 5;

export class EditorMap {
  readonly #host: HTMLElement;
  readonly #image: HTMLImageElement;
  readonly #canvas: FloorCanvas;
  readonly #edit: EditLayer;
  readonly #elements: EditorElements;
  readonly #events: EditorEvents;
  readonly #stop: (() => void)[] = [];
  #floor: EditedFloor | null = null;
  #zones: readonly SceneZone[] = [];
  #markers: readonly Marker[] = [];
  #chosen: Chosen = {
    tool: 'select',
    zoneId: null,
    corner: null,
    deviceId: null,
    points: [],
    snap: true,
  };
  #view: Viewport = { scale: 1, x: 0, y: 0 };
  #size: Size = { width: 0, height: 0 };
  #untouched = true;
  #grip: Grip | null = null;
  /** Where what is held would be put. */
  #held: Corner | null = null;
  #next: Corner | null = null;

  constructor(host: HTMLElement, elements: EditorElements, events: EditorEvents) {
    this.#host = host;
    this.#image = elements.image;
    this.#elements = elements;
    this.#events = events;
    this.#canvas = new FloorCanvas(elements);
    this.#edit = new EditLayer(elements.edit, readPalette(elements.edit));
    this.#stop.push(
      listenToGestures(host, {
        pan: (dx, dy) => this.#move({ ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy }),
        zoom: (factor, at) => this.zoom(factor, at),
        hover: (at) => this.#hover(at),
        click: (at) => this.#click(at),
        doubleClick: (at) => this.#doubleClick(at),
        grab: (at) => this.#grab(at),
        drag: (at) => this.#drag(at),
        drop: (at) => this.#drop(at),
      }),
    );
    const watch = new ResizeObserver(() => this.#resize());
    watch.observe(host);
    this.#stop.push(() => watch.disconnect());
  }

  dispose(): void {
    for (const stop of this.#stop) stop();
  }

  setFloor(floor: EditedFloor, look: PlanLook, drawing: string | null): void {
    const before = this.#floor;
    this.#floor = floor;
    const zones = sceneZones({ ...floor, planSvg: '' }, look.language);
    // A drawing that writes its rooms' names itself needs no second ones.
    this.#zones = drawsRooms(floor) ? zones.map((zone) => ({ ...zone, name: '' })) : zones;
    showPlan(this.#image, floor, look, drawing);
    const other =
      floor.id !== before?.id || floor.widthM !== before.widthM || floor.heightM !== before.heightM;
    if (other) this.fit();
    else this.#show();
  }

  setState(markers: readonly Marker[], chosen: Chosen): void {
    this.#markers = markers;
    this.#chosen = chosen;
    if (chosen.tool === 'select') this.#next = null;
    this.#host.style.cursor = chosen.tool === 'select' ? '' : 'crosshair';
    this.#show();
  }

  recolour(): void {
    this.#canvas.recolour();
    this.#edit.recolour(readPalette(this.#elements.edit));
    this.#show();
  }

  fit(): void {
    if (this.#floor === null || this.#size.width === 0) return;
    this.#untouched = true;
    this.#view = wholeFloor(this.#floorSize(), this.#size);
    this.#show();
  }

  zoom(factor: number, at?: Point): void {
    const middle = { x: this.#size.width / 2, y: this.#size.height / 2 };
    const least = wholeFloor(this.#floorSize(), this.#size).scale * 0.6;
    this.#move(zoomAt(this.#view, factor, at ?? middle, least));
  }

  pan(dx: number, dy: number): void {
    this.#move({ ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy });
  }

  /** A place on the page, e.g. where something was dropped; null beside the floor. */
  placeOf(clientX: number, clientY: number): Corner | null {
    const box = this.#host.getBoundingClientRect();
    const { xM, yM } = toMetres(this.#view, { x: clientX - box.left, y: clientY - box.top });
    const { width, height } = this.#floorSize();
    if (xM < 0 || yM < 0 || xM > width || yM > height) return null;
    return this.#snapped([xM, yM], null, []);
  }

  #floorSize(): Size {
    return { width: this.#floor?.widthM ?? 1, height: this.#floor?.heightM ?? 1 };
  }

  #zone(): EditedFloor['zones'][number] | null {
    return this.#floor?.zones.find(({ id }) => id === this.#chosen.zoneId) ?? null;
  }

  #at({ x, y }: Point): Corner {
    const { xM, yM } = toMetres(this.#view, { x, y });
    return clampTo([xM, yM], this.#floorSize());
  }

  #snapped(at: Corner, last: Corner | null, polygons: readonly (readonly Corner[])[]): Corner {
    if (!this.#chosen.snap) return at;
    const { scale } = this.#view;
    return clampTo(snapPoint(at, { polygons, last, scale }), this.#floorSize());
  }

  /** Where a point would go: in line with the one before, or at a corner that is there already. */
  #pointAt(at: Point): Corner {
    const { tool, points } = this.#chosen;
    if (tool === 'scale') return this.#at(at);
    const others = this.#floor?.zones.map(({ polygon }) => polygon) ?? [];
    return this.#snapped(
      this.#at(at),
      points.at(-1) ?? null,
      tool === 'zone' ? [...others, points] : [],
    );
  }

  #cornerAt(at: Point, polygon: readonly Corner[]): number {
    return polygon.findIndex(([xM, yM]) => this.#near(at, [xM, yM]));
  }

  #near(at: Point, [xM, yM]: Corner): boolean {
    const { scale, x, y } = this.#view;
    return Math.hypot(xM * scale + x - at.x, yM * scale + y - at.y) <= REACH_PX;
  }

  #grab(at: Point): boolean {
    if (this.#chosen.tool !== 'select') return false;
    const zone = this.#zone();
    const index = zone === null ? -1 : this.#cornerAt(at, zone.polygon);
    const marker = hit(this.#markers, this.#view, at);
    if (index !== -1) this.#grip = { of: 'corner', index };
    else if (marker !== null) this.#grip = { of: 'device', deviceId: marker.deviceId };
    else this.#grip = null;
    return this.#grip !== null;
  }

  #drag(at: Point): void {
    const zone = this.#zone();
    if (this.#grip?.of === 'corner' && zone !== null) {
      const { index } = this.#grip;
      const others = this.#floor?.zones.filter(({ id }) => id !== zone.id) ?? [];
      const before = zone.polygon[(index + zone.polygon.length - 1) % zone.polygon.length] ?? null;
      this.#held = this.#snapped(
        this.#at(at),
        before,
        others.map(({ polygon }) => polygon),
      );
    } else this.#held = this.#snapped(this.#at(at), null, []);
    this.#show();
  }

  #drop(at: Point | null): void {
    const grip = this.#grip;
    const held = this.#held;
    const { zoneId } = this.#chosen;
    this.#grip = this.#held = null;
    if (at !== null && held !== null && grip !== null) {
      if (grip.of === 'device') this.#events.moveDevice(grip.deviceId, held);
      else if (zoneId !== null) this.#events.moveCorner(zoneId, grip.index, held);
    }
    this.#show();
  }

  #hover(at: Point | null): void {
    if (this.#chosen.tool === 'select' && this.#next === null) return;
    this.#next = at === null ? null : this.#pointAt(at);
    this.#show();
  }

  #click(at: Point): void {
    const { tool, points } = this.#chosen;
    if (tool === 'zone' && points.length >= 3 && points[0] && this.#near(at, points[0]))
      this.#events.close();
    else if (tool !== 'select') this.#events.point(this.#pointAt(at));
    else this.#choose(at);
  }

  #choose(at: Point): void {
    const zone = this.#zone();
    const index = zone === null ? -1 : this.#cornerAt(at, zone.polygon);
    if (zone !== null && index !== -1) {
      this.#events.chooseZone(zone.id, index);
      return;
    }
    const marker = hit(this.#markers, this.#view, at);
    if (marker !== null) {
      this.#events.chooseDevice(marker.deviceId);
      return;
    }
    const { xM, yM } = toMetres(this.#view, at);
    this.#events.chooseZone(zoneAt(this.#floor?.zones ?? [], xM, yM)?.id ?? null, null);
  }

  /** On the dot in the middle of an edge: a new corner. While a zone is drawn: its last one. */
  #doubleClick(at: Point): void {
    if (this.#chosen.tool === 'zone' && this.#chosen.points.length >= 3) this.#events.close();
    const zone = this.#zone();
    if (this.#chosen.tool !== 'select' || zone === null) return;
    const { polygon } = zone;
    const after = polygon.findIndex(([x, y], i) => {
      const [toX, toY] = polygon[(i + 1) % polygon.length] ?? [x, y];
      return this.#near(at, [(x + toX) / 2, (y + toY) / 2]);
    });
    if (after !== -1) this.#events.insertCorner(zone.id, after, this.#at(at));
  }

  #move(view: Viewport): void {
    this.#untouched = false;
    this.#view = keepInSight(view, this.#floorSize(), this.#size);
    this.#show();
  }

  #resize(): void {
    this.#size = { width: this.#host.clientWidth, height: this.#host.clientHeight };
    this.#canvas.resize(this.#size, window.devicePixelRatio);
    this.#edit.resize(this.#size, window.devicePixelRatio);
    if (this.#untouched) this.fit();
    else this.#show();
  }

  #show(): void {
    if (this.#floor === null) return;
    const { tool, points, corner, deviceId } = this.#chosen;
    const grip = this.#grip;
    const held = this.#held;
    const ghost = grip?.of === 'device' && held !== null ? { xM: held[0], yM: held[1] } : null;
    this.#canvas.show({
      floor: this.#floorSize(),
      view: this.#view,
      zones: this.#zones,
      markers: this.#markers,
      selected: deviceId,
      hovered: null,
      ghost,
      insets: { left: 0, right: 0 },
      beat: false,
    });
    const polygon = this.#zone()?.polygon ?? null;
    const zone =
      polygon !== null && grip?.of === 'corner' && held !== null
        ? polygon.map((one, i) => (i === grip.index ? held : one))
        : polygon;
    const last = points.at(-1);
    const to = tool === 'scale' && points.length === 2 ? points[0] : this.#next;
    const apart = last && to ? Math.hypot(last[0] - to[0], last[1] - to[1]) : null;
    this.#edit.draw({
      view: this.#view,
      zone,
      corner,
      points,
      tool,
      next: this.#next,
      label: apart === null ? null : `${apart.toFixed(2)} m`,
    });
  }
}
