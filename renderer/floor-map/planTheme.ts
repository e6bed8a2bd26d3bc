/**
 * How a floor plan's drawing is coloured. A plan is SVG text with a viewBox in metres and no colours of its
 * own: it names what a shape is by one of these classes, and the theme decides how that looks, so one drawing
 * serves the dark room and the light one. Stroke widths are in metres.
 */
import type { Theme } from '../state/preferences.ts';

/** What a plan may draw. Shapes without a class are drawn as thin walls. */
export const PLAN_CLASSES = [
  /** The building's outer shape: filled floor and thick outline. */
  'plan-outline',
  'plan-wall',
  'plan-room',
  /** Electrical rooms, shafts, machine rooms: where this product looks first. */
  'plan-technical',
  'plan-corridor',
  'plan-core',
  'plan-stair',
  'plan-door',
  'plan-window',
  'plan-equipment',
  'plan-label',
] as const;

const PALETTE: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  dark: {
    floor: '#121821',
    room: '#161d28',
    technical: '#1a2433',
    corridor: '#10151d',
    core: '#0c1016',
    wall: '#3b4759',
    outline: '#5a6a82',
    faint: '#2b3544',
    equipment: '#222d3c',
    label: '#8492a8',
  },
  light: {
    floor: '#ffffff',
    room: '#f7f9fc',
    technical: '#edf2f9',
    corridor: '#fbfcfe',
    core: '#e3e8f0',
    wall: '#9aa7ba',
    outline: '#5d6b80',
    faint: '#c9d2de',
    equipment: '#dde4ee',
    label: '#56647a',
  },
};

function styleSheet(theme: Theme): string {
  const c = PALETTE[theme];
  return [
    `path,rect,line,polyline,polygon,circle{fill:none;stroke:${c['wall']};stroke-width:.12}`,
    `.plan-outline{fill:${c['floor']};stroke:${c['outline']};stroke-width:.34;stroke-linejoin:round}`,
    `.plan-wall{fill:none;stroke:${c['wall']};stroke-width:.18;stroke-linecap:round}`,
    `.plan-room{fill:${c['room']};stroke:${c['wall']};stroke-width:.16}`,
    `.plan-technical{fill:${c['technical']};stroke:${c['wall']};stroke-width:.16}`,
    `.plan-corridor{fill:${c['corridor']};stroke:none}`,
    `.plan-core{fill:${c['core']};stroke:${c['wall']};stroke-width:.18}`,
    `.plan-stair{fill:none;stroke:${c['faint']};stroke-width:.08}`,
    `.plan-door{fill:none;stroke:${c['faint']};stroke-width:.1}`,
    `.plan-window{fill:none;stroke:${c['outline']};stroke-width:.1}`,
    `.plan-equipment{fill:${c['equipment']};stroke:${c['faint']};stroke-width:.08}`,
    `text,.plan-label{fill:${c['label']};stroke:none;font-family:Pretendard,"Noto Sans CJK KR","Noto Sans KR","Malgun Gothic","Apple SD Gothic Neo",sans-serif;font-weight:500;text-anchor:middle}`,
  ].join('');
}

/**
 * The drawing with its colours, ready to be an image. A style element is allowed there: an SVG that is loaded
 * as an image is a document of its own, runs no scripts and fetches nothing.
 */
export function themedPlan(planSvg: string, theme: Theme): string {
  const open = /<svg\b[^>]*>/i.exec(planSvg);
  if (open === null) return planSvg;
  const end = open.index + open[0].length;
  return `${planSvg.slice(0, end)}<style>${styleSheet(theme)}</style>${planSvg.slice(end)}`;
}
