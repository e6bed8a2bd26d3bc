import type { Level } from '../state/levels.ts';
import { LEVEL_GLYPHS, LEVEL_SHAPES, LEVEL_VARIABLES } from './shapes.ts';

/** A risk level as its shape. Decorative: the word for the level always stands beside it or labels its parent. */
export function LevelShape({ level, stale = false }: { level: Level; stale?: boolean }) {
  const glyph = LEVEL_GLYPHS[level];
  const colour = `var(${stale ? '--level-unknown' : LEVEL_VARIABLES[level]})`;
  return (
    <svg className="level-shape" viewBox="0 0 24 24" aria-hidden="true">
      <path
        d={LEVEL_SHAPES[level]}
        fillRule="evenodd"
        fill={stale ? 'none' : colour}
        stroke={stale ? colour : 'none'}
        strokeWidth="2"
        strokeDasharray={stale ? '3 2.4' : undefined}
      />
      {glyph !== undefined && (
        <path
          d={glyph}
          fill="none"
          stroke={stale ? colour : 'var(--surface)'}
          strokeWidth="2.6"
          strokeLinecap="round"
        />
      )}
    </svg>
  );
}
