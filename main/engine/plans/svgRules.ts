/** What an imported SVG may consist of: shapes, letters and pictures that it brings itself. Everything else is left out. */

/** Elements that draw, and those that they are drawn with. No filters: a few lines of them can hold a desk up for seconds. */
const ELEMENTS = new Set([
  'svg',
  'g',
  'defs',
  'symbol',
  'use',
  'title',
  'desc',
  'style',
  'path',
  'rect',
  'circle',
  'ellipse',
  'line',
  'polyline',
  'polygon',
  'text',
  'tspan',
  'image',
  'clipPath',
  'mask',
  'pattern',
  'marker',
  'linearGradient',
  'radialGradient',
  'stop',
]);

/** What stands in these is drawn as if they were not there. */
const UNWRAPPED = new Set(['a', 'switch']);

const ATTRIBUTES = new Set(
  `alignment-baseline baseline-shift class clip-path clip-rule clipPathUnits color color-interpolation cx cy d
   direction display dominant-baseline dx dy fill fill-opacity fill-rule font-family font-size font-style font-variant
   font-weight fx fy gradientTransform gradientUnits height id letter-spacing lengthAdjust marker-end marker-mid
   marker-start markerHeight markerUnits markerWidth mask maskContentUnits maskUnits offset opacity orient overflow
   paint-order pathLength patternContentUnits patternTransform patternUnits points preserveAspectRatio r refX refY
   rotate rx ry shape-rendering spreadMethod stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset
   stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width style text-anchor text-decoration
   text-rendering textLength transform unicode-bidi vector-effect viewBox visibility white-space width word-spacing
   writing-mode x x1 x2 y y1 y2`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';
const XLINK_NAMESPACE = 'http://www.w3.org/1999/xlink';

interface Named {
  readonly local: string;
  readonly uri: string;
}

export type Verdict = 'keep' | 'unwrap' | 'drop';

/** Editors' own elements, in namespaces of their own, are dropped like everything that isn't known. */
export function judgeElement({ local, uri }: Named): Verdict {
  // Hand-written files leave the namespace out, and browsers forgive it when the drawing stands in a page.
  if (uri !== SVG_NAMESPACE && uri !== '') return 'drop';
  if (UNWRAPPED.has(local)) return 'unwrap';
  return ELEMENTS.has(local) ? 'keep' : 'drop';
}

/** Something inside the drawing itself: `#name`. */
const LOCAL_REFERENCE = /^\s*#[^\s"'<>]+\s*$/;
const OWN_PICTURE = /^\s*data:image\/(?:png|jpe?g);base64,[A-Za-z0-9+/=\s]+$/;

export interface KeptAttribute {
  readonly name: string;
  readonly value: string;
}

/** @returns the attribute as it is written, or null when it is left out */
export function judgeAttribute(
  element: string,
  attribute: Named & { readonly value: string },
): KeptAttribute | null {
  const { local, uri, value } = attribute;
  if (local === 'href' && (uri === XLINK_NAMESPACE || uri === '')) {
    const own = element === 'image' ? OWN_PICTURE.test(value) : LOCAL_REFERENCE.test(value);
    return own ? { name: 'href', value: value.trim() } : null;
  }
  if (uri !== '' || !ATTRIBUTES.has(local)) return null;
  if (!isHarmlessStyle(value)) return null;
  return { name: local, value };
}

/**
 * Whether CSS, or an attribute that is read as CSS, reaches for nothing outside of the drawing. Escapes and comments are
 * refused along with it, since both can hide what is looked for.
 */
export function isHarmlessStyle(css: string): boolean {
  if (/[\\<]|@|expression|javascript:|\/\*|image-set|-moz-binding|behavior\s*:/i.test(css))
    return false;
  if (/filter\s*:\s*(?!none)/i.test(css)) return false;
  return [...css.matchAll(/url\s*\(\s*(["']?)\s*([^)"']*)/gi)].every(([, , target]) =>
    target?.startsWith('#'),
  );
}
