import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { type Nearness, nearness, type Place } from './neighbours.ts';

export interface Neighbour extends Nearness {
  readonly deviceId: string;
}

/** Who is near whom, worked out for a device when it is first asked for, and again after anything was placed. */
export class Neighbourhood {
  readonly #thresholds: Pick<Thresholds, 'analytics'>;
  readonly #places = new Map<string, Place>();
  readonly #known = new Map<string, readonly Neighbour[]>();

  constructor(thresholds: Pick<Thresholds, 'analytics'>) {
    this.#thresholds = thresholds;
  }

  /** @param place null for a device that is taken off the plan */
  place(deviceId: string, place: Place | null): void {
    if (place === null) this.#places.delete(deviceId);
    else this.#places.set(deviceId, place);
    this.#known.clear();
  }

  /** Nearest first; those on other floors last. */
  of(deviceId: string): readonly Neighbour[] {
    const known = this.#known.get(deviceId);
    if (known) return known;
    const own = this.#places.get(deviceId) ?? null;
    const found: Neighbour[] = [];
    for (const [other, place] of this.#places) {
      const near = other === deviceId ? null : nearness(own, place, this.#thresholds);
      if (near) found.push({ deviceId: other, ...near });
    }
    found.sort((a, b) => metres(a) - metres(b) || (a.deviceId < b.deviceId ? -1 : 1));
    this.#known.set(deviceId, found);
    return found;
  }
}

const metres = ({ distanceM }: Neighbour): number => distanceM ?? Number.POSITIVE_INFINITY;
