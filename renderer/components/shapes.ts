/**
 * The silhouette of each level, as path data in a 24 × 24 box, used by the icons and by the plan's markers. The more
 * severe, the more corners and the larger: the order can be told without colour.
 */
import type { SetAsideType } from '#shared/alarms/setAside.ts';
import type { Level } from '../state/levels.ts';

export const LEVEL_SHAPES: Readonly<Record<Level, string>> = {
  NORMAL: 'M12 5a7 7 0 1 1 0 14a7 7 0 1 1 0-14z',
  UNKNOWN: 'M12 4a8 8 0 1 1 0 16a8 8 0 1 1 0-16zM12 7.2a4.8 4.8 0 1 0 0 9.6a4.8 4.8 0 1 0 0-9.6z',
  LOW: 'M6.5 4.5h11a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2z',
  MEDIUM: 'M12 2l10 10-10 10L2 12z',
  HIGH: 'M12 2l11 19.5H1z',
  CRITICAL: 'M7.45 1h9.1L23 7.45v9.1L16.55 23h-9.1L1 16.55v-9.1z',
};

/** Drawn in the shape's own contrast colour, on the levels that must be seen from across the room. */
export const LEVEL_GLYPHS: Readonly<Partial<Record<Level, string>>> = {
  HIGH: 'M12 9.2v5.6M12 17.6v.8',
  CRITICAL: 'M12 6v7.5M12 17v1',
};

export const LEVEL_VARIABLES: Readonly<Record<Level, string>> = {
  NORMAL: '--level-normal',
  UNKNOWN: '--level-unknown',
  LOW: '--level-low',
  MEDIUM: '--level-medium',
  HIGH: '--level-high',
  CRITICAL: '--level-critical',
};

/**
 * The badge of a point that is set aside, in the same box: a round one for what waits (two bars, as of a pause), a round
 * one struck through for what is not used, and a square one with a cross for what is taken out.
 */
export const ASIDE_SHAPES: Readonly<Record<SetAsideType, string>> = {
  shelved: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20z',
  disabled: 'M12 2a10 10 0 1 1 0 20a10 10 0 1 1 0-20z',
  outOfService: 'M3 3h18v18H3z',
};

export const ASIDE_GLYPHS: Readonly<Record<SetAsideType, string>> = {
  shelved: 'M9 8v8M15 8v8',
  disabled: 'M5.5 18.5L18.5 5.5',
  outOfService: 'M8 8l8 8M16 8l-8 8',
};
