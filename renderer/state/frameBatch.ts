/** Collects events and hands them over once a frame, so that ten updates a second cost at most one draw a frame. */

export interface FrameClock {
  requestFrame(run: () => void): void;
  /** Runs even when the page is hidden, where no frame ever comes. */
  afterMs(run: () => void, ms: number): void;
}

/** A hidden page gets no frames, and a hidden desk must still ring. */
const HIDDEN_MS = 100;

export function frameBatch<T>(
  clock: FrameClock,
  flush: (items: readonly T[]) => void,
): (item: T) => void {
  let items: T[] = [];
  let due = false;
  const run = () => {
    if (!due) return;
    due = false;
    const batch = items;
    items = [];
    flush(batch);
  };
  return (item) => {
    items.push(item);
    if (due) return;
    due = true;
    clock.requestFrame(run);
    clock.afterMs(run, HIDDEN_MS);
  };
}
