import type { CellState } from '#shared/walkTest/coverage.ts';

/** Told apart by outline alone, also on paper: a ring, a half square, a full disc with a tick, a cross. */
const DRAWINGS: Readonly<Record<CellState, { readonly line: string; readonly fill?: string }>> = {
  untested: { line: 'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8' },
  byDesk: { line: 'M5 5h14v14H5z', fill: 'M5 19L19 5v14z' },
  byDevice: { line: 'M7.5 12.5l3 3 6-7', fill: 'M12 2a10 10 0 1 0 0 20a10 10 0 1 0 0-20' },
  failed: { line: 'M5 5l14 14M19 5L5 19' },
};

/** The state of one point. Decorative: what it stands for is said by its cell. */
export function CellShape({ state }: { state: CellState }) {
  const { line, fill } = DRAWINGS[state];
  return (
    <svg className="cell-shape" data-state={state} viewBox="0 0 24 24" aria-hidden="true">
      {fill !== undefined && <path className="cell-fill" d={fill} />}
      <path className="cell-line" d={line} />
    </svg>
  );
}
