/** How one feature was distributed in the training data. */
export interface FeatureReference {
  readonly name: string;
  /** Nine, ascending: the deciles. Equal ones stand side by side where many values are the same. */
  readonly edges: readonly number[];
  /** Ten, adding up to 1: of bin i, the share of values over edge i − 1 and up to edge i. */
  readonly shares: readonly number[];
}

const DECILE_BINS = 10;
/** The edges are stored with six digits: a value that lies on one must not seem to be over it. */
const ROUNDING = 1e-5;

/** Counts values of every feature in the bins of their reference, in a few kilobytes however many come. */
export class FeatureHistograms {
  readonly #edges: Float64Array;
  readonly #features: number;
  /** Shape [features, bins]. */
  readonly counts: Uint32Array;
  windows = 0;

  /** @param saved what `counts` held, and how many windows that were */
  constructor(
    reference: readonly FeatureReference[],
    saved?: { readonly counts: Uint32Array; readonly windows: number },
  ) {
    const perFeature = DECILE_BINS - 1;
    this.#features = reference.length;
    this.#edges = new Float64Array(reference.length * perFeature);
    for (const [i, { edges }] of reference.entries())
      for (const [j, edge] of edges.entries())
        this.#edges[i * perFeature + j] = edge + Math.abs(edge) * ROUNDING;
    this.counts = new Uint32Array(reference.length * DECILE_BINS);
    if (saved) this.merge(saved);
  }

  /** @param values shape [features], in the order of the reference, from `offset` on */
  add(values: ArrayLike<number>, offset = 0): void {
    const perFeature = DECILE_BINS - 1;
    for (let i = 0; i < this.#features; i++) {
      const value = values[offset + i]!;
      let bin = 0;
      while (bin < perFeature && value > this.#edges[i * perFeature + bin]!) bin++;
      this.counts[i * DECILE_BINS + bin]!++;
    }
    this.windows++;
  }

  /** Counts of another reference are left out: they mean something else. */
  merge(other: { readonly counts: Uint32Array; readonly windows: number }): void {
    if (other.counts.length !== this.counts.length) return;
    for (let i = 0; i < this.counts.length; i++) this.counts[i]! += other.counts[i]!;
    this.windows += other.windows;
  }

  /** Of one feature, one count a bin. */
  of(feature: number): Uint32Array {
    return this.counts.subarray(feature * DECILE_BINS, (feature + 1) * DECILE_BINS);
  }
}
