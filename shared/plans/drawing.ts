/** A floor's drawing as a file: what may be one, and how what a file is gets decided: by its bytes, never by its name. */
import { z } from 'zod';

const MEBI = 1024 * 1024;

/** What the engine keeps and the desk shows. Everything else is turned into one of these on the way in. */
const DRAWING_TYPES = ['image/png', 'image/jpeg', 'image/svg+xml'] as const;
export type DrawingType = (typeof DRAWING_TYPES)[number];

/** What a drawing was before it came in. */
const SOURCE_KINDS = ['png', 'jpeg', 'svg', 'pdf', 'dxf'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

export const MAX_DRAWING_BYTES: Readonly<Record<DrawingType, number>> = {
  'image/png': 20 * MEBI,
  'image/jpeg': 20 * MEBI,
  // Read through element by element while readings wait: a tenth of a second.
  'image/svg+xml': 4 * MEBI,
};
/** The largest that any of them may be. */
export const MAX_UPLOAD_BYTES = 20 * MEBI;
/** Decoded it is four bytes a pixel, on every desk. */
export const MAX_PIXELS = 32_000_000;
export const MAX_SIDE_PX = 16_384;
/** Of an SVG: more is drawn too slowly to be dragged under a hand. */
export const MAX_ELEMENTS = 60_000;
export const MAX_NUMBERS = 1_200_000;

/** A stored drawing. */
export interface DrawingView {
  /** SHA-256 of what is stored: its name, here and on disk. */
  readonly sha256: string;
  readonly mediaType: DrawingType;
  /** Pixels, or the units of an SVG's viewBox. */
  readonly width: number;
  readonly height: number;
  readonly byteLength: number;
  /** Kinds of things that were taken out of an SVG, like `script`; empty when nothing had to be. */
  readonly removed: readonly string[];
}

export const DrawingHash = z.string().regex(/^[0-9a-f]{64}$/);

/** Which drawing a floor shows, and how. */
export const FloorDrawingSchema = z.strictObject({
  sha256: DrawingHash,
  mediaType: z.enum(DRAWING_TYPES),
  /** Dark lines on a light sheet: turned over in the dark theme, so that the sheet doesn't blind. */
  invert: z.boolean(),
  /** Whether somebody said how many metres it is wide; until then it is a guess. */
  scaled: z.boolean(),
  /** What it was before it came in, for whoever looks for the original. */
  source: z.strictObject({
    name: z.string().max(200),
    kind: z.enum(SOURCE_KINDS),
    /** Of a PDF, from 1. */
    page: z.number().int().min(1).max(10_000).nullable(),
  }),
});
export type FloorDrawing = z.infer<typeof FloorDrawingSchema>;

const DRAWING_REFUSALS = [
  'empty',
  'tooLarge',
  /** No PNG, JPEG or SVG by its content. */
  'unknownType',
  /** It begins as one, but can't be read to its end. */
  'damaged',
  /** More pixels than a desk can hold. */
  'tooManyPixels',
  /** An SVG with more shapes or points than can be drawn quickly. */
  'tooManyShapes',
  /** An SVG without a size. */
  'noSize',
  'diskFull',
  'busy',
  'interrupted',
] as const;
export type DrawingRefusal = (typeof DRAWING_REFUSALS)[number];

const startsWith = (bytes: Uint8Array, magic: readonly number[]): boolean =>
  magic.every((byte, i) => bytes[i] === byte);

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d];
/** The first group of every DXF: a section begins, or a comment before it. */
const DXF = /^\s*(?:999\r?\n[^\n]*\n\s*)*0\r?\n\s*SECTION\b/;
const SVG = /<svg[\s>]/;
/** Declarations, comments and a doctype may stand before the root. */
const HEAD_BYTES = 64 * 1024;

/** What a file is, by its first bytes; undefined for everything that no plan can be made of. */
export function sourceKindOf(bytes: Uint8Array): SourceKind | undefined {
  if (startsWith(bytes, PNG)) return 'png';
  if (startsWith(bytes, JPEG)) return 'jpeg';
  if (startsWith(bytes, PDF)) return 'pdf';
  const head = textOf(bytes.subarray(0, HEAD_BYTES));
  if (DXF.test(head)) return 'dxf';
  const [first] = head.trimStart();
  return first === '<' && SVG.test(head) ? 'svg' : undefined;
}

/** Only ASCII is looked for, and a character that is cut in two does no harm. */
function textOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : '?';
  return text.replace(/^\?{3}(?=\s*<|\s*0|\s*999)/, '');
}
