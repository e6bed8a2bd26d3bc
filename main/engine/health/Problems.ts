import type { DeskProblem } from '#shared/contract/views.ts';

/** What is wrong with the desk itself now. One entry a code: the first time it was seen, the newest detail. */
export class Problems {
  readonly #now: () => number;
  readonly #changed: () => void;
  readonly #problems = new Map<DeskProblem['code'], DeskProblem>();

  constructor(now: () => number, changed: () => void) {
    this.#now = now;
    this.#changed = changed;
  }

  /** @param detail what and where; null when it is mended. */
  set(code: DeskProblem['code'], detail: string | null): void {
    const known = this.#problems.get(code);
    if (detail === null) {
      if (!this.#problems.delete(code)) return;
    } else {
      if (known?.detail === detail) return;
      this.#problems.set(code, { code, since: known?.since ?? this.#now(), detail });
    }
    this.#changed();
  }

  list(): readonly DeskProblem[] {
    return [...this.#problems.values()];
  }
}
