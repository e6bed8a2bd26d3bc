/**
 * How many elements a drawing becomes once every reference is followed: `use`, masks, patterns and the like. A dozen lines
 * that use one another twice each make more shapes than any machine can draw, so this is counted before anybody tries.
 */
export class SvgUses {
  /** Elements inside of each name, itself included, and what is used there. */
  readonly #within = new Map<string, { own: number; used: string[] }>();
  readonly #open: (string | null)[] = [];
  readonly #used: string[] = [];
  #all = 0;

  /** @param targets names that the element refers to */
  begin(id: string | null, targets: readonly string[]): void {
    const first = id !== null && !this.#within.has(id);
    if (first) this.#within.set(id, { own: 0, used: [] });
    this.#open.push(first ? id : null);
    this.#all++;
    this.#used.push(...targets);
    for (const name of this.#open) {
      const inside = name === null ? undefined : this.#within.get(name);
      if (!inside) continue;
      inside.own++;
      inside.used.push(...targets);
    }
  }

  end(): void {
    this.#open.pop();
  }

  /** Infinity for one that uses itself. */
  drawn(): number {
    const known = new Map<string, number>();
    const count = (name: string): number => {
      const counted = known.get(name);
      if (counted !== undefined) return counted;
      const inside = this.#within.get(name);
      if (!inside) return 0;
      // Until it is counted it is without end, and stays so when it leads back to itself.
      known.set(name, Number.POSITIVE_INFINITY);
      const total = inside.used.reduce((sum, used) => sum + count(used), inside.own);
      known.set(name, total);
      return total;
    };
    return this.#used.reduce((sum, used) => sum + count(used), this.#all);
  }
}
