/** Mouse, touch and wheel on the plan, turned into moves, zooms and clicks. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface GestureHandlers {
  pan(dx: number, dy: number): void;
  zoom(factor: number, at: Point): void;
  hover(at: Point | null): void;
  click(at: Point): void;
  doubleClick?(at: Point): void;
  /** Whether a drag that begins here moves a thing instead of the plan. */
  grab?(at: Point): boolean;
  drag?(at: Point): void;
  /** @param at null when it was called off */
  drop?(at: Point | null): void;
}

/** A finger that rests isn't still: below this it's a click, not a drag. CSS pixels. */
const CLICK_SLOP_PX = 5;
/** One notch of a wheel is about 100 units and zooms by a fifth. */
const WHEEL_SPEED = 0.0018;
const LINE_PX = 33;

/** @returns a function that stops listening */
export function listenToGestures(element: HTMLElement, handlers: GestureHandlers): () => void {
  const pointers = new Map<number, Point>();
  let travelled = 0;
  let grabbed = false;
  const ended = new AbortController();
  const options = { signal: ended.signal };

  const place = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  element.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button !== 0 || event.target !== element) return;
      element.setPointerCapture(event.pointerId);
      if (pointers.size === 0) {
        travelled = 0;
        grabbed = handlers.grab?.(place(event)) ?? false;
      }
      pointers.set(event.pointerId, place(event));
    },
    options,
  );

  element.addEventListener(
    'pointermove',
    (event) => {
      const now = place(event);
      const before = pointers.get(event.pointerId);
      if (before === undefined) {
        handlers.hover(event.target === element ? now : null);
        return;
      }
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, now);
      travelled += Math.hypot(now.x - before.x, now.y - before.y);
      if (other === undefined) {
        if (travelled <= CLICK_SLOP_PX) return;
        if (grabbed) handlers.drag?.(now);
        else handlers.pan(now.x - before.x, now.y - before.y);
        return;
      }
      // A second finger means the plan.
      if (grabbed) handlers.drop?.(null);
      grabbed = false;
      // Two fingers: the distance zooms, the middle moves.
      const spread = (a: Point, b: Point) => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
      const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
      handlers.pan((now.x - before.x) / 2, (now.y - before.y) / 2);
      handlers.zoom(spread(now, other) / spread(before, other), middle);
    },
    options,
  );

  const up = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId) || pointers.size > 0) return;
    const done = event.type === 'pointerup';
    if (grabbed && travelled > CLICK_SLOP_PX) handlers.drop?.(done ? place(event) : null);
    grabbed = false;
    if (done && travelled <= CLICK_SLOP_PX) handlers.click(place(event));
  };
  element.addEventListener('pointerup', up, options);
  element.addEventListener('pointercancel', up, options);
  element.addEventListener('dblclick', (event) => handlers.doubleClick?.(place(event)), options);
  element.addEventListener('pointerleave', () => handlers.hover(null), options);

  element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const pixels =
        event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * LINE_PX : event.deltaY;
      handlers.zoom(Math.exp(-pixels * WHEEL_SPEED), place(event));
    },
    { ...options, passive: false },
  );
  return () => ended.abort();
}
