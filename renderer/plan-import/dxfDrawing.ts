/** A DXF as an SVG that the engine takes, with its size in metres where the file says which unit it is drawn in. */
import DxfParserModule, { type IDxf } from 'dxf-parser';
import type { Dot } from './dxfCurves.ts';
import { dxfLines, TooMuch } from './dxfLines.ts';

export type DxfDrawing =
  | { readonly done: true; readonly svg: string; readonly metres: number | null }
  | { readonly done: false; readonly why: 'damaged' | 'tooManyShapes' | 'nothingInIt' };

/** Metres of a unit, by $INSUNITS (DXF reference, header variables). */
const UNIT_M: Readonly<Record<number, number>> = {
  1: 0.0254,
  2: 0.3048,
  4: 0.001,
  5: 0.01,
  6: 1,
  7: 1000,
  10: 0.9144,
  14: 0.1,
  15: 10,
  16: 100,
};

/** Units of the longer side; a tenth of one is written, which is 3 mm of a building of 120 m. */
const SIDE = 4_000;
const MARGIN = 20;
const STROKE = 2.4;

/** Text is UTF-8 since AutoCAD 2007, and before that in the code page of the machine: here a Korean one. */
export function dxfText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('euc-kr').decode(bytes);
  }
}

export function dxfDrawing(text: string): DxfDrawing {
  let dxf: IDxf | null;
  try {
    dxf = new (parserClass())().parseSync(text);
  } catch {
    return { done: false, why: 'damaged' };
  }
  if (dxf === null) return { done: false, why: 'damaged' };
  try {
    return drawn(dxf);
  } catch (error) {
    if (error instanceof TooMuch) return { done: false, why: 'tooManyShapes' };
    return { done: false, why: 'damaged' };
  }
}

/** Bundled as a module it is the class; loaded as CommonJS the class is its `default`. */
function parserClass(): typeof DxfParserModule {
  const loaded: unknown = DxfParserModule;
  return typeof loaded === 'function'
    ? DxfParserModule
    : (loaded as { default: typeof DxfParserModule }).default;
}

function drawn(dxf: IDxf): DxfDrawing {
  const { lines, texts } = dxfLines(dxf);
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines)
    for (const [x, y] of line) {
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
  const side = Math.max(maxX - minX, maxY - minY);
  if (!Number.isFinite(side) || side <= 0) return { done: false, why: 'nothingInIt' };
  const scale = SIDE / side;
  const width = (maxX - minX) * scale + 2 * MARGIN;
  const height = (maxY - minY) * scale + 2 * MARGIN;
  const n = (value: number) => String(Math.round(value * 10) / 10);
  // Up is up in a DXF, and down in an SVG.
  const place = ([x, y]: Dot) => [n((x - minX) * scale + MARGIN), n((maxY - y) * scale + MARGIN)];
  const path = lines
    .map((line) => `M${line.map((dot) => place(dot).join(' ')).join('L')}`)
    .join('');
  const words = texts
    .map(({ at, height: letters, turn, text }) => {
      const [x, y] = place(at);
      const size = n(letters * scale);
      const turned = Math.abs(turn) < 0.1 ? '' : ` transform="rotate(${n(-turn)} ${x} ${y})"`;
      return `<text x="${x}" y="${y}" font-size="${size}"${turned}>${escapeXml(text)}</text>`;
    })
    .join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${n(width)} ${n(height)}"><path fill="none" stroke="#000" stroke-width="${STROKE}" stroke-linejoin="round" d="${path}"/><g fill="#333" font-family="sans-serif">${words}</g></svg>`;
  const unit = UNIT_M[Number(dxf.header?.['$INSUNITS'])];
  return { done: true, svg, metres: unit === undefined ? null : (width / scale) * unit };
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
