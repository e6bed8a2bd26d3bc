/** A DXF's entities as lines and letters in the drawing's own units, blocks put where they are inserted. */
import type {
  IArcEntity,
  IBlock,
  ICircleEntity,
  IDimensionEntity,
  IDxf,
  IEllipseEntity,
  IEntity,
  IInsertEntity,
  ILineEntity,
  ILwpolylineEntity,
  IMtextEntity,
  IPoint,
  IPolylineEntity,
  ISolidEntity,
  ISplineEntity,
  ITextEntity,
} from 'dxf-parser';
import { arcDots, bulgeDots, type Dot, ellipseDots, splineDots } from './dxfCurves.ts';

interface DxfText {
  readonly at: Dot;
  readonly height: number;
  /** Degrees, counter-clockwise. */
  readonly turn: number;
  readonly text: string;
}

export interface DxfLines {
  readonly lines: readonly (readonly Dot[])[];
  readonly texts: readonly DxfText[];
}

/** x' = a·x + c·y + e, y' = b·x + d·y + f. */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

const SAME: Matrix = [1, 0, 0, 1, 0, 0];
const MAX_DEPTH = 12;
/** More is no plan that a desk can draw. */
const MAX_DOTS = 400_000;
const MAX_TEXTS = 20_000;

/** Thrown when the drawing has more in it than can be shown. */
export class TooMuch extends Error {}

export function dxfLines(dxf: IDxf): DxfLines {
  const hidden = hiddenLayers(dxf);
  const lines: Dot[][] = [];
  const texts: DxfText[] = [];
  let dots = 0;

  const draw = (line: readonly Dot[], matrix: Matrix) => {
    dots += line.length;
    if (dots > MAX_DOTS) throw new TooMuch();
    const moved = line.map((dot) => apply(matrix, dot));
    if (moved.length > 1 && moved.every(([x, y]) => Number.isFinite(x) && Number.isFinite(y)))
      lines.push(moved);
  };
  const write = (text: string, at: IPoint | undefined, height: number, turn: number, m: Matrix) => {
    const plain = plainText(text);
    if (plain === '' || at === undefined || !(height > 0)) return;
    if (texts.length >= MAX_TEXTS) throw new TooMuch();
    texts.push({
      at: apply(m, [at.x, at.y]),
      height: height * Math.hypot(m[2], m[3]),
      turn: turn + (Math.atan2(m[1], m[0]) * 180) / Math.PI,
      text: plain,
    });
  };
  const insert = (block: IBlock | undefined, matrix: Matrix, depth: number) => {
    if (depth > MAX_DEPTH) throw new TooMuch();
    for (const entity of block?.entities ?? []) place(entity, matrix, depth + 1);
  };
  const place = (entity: IEntity, matrix: Matrix, depth: number) => {
    if (entity.inPaperSpace || entity.visible === false || hidden.has(entity.layer)) return;
    const line = lineOf(entity);
    if (line !== null) {
      draw(line, matrix);
      return;
    }
    switch (entity.type) {
      case 'TEXT': {
        const { text, startPoint, textHeight, rotation } = entity as ITextEntity;
        write(text ?? '', startPoint, textHeight, rotation ?? 0, matrix);
        return;
      }
      case 'MTEXT': {
        const { text, position, height, rotation } = entity as IMtextEntity;
        write(text ?? '', position, height, rotation ?? 0, matrix);
        return;
      }
      case 'DIMENSION':
        insert(dxf.blocks?.[(entity as IDimensionEntity).block], matrix, depth);
        return;
      case 'INSERT':
        for (const inner of insertions(entity as IInsertEntity, dxf))
          insert(dxf.blocks?.[(entity as IInsertEntity).name], multiply(matrix, inner), depth);
    }
  };
  for (const entity of dxf.entities) place(entity, SAME, 0);
  return { lines, texts };
}

function hiddenLayers(dxf: IDxf): ReadonlySet<string> {
  const layers = Object.values(dxf.tables?.layer?.layers ?? {});
  return new Set(
    layers.filter(({ visible, frozen }) => visible === false || frozen).map(({ name }) => name),
  );
}

const dotOf = ({ x, y }: IPoint): Dot => [x, y];

