import {
  type DrawingRefusal,
  type DrawingType,
  MAX_DRAWING_BYTES,
  MAX_PIXELS,
  MAX_SIDE_PX,
  type SourceKind,
  sourceKindOf,
} from '#shared/plans/drawing.ts';
import { jpegSize, type PictureSize, pngSize } from './pictureSize.ts';
import { sanitizeSvg } from './sanitizeSvg.ts';

export interface ReadDrawing {
  readonly mediaType: DrawingType;
  readonly width: number;
  readonly height: number;
  /** What is kept: cleaned, and not what came in. */
  readonly bytes: Buffer;
  readonly removed: readonly string[];
}

const TYPES: Readonly<Partial<Record<SourceKind, DrawingType>>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  svg: 'image/svg+xml',
};

/** Looks at what a file is, whatever its name says, and takes out of it what no drawing needs. */
export function readDrawing(bytes: Buffer): ReadDrawing | DrawingRefusal {
  const kind = sourceKindOf(bytes);
  const mediaType = kind && TYPES[kind];
  if (mediaType === undefined) return 'unknownType';
  if (bytes.length > MAX_DRAWING_BYTES[mediaType]) return 'tooLarge';
  switch (mediaType) {
    case 'image/png':
      return readPicture(mediaType, pngSize(bytes));
    case 'image/jpeg':
      return readPicture(mediaType, jpegSize(bytes));
    case 'image/svg+xml':
      return readSvg(bytes);
  }
}

function readPicture(
  mediaType: DrawingType,
  picture: PictureSize | undefined,
): ReadDrawing | DrawingRefusal {
  if (picture === undefined || picture.width === 0 || picture.height === 0) return 'damaged';
  const { width, height } = picture;
  if (Math.max(width, height) > MAX_SIDE_PX || width * height > MAX_PIXELS) return 'tooManyPixels';
  return { mediaType, ...picture, removed: [] };
}

function readSvg(bytes: Buffer): ReadDrawing | DrawingRefusal {
  let text: string;
  try {
    text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return 'damaged';
  }
  const clean = sanitizeSvg(text);
  if (typeof clean === 'string') return clean;
  const { svg, width, height, removed } = clean;
  return { mediaType: 'image/svg+xml', width, height, bytes: Buffer.from(svg), removed };
}

/** What the declaration says; Korean drawing programs of some age write EUC-KR. */
function encodingOf(bytes: Buffer): string {
  const declared = /^<\?xml[^>]*encoding=["']([\w-]+)["']/.exec(bytes.toString('latin1', 0, 200));
  return /^(euc-kr|ks_c_5601-1987|cp949|windows-949)$/i.test(declared?.[1] ?? '')
    ? 'euc-kr'
    : 'utf-8';
}
