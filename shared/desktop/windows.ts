/** The windows that a desk may have, each on a monitor of its own. The page reads from its address which one it is in. */

export const WINDOW_KINDS = [
  /** The operator's own. */
  'desk',
  /** A wall display: the floor plan for everybody in the room. */
  'wall',
  /** The incidents, beside the desk while something is being answered. */
  'incident',
] as const;
export type WindowKind = (typeof WINDOW_KINDS)[number];

const PARAMETER = 'window';

/** `app://console/` → `app://console/?window=wall`; the desk's own address stays as it is. */
export function windowAddress(page: string, kind: WindowKind): string {
  return kind === 'desk' ? page : `${page}?${PARAMETER}=${kind}`;
}

/** @param search as `location.search` has it. Anything unknown is a desk, and so is every page in a browser. */
export function windowKindOf(search: string): WindowKind {
  const named = new RegExp(`[?&]${PARAMETER}=([a-z]+)(&|$)`).exec(search)?.[1];
  return WINDOW_KINDS.find((kind) => kind === named) ?? 'desk';
}