/** @returns null for what isn't drawn as one line */
function lineOf(entity: IEntity): readonly Dot[] | null {
  switch (entity.type) {
    case 'LINE':
      return (entity as ILineEntity).vertices.map(dotOf);
    case 'LWPOLYLINE':
    case 'POLYLINE':
      return polyline(entity as ILwpolylineEntity | IPolylineEntity);
    case 'CIRCLE': {
      const { center, radius } = entity as ICircleEntity;
      return arcDots(dotOf(center), radius, 0, 2 * Math.PI);
    }
    case 'ARC': {
      const { center, radius, startAngle, endAngle } = entity as IArcEntity;
      return arcDots(dotOf(center), radius, startAngle, endAngle);
    }
    case 'ELLIPSE': {
      const { center, majorAxisEndPoint, axisRatio, startAngle, endAngle } =
        entity as IEllipseEntity;
      return ellipseDots(dotOf(center), dotOf(majorAxisEndPoint), axisRatio, startAngle, endAngle);
    }
    case 'SPLINE': {
      const { controlPoints, fitPoints, degreeOfSplineCurve, knotValues } = entity as ISplineEntity;
      if (controlPoints && knotValues)
        return splineDots(controlPoints.map(dotOf), degreeOfSplineCurve, knotValues);
      return (fitPoints ?? []).map(dotOf);
    }
    case 'SOLID': {
      // Its last two corners are the other way round (DXF reference, SOLID).
      const [a, b, c, d] = ((entity as ISolidEntity).points ?? []).map(dotOf);
      return a && b && c ? [a, b, d ?? c, c, a] : [];
    }
    default:
      return null;
  }
}

function polyline({ vertices, shape }: ILwpolylineEntity | IPolylineEntity): readonly Dot[] {
  const [first] = vertices;
  if (first === undefined) return [];
  const dots: Dot[] = [dotOf(first)];
  vertices.forEach((from, i) => {
    const to = vertices[i + 1] ?? (shape ? first : undefined);
    if (to !== undefined) dots.push(...bulgeDots(dotOf(from), dotOf(to), from.bulge ?? 0));
  });
  return dots;
}

/** A block is put in once, or in rows and columns. */
function* insertions(entity: IInsertEntity, dxf: IDxf): Generator<Matrix> {
  const base = dxf.blocks?.[entity.name]?.position ?? { x: 0, y: 0 };
  const turn = ((entity.rotation ?? 0) * Math.PI) / 180;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const xScale = entity.xScale ?? 1;
  const yScale = entity.yScale ?? 1;
  const own: Matrix = [
    cos * xScale,
    sin * xScale,
    -sin * yScale,
    cos * yScale,
    entity.position?.x ?? 0,
    entity.position?.y ?? 0,
  ];
  const rows = Math.min(1000, entity.rowCount || 1);
  const columns = Math.min(1000, entity.columnCount || 1);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const across = column * (entity.columnSpacing ?? 0);
      const up = row * (entity.rowSpacing ?? 0);
      const shift: Matrix = [1, 0, 0, 1, cos * across - sin * up, sin * across + cos * up];
      yield multiply(shift, multiply(own, [1, 0, 0, 1, -base.x, -base.y]));
    }
}

function apply([a, b, c, d, e, f]: Matrix, [x, y]: Dot): Dot {
  return [a * x + c * y + e, b * x + d * y + f];
}

/** First the second, then the first. */
function multiply(m: Matrix, n: Matrix): Matrix {
  const [a, b] = apply([m[0], m[1], m[2], m[3], 0, 0], [n[0], n[1]]);
  const [c, d] = apply([m[0], m[1], m[2], m[3], 0, 0], [n[2], n[3]]);
  const [e, f] = apply(m, [n[4], n[5]]);
  return [a, b, c, d, e, f];
}

/** Without the codes for fonts and sizes that AutoCAD writes into its texts. */
function plainText(text: string): string {
  return text
    .replace(/\\P/g, ' ')
    .replace(/\\U\+([0-9A-F]{4})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    )
    .replace(/\\[A-Za-z][^;\\{}]*;/g, '')
    .replace(/%%[cdpu]/gi, '')
    .replace(/[{}\\]/g, '')
    .trim();
}
