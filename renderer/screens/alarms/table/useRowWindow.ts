import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import {
  clampOffset,
  type RowTrack,
  rowsToDraw,
  trackPx,
  trackScale,
} from '../../../state/rowWindow.ts';

export interface RowWindow {
  readonly track: RowTrack;
  /** How high what is scrolled is. */
  readonly height: number;
  /** Rows to draw; `last` exclusive. */
  readonly first: number;
  readonly last: number;
  /** Rows' pixels above what is in sight. */
  readonly offset: number;
  /** Where a row lies in what is scrolled. */
  topOf(index: number): number;
  scrollTo(offset: number): void;
  readonly onScroll: () => void;
}

/**
 * Which of `count` equal rows a scroller shows.
 * @param headPx what sticks to its upper edge
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  { count, rowPx, headPx }: { count: number; rowPx: number; headPx: number },
): RowWindow {
  const [span, setSpan] = useState({ top: 0, offset: 0, height: 800 });
  const track: RowTrack = { count, rowPx, viewPx: Math.max(rowPx, span.height - headPx) };
  /** What was scrolled to by a key is exact; what the scroll bar says of it is rounded. */
  const exact = useRef<{ top: number; offset: number } | null>(null);
  const newest = useRef(track);
  newest.current = track;

  const onScroll = () => {
    const element = scroller.current;
    if (element === null) return;
    const top = element.scrollTop;
    const known = exact.current;
    const offset =
      known !== null && Math.abs(known.top - top) < 1
        ? known.offset
        : clampOffset(newest.current, top * trackScale(newest.current));
    setSpan({ top, offset, height: element.clientHeight });
  };
  const scrollTo = (wanted: number) => {
    const element = scroller.current;
    if (element === null) return;
    const offset = clampOffset(newest.current, wanted);
    element.scrollTop = offset / trackScale(newest.current);
    exact.current = { top: element.scrollTop, offset };
    setSpan({ top: element.scrollTop, offset, height: element.clientHeight });
  };
  const handlers = useRef({ onScroll, scrollTo });
  handlers.current = { onScroll, scrollTo };

  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const watch = new ResizeObserver(() => handlers.current.onScroll());
    watch.observe(element);
    // Where one pixel of the bar is several rows, the wheel still goes by rows.
    const wheel = (event: WheelEvent) => {
      if (trackScale(newest.current) === 1 || event.deltaY === 0 || event.ctrlKey) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? newest.current.rowPx : 1;
      const { offset = 0 } = exact.current ?? {};
      const before =
        exact.current !== null && Math.abs(exact.current.top - element.scrollTop) < 1
          ? offset
          : element.scrollTop * trackScale(newest.current);
      handlers.current.scrollTo(before + event.deltaY * lines);
    };
    element.addEventListener('wheel', wheel, { passive: false });
    return () => {
      watch.disconnect();
      element.removeEventListener('wheel', wheel);
    };
  }, [scroller]);
  // A shorter list may end above what was in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the list itself changes.
  useLayoutEffect(() => handlers.current.onScroll(), [count, rowPx]);

  const { first, last } = rowsToDraw(track, span.offset);
  return {
    track,
    height: trackPx(track),
    first,
    last,
    offset: span.offset,
    topOf: (index) => index * rowPx - span.offset + span.top,
    scrollTo,
    onScroll,
  };
}
