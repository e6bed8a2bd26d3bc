/** Seeded randomness: the same seed and labels give the same numbers on every machine. */

export interface Random {
  /** 0 (inclusive) to 1 (exclusive). */
  next(): number;
  between(low: number, high: number): number;
  /** Mean 0, standard deviation 1, never beyond ±3: a sensor's noise has no tails. */
  normal(): number;
  pick<T>(choices: readonly [T, ...T[]]): T;
}

/** FNV-1a over the labels, so that neighbours such as device 1 and device 2 begin far apart. */
export function hash(seed: number, labels: readonly (string | number)[]): number {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (const character of labels.join('/')) {
    h = Math.imul(h ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return h;
}

/** Mulberry32 (T. Ettinger, public domain description): 32 bits of state, enough for a simulated building. */
export function seeded(seed: number, ...labels: readonly (string | number)[]): Random {
  let state = hash(seed, labels);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    // Irwin-Hall of three: cheap, bounded, and only additions, so equal on every machine to the last bit.
    normal: () => (next() + next() + next() - 1.5) * 2,
    pick: (choices) => choices[Math.floor(next() * choices.length)] ?? choices[0],
  };
}
