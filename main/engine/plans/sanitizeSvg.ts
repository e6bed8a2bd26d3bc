/** Rewrites an SVG from what is known to be harmless, element by element: what isn't known never gets through. */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { type DrawingRefusal, MAX_ELEMENTS, MAX_NUMBERS } from '#shared/plans/drawing.ts';
import { SvgUses } from './SvgUses.ts';
import { isHarmlessStyle, judgeAttribute, judgeElement } from './svgRules.ts';

export interface CleanSvg {
  readonly svg: string;
  /** Of its viewBox. */
  readonly width: number;
  readonly height: number;
  /** Names of the elements and attributes that were left out, each once. */
  readonly removed: readonly string[];
}

const MAX_DEPTH = 64;
/** More than this many different things were left out: a list of them helps nobody. */
const MAX_REMOVED = 20;
/** Attributes whose length is what they cost to draw. */
const LISTS = new Set(['d', 'points']);

/** An error that is told to who imports it. */
class Refused extends Error {
  readonly refusal: DrawingRefusal;

  constructor(refusal: DrawingRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/**
 * @returns why it can't be used instead: `damaged` for what is no well-formed XML, or declares entities, which can make
 * a small file boundless
 */
export function sanitizeSvg(source: string): CleanSvg | DrawingRefusal {
  try {
    return clean(source);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

function clean(source: string): CleanSvg {
  const parser = new SaxesParser({ xmlns: true });
  const out: string[] = [];
  const removed = new Set<string>();
  const uses = new SvgUses();
  /** Of each element that is open: how it is closed; null where nothing was written. */
  const open: (string | null)[] = [];
  /** How deep inside of something that is left out. */
  let dropped = 0;
  let style: string | null = null;
  let numbers = 0;
  let elements = 0;
  let size: { readonly width: number; readonly height: number } | undefined;

  const leaveOut = (name: string) => {
    if (removed.size < MAX_REMOVED) removed.add(name);
  };

  const begin = (tag: SaxesTagNS) => {
    const { local, uri } = tag;
    if (dropped > 0) {
      dropped++;
      return;
    }
    const verdict = open.length === 0 && local !== 'svg' ? 'drop' : judgeElement(tag);
    if (verdict === 'drop') {
      // What drawing programs keep for themselves is no news to anybody.
      if (uri === '' || uri === 'http://www.w3.org/2000/svg') leaveOut(local);
      dropped = 1;
      return;
    }
    if (open.length >= MAX_DEPTH || ++elements > MAX_ELEMENTS) throw new Refused('tooManyShapes');
    if (verdict === 'unwrap') {
      open.push(null);
      uses.begin(null, []);
      return;
    }
    const kept = attributesOf(tag, leaveOut);
    for (const [name, value] of kept) if (LISTS.has(name)) numbers += numbersIn(value);
    if (numbers > MAX_NUMBERS) throw new Refused('tooManyShapes');
    uses.begin(kept.get('id') ?? null, targetsOf(kept));
    if (open.length === 0) size = rootSize(kept);
    if (local === 'style') {
      style = '';
      open.push(null);
      return;
    }
    const written = [...kept].map(([name, value]) => ` ${name}="${escapeXml(value)}"`).join('');
    const root = open.length === 0 ? ' xmlns="http://www.w3.org/2000/svg"' : '';
    out.push(`<${local}${root}${written}>`);
    open.push(`</${local}>`);
  };

  const end = () => {
    if (dropped > 0) {
      dropped--;
      return;
    }
    uses.end();
    const closing = open.pop();
    if (style !== null) {
      // References from here can't be counted: which elements they are of depends on the whole sheet.
      const sheet = style.replace(/[\w-]+\s*:[^;{}]*url\s*\([^)]*\)[^;{}]*;?/gi, '');
      if (isHarmlessStyle(sheet) && !/url/i.test(sheet))
        out.push(`<style>${escapeXml(sheet)}</style>`);
      else leaveOut('style');
      style = null;
    } else if (closing) out.push(closing);
  };

  const text = (letters: string) => {
    if (dropped > 0 || open.length === 0) return;
    if (style !== null) style += letters;
    else out.push(escapeXml(letters));
  };

  parser.on('opentag', begin);
  parser.on('closetag', end);
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('doctype', (doctype) => {
    if (/<!ENTITY/i.test(doctype)) throw new Refused('damaged');
  });
  parser.on('error', () => {
    throw new Refused('damaged');
  });
  parser.write(source).close();
  if (out.length === 0) throw new Refused('damaged');
  if (size === undefined) throw new Refused('noSize');
  if (uses.drawn() > MAX_ELEMENTS) throw new Refused('tooManyShapes');
  return { svg: out.join(''), ...size, removed: [...removed] };
}

function attributesOf(tag: SaxesTagNS, leaveOut: (name: string) => void): Map<string, string> {
  const kept = new Map<string, string>();
  for (const attribute of Object.values(tag.attributes)) {
    const good = judgeAttribute(tag.local, attribute);
    if (good !== null) kept.set(good.name, good.value);
    else if (/^on|href$/i.test(attribute.local)) leaveOut(attribute.local);
  }
  return kept;
}

/** Names of what an element is drawn with: the target of a `use`, and every `url(#name)`. */
function targetsOf(kept: ReadonlyMap<string, string>): string[] {
  const targets: string[] = [];
  for (const [name, value] of kept)
    if (name === 'href') {
      if (value.startsWith('#')) targets.push(value.slice(1));
    } else
      for (const [, target = ''] of value.matchAll(/url\s*\(\s*["']?#([^)"']*)/gi))
        targets.push(target.trim());
  return targets;
}

/** Sets the root's size to its viewBox's, so that a picture of it has the drawing's own shape. */
function rootSize(
  kept: Map<string, string>,
): { readonly width: number; readonly height: number } | undefined {
  const box = (kept.get('viewBox') ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  let [, , width, height] = box.length === 4 ? box : [0, 0, Number.NaN, Number.NaN];
  if (!isLength(width) || !isLength(height)) {
    width = Number.parseFloat(kept.get('width') ?? '');
    height = Number.parseFloat(kept.get('height') ?? '');
    if (!isLength(width) || !isLength(height)) return undefined;
    kept.set('viewBox', `0 0 ${width} ${height}`);
  }
  kept.set('width', String(width));
  kept.set('height', String(height));
  kept.delete('x');
  kept.delete('y');
  kept.set('preserveAspectRatio', 'none');
  return { width, height };
}

const isLength = (length: number | undefined): length is number =>
  length !== undefined && Number.isFinite(length) && length > 0;

function numbersIn(list: string): number {
  return list.match(/[-+]?(?:\d+\.?\d*|\.\d+)/g)?.length ?? 0;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escapeXml = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
