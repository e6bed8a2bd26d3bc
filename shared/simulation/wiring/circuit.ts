import type { LoadKind } from '../demo/loadKinds.ts';

/** One measured circuit: where its device hangs and what it feeds. */
export interface Circuit {
  /** As the label on the panel says, without the floor. */
  readonly name: string;
  readonly xM: number;
  readonly yM: number;
  readonly load: LoadKind;
  /** A. Clamps of this make end at 100 A; larger feeders are measured behind a transformer. */
  readonly ratedA: number;
  readonly panel: string;
}

/** The circuits of one panel. */
export function panel(
  id: string,
  ...circuits: readonly (readonly [
    name: string,
    xM: number,
    yM: number,
    load: LoadKind,
    ratedA: number,
  ])[]
): readonly Circuit[] {
  return circuits.map(([name, xM, yM, load, ratedA]) => ({
    name,
    xM,
    yM,
    load,
    ratedA,
    panel: id,
  }));
}
