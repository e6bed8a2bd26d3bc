import { describe, expect, it } from 'vitest';
import { sanitizeSvg } from '#engine/plans/sanitizeSvg.ts';
import { arcDots, bulgeDots, splineDots } from '../../../renderer/plan-import/dxfCurves.ts';
import { dxfDrawing, dxfText } from '../../../renderer/plan-import/dxfDrawing.ts';

type Group = readonly [code: number, value: string | number];
const groups = (...all: Group[]) => all.map(([code, value]) => `${code}\n${value}\n`).join('');
const section = (name: string, inside: string) =>
  `${groups([0, 'SECTION'], [2, name])}${inside}${groups([0, 'ENDSEC'])}`;
const line = (x1: number, y1: number, x2: number, y2: number, layer = 'WALL') =>
  groups([0, 'LINE'], [8, layer], [10, x1], [20, y1], [11, x2], [21, y2]);
const HEADER = section('HEADER', groups([9, '$INSUNITS'], [70, 4]));
const LAYERS = section(
  'TABLES',
  groups(
    [0, 'TABLE'],
    [2, 'LAYER'],
    [70, 1],
    [0, 'LAYER'],
    [2, 'OFF'],
    [70, 1],
    [62, -7],
    [0, 'ENDTAB'],
  ),
);
const dxf = (entities: string, blocks = '') =>
  `${HEADER}${LAYERS}${section('BLOCKS', blocks)}${section('ENTITIES', entities)}${groups([0, 'EOF'])}`;

function drawn(text: string) {
  const answer = dxfDrawing(text);
  if (!answer.done) throw new Error(answer.why);
  return answer;
}
const pathOf = (text: string) => /d="([^"]*)"/.exec(drawn(text).svg)?.[1];

describe('a DXF as a drawing', () => {
  it('stands upright and knows how many metres it is wide', () => {
    // 40 m by 20 m in millimetres, which is 4,000 units and a margin of 20.
    const { svg, metres } = drawn(dxf(line(0, 0, 40_000, 0) + line(0, 0, 0, 20_000)));
    expect(metres).toBeCloseTo(40.4);
    expect(svg).toContain('viewBox="0 0 4040 2040"');
    expect(svg).toContain('d="M20 2020L4020 2020M20 2020L20 20"');
  });

  it('is taken by the engine as it is', () => {
    const text = groups(
      [0, 'TEXT'],
      [8, '0'],
      [10, 1],
      [20, 1],
      [40, 0.5],
      [50, 30],
      [1, '전기실 <EPS> & %%c50'],
    );
    const { svg } = drawn(dxf(line(0, 0, 10, 10) + text));
    const clean = sanitizeSvg(svg);
    expect(clean).toMatchObject({ removed: [] });
    expect(typeof clean === 'string' ? clean : clean.svg).toContain(
      '전기실 &lt;EPS&gt; &amp; 50</text>',
    );
  });

  it('puts blocks where they are inserted, turned and in rows, and leaves out layers that are off', () => {
    const block =
      groups([0, 'BLOCK'], [8, '0'], [2, 'DOOR'], [70, 0], [10, 0], [20, 0]) +
      line(0, 0, 10, 0) +
      groups([0, 'ENDBLK'], [8, '0']);
    const insert = groups(
      [0, 'INSERT'],
      [8, '0'],
      [2, 'DOOR'],
      [10, 50],
      [20, 0],
      [50, 90],
      [70, 2],
      [44, 20],
    );
    const path = pathOf(dxf(line(0, 0, 100, 0) + insert + line(0, 0, 0, 9_999, 'OFF'), block));
    // 40 units a millimetre; the columns go up, for the row of them is turned as well.
    expect(path).toBe('M20 1220L4020 1220M2020 1220L2020 820M2020 420L2020 20');
  });

  it('without end, or of nothing that is seen, is refused with the reason', () => {
    const self =
      groups([0, 'BLOCK'], [8, '0'], [2, 'A'], [10, 0], [20, 0]) +
      line(0, 0, 1, 1) +
      groups([0, 'INSERT'], [8, '0'], [2, 'A'], [10, 1], [20, 0], [0, 'ENDBLK'], [8, '0']);
    const insert = groups([0, 'INSERT'], [8, '0'], [2, 'A'], [10, 0], [20, 0]);
    expect(dxfDrawing(dxf(insert, self))).toEqual({ done: false, why: 'tooManyShapes' });
    expect(dxfDrawing(dxf(line(0, 0, 1, 1, 'OFF')))).toEqual({ done: false, why: 'nothingInIt' });
    expect(dxfDrawing('0\nSECTION\nnonsense')).toMatchObject({ done: false });
  });

  it('is read in the Korean of old machines too', () => {
    expect(dxfText(new Uint8Array([0xc0, 0xfc, 0xb1, 0xe2]))).toBe('전기');
    expect(dxfText(new TextEncoder().encode('전기'))).toBe('전기');
  });
});

describe('curves', () => {
  const near = ([x, y]: readonly [number, number], [a, b]: readonly [number, number]) => {
    expect(x).toBeCloseTo(a);
    expect(y).toBeCloseTo(b);
  };
  it('go where they should, counter-clockwise over nought', () => {
    const arc = arcDots([0, 0], 2, (3 / 2) * Math.PI, Math.PI / 2);
    near(arc[0] ?? [9, 9], [0, -2]);
    near(arc[Math.floor(arc.length / 2)] ?? [9, 9], [2, 0]);
    near(arc.at(-1) ?? [9, 9], [0, 2]);
  });
  it('of a bulge of one are half a circle to the right of the way', () => {
    const half = bulgeDots([0, 0], [2, 0], 1);
    near(half[Math.floor(half.length / 2) - 1] ?? [9, 9], [1, -1]);
    near(half.at(-1) ?? [9, 9], [2, 0]);
    expect(bulgeDots([0, 0], [2, 0], 0)).toEqual([[2, 0]]);
  });
  it('of a spline begin and end at its ends', () => {
    const dots = splineDots(
      [
        [0, 0],
        [1, 2],
        [3, 2],
        [4, 0],
      ],
      3,
      [0, 0, 0, 0, 1, 1, 1, 1],
    );
    near(dots[0] ?? [9, 9], [0, 0]);
    near(dots[Math.floor(dots.length / 2)] ?? [9, 9], [2, 1.5]);
    near(dots.at(-1) ?? [9, 9], [4, 0]);
  });
});
