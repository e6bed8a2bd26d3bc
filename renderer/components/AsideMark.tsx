import type { SetAsideType } from '#shared/alarms/setAside.ts';
import { ASIDE_GLYPHS, ASIDE_SHAPES } from './shapes.ts';

/** How a point is set aside, as its shape. Decorative: the word for it always stands beside it. */
export function AsideMark({ type }: { type: SetAsideType }) {
  return (
    <svg className="aside-mark" viewBox="0 0 24 24" aria-hidden="true">
      <path
        d={ASIDE_SHAPES[type]}
        fill="var(--surface)"
        stroke="var(--map-label)"
        strokeWidth="2.4"
        strokeLinejoin="round"
      />
      <path
        d={ASIDE_GLYPHS[type]}
        fill="none"
        stroke="var(--map-label)"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  );
}
