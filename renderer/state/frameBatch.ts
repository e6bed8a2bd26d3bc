/** Collects events and hands them over once a frame, so that ten updates a second cost at most one draw a frame. */

export interface FrameClock {
  requestFrame(run: () => void): void;
  /** Whether the page is hidden: then no frame comes, and timers come once a minute at worst. */
  hidden(): boolean;
}

/** A hidden desk must still ring, so while it is hidden everything is handed over as it comes. */
export function frameBatch<T>(
  clock: FrameClock,
  flush: (items: readonly T[]) => void,
): (item: T) => void {
  let items: T[] = [];
  let due = false;
  const run = () => {
    due = false;
    if (items.length === 0) return;
    const batch = items;
    items = [];
    flush(batch);
  };
  return (item) => {
    items.push(item);
    // Also what was left waiting for a frame when the page was hidden.
    if (clock.hidden()) run();
    else if (!due) {
      due = true;
      clock.requestFrame(run);
    }
  };
}
