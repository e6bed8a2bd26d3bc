/**
 * Which rows of a long list of equal rows a scroller shows. Browsers draw nothing that lies further down than some ten
 * million pixels, and draw inexactly long before; a list that is longer is scrolled through by a shorter track. Pure.
 */

/** As long as positions are exact to a fraction of a pixel. */
const MOST_TRACK_PX = 4_000_000;
/** Rows drawn beyond each edge, so that a quick scroll shows no blank. */
const OVERSCAN = 6;

export interface RowTrack {
  readonly count: number;
  readonly rowPx: number;
  /** What of the rows is in sight. */
  readonly viewPx: number;
}

/** How high what is scrolled is. */
export function trackPx({ count, rowPx }: RowTrack): number {
  return Math.min(count * rowPx, MOST_TRACK_PX);
}

/** Pixels of rows for each pixel of the scroll bar: 1 unless there are very many. */
export function trackScale(track: RowTrack): number {
  const long = track.count * track.rowPx;
  const short = trackPx(track);
  return long > short ? (long - track.viewPx) / (short - track.viewPx) : 1;
}

/** Within what can be scrolled to. */
export function clampOffset({ count, rowPx, viewPx }: RowTrack, offset: number): number {
  return Math.max(0, Math.min(offset, count * rowPx - viewPx));
}

/** Rows to draw at this offset; `last` exclusive. */
export function rowsToDraw(
  { count, rowPx, viewPx }: RowTrack,
  offset: number,
): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.floor(offset / rowPx) - OVERSCAN);
  return {
    first,
    last: Math.max(first, Math.min(count, Math.ceil((offset + viewPx) / rowPx) + OVERSCAN)),
  };
}

/** Where to scroll so that the row is wholly in sight: as little as possible. */
export function offsetShowing(track: RowTrack, offset: number, index: number): number {
  const top = index * track.rowPx;
  if (top < offset) return clampOffset(track, top);
  const least = top + track.rowPx - track.viewPx;
  return clampOffset(track, Math.max(offset, least));
}

/** Whole rows in sight, for a page at a time. */
export function rowsInView({ rowPx, viewPx }: RowTrack): number {
  return Math.max(1, Math.floor(viewPx / rowPx));
}
