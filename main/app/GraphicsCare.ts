import { z } from 'zod';
import type { Logger } from '#engine/log.ts';
import type { StateFile } from './StateFile.ts';

/** So many deaths of the graphics process in so short a time are no accident; Chromium itself gives up soon after. */
const DEATHS = 3;
const WITHIN_MS = 600_000;

export const GraphicsState = z.object({
  /** The version of the program that drew in software from then on; another one tries the hardware again. */
  softwareFor: z.string().nullable(),
});
export type GraphicsState = z.output<typeof GraphicsState>;

export interface GraphicsParts {
  readonly version: string;
  readonly state: Pick<StateFile<GraphicsState>, 'read' | 'write'>;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Says it to whoever is at the desk. */
  readonly tell: () => void;
  readonly log: Logger;
}

/** Asked before Electron is ready, when it can still be switched off. */
export function drawsInSoftware(
  state: Pick<StateFile<GraphicsState>, 'read'>,
  version: string,
): boolean {
  return state.read().softwareFor === version;
}

/**
 * Chromium restarts its graphics process by itself, and ends the whole program when that keeps dying. Before it comes to
 * that, the next start is told to do without the hardware: a desk that is slow is better than one that vanishes.
 */
export class GraphicsCare {
  readonly #parts: GraphicsParts;
  readonly #deaths: number[] = [];
  #gaveUp = false;

  constructor(parts: GraphicsParts) {
    this.#parts = parts;
  }

  gone(): void {
    const { now, state, version, log, tell } = this.#parts;
    const at = now();
    this.#deaths.push(at);
    while (this.#deaths[0]! < at - WITHIN_MS) this.#deaths.shift();
    if (this.#gaveUp || this.#deaths.length < DEATHS) return;
    this.#gaveUp = true;
    log.error(
      { deaths: this.#deaths.length },
      'graphics are drawn in software from the next start',
    );
    state.write({ softwareFor: version });
    tell();
  }
}
