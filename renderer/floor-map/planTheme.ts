/**
 * How a floor plan's drawing is coloured. A plan is SVG text with a viewBox in metres and no colours of its
 * own: it names what a shape is by one of these classes, and the theme decides how that looks, so one drawing
 * serves the dark room and the light one. Widths of lines are the drawing's own, in metres.
 */
import type { Language } from '#shared/i18n/words.ts';
import type { Theme } from '../state/preferences.ts';

interface Ink {
  readonly floor: string;
  readonly room: string;
  readonly electrical: string;
  readonly wall: string;
  readonly outline: string;
  readonly faint: string;
  readonly glass: string;
  readonly label: string;
}

/** Quiet enough that a marker is always the brightest thing on the plan. */
const INKS: Readonly<Record<Theme, Ink>> = {
  dark: {
    floor: '#10161f',
    room: '#141b25',
    electrical: '#1b2739',
    wall: '#445065',
    outline: '#5a6a82',
    faint: '#2a3442',
    glass: '#54708f',
    label: '#8793a6',
  },
  light: {
    floor: '#ffffff',
    room: '#f8fafc',
    electrical: '#e6edf7',
    wall: '#8593a8',
    outline: '#66748a',
    faint: '#cfd7e2',
    glass: '#7ea3cc',
    label: '#5a687d',
  },
};

function styleSheet(theme: Theme, language: Language): string {
  const ink = INKS[theme];
  const hidden = language === 'ko' ? '.plan-label-en' : '.plan-label:not(.plan-label-en)';
  return [
    // Inherited, so that a drawing's own widths win.
    'svg{stroke-width:.2}',
    `.plan-outline{fill:${ink.floor};stroke:${ink.outline}}`,
    `.plan-room{fill:${ink.room}}`,
    `.plan-room-electrical{fill:${ink.electrical}}`,
    `.plan-wall{fill:${ink.wall}}`,
    `.plan-fixture,.plan-stair{fill:none;stroke:${ink.faint}}`,
    `.plan-door{fill:none;stroke:${ink.wall};stroke-opacity:.7}`,
    `.plan-window{fill:none;stroke:${ink.glass}}`,
    `.plan-label{fill:${ink.label};font-family:Pretendard,"Noto Sans CJK KR","Noto Sans KR","Malgun Gothic","Apple SD Gothic Neo",sans-serif;font-weight:500}`,
    `${hidden}{display:none}`,
  ].join('');
}

/**
 * The drawing with its colours and one language's room names, ready to be an image. A style element is allowed there:
 * an SVG that is loaded as an image is a document of its own, runs no scripts and fetches nothing.
 */
export function themedPlan(planSvg: string, theme: Theme, language: Language): string {
  const open = /<svg\b[^>]*>/i.exec(planSvg);
  if (open === null) return planSvg;
  const end = open.index + open[0].length;
  return `${planSvg.slice(0, end)}<style>${styleSheet(theme, language)}</style>${planSvg.slice(end)}`;
}
