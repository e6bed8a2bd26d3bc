import { randomUUID } from 'node:crypto';
import type { OpenedSecrets } from './openConnection.ts';

/** Long enough to read what was found and to press "save". */
const KEPT_MS = 15 * 60_000;
const MAX_KEPT = 8;

interface Kept {
  readonly secrets: OpenedSecrets;
  readonly operatorId: string;
  readonly until: number;
}

/** Secrets of imported files, in memory only, until they are saved or time is up. The page is told an id for them. */
export class ImportShelf {
  readonly #kept = new Map<string, Kept>();
  readonly #monotonicNow: () => number;

  constructor(monotonicNow: () => number) {
    this.#monotonicNow = monotonicNow;
  }

  keep(secrets: OpenedSecrets, operatorId: string): string {
    this.#dropOld();
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    const id = randomUUID();
    this.#kept.set(id, { secrets, operatorId, until: this.#monotonicNow() + KEPT_MS });
    return id;
  }

  /** @returns null when there is none of this id that is this person's */
  take(id: string, operatorId: string): OpenedSecrets | null {
    this.#dropOld();
    const kept = this.#kept.get(id);
    return kept?.operatorId === operatorId ? kept.secrets : null;
  }

  forget(id: string): void {
    this.#kept.delete(id);
  }

  #dropOld(): void {
    const now = this.#monotonicNow();
    for (const [id, { until }] of this.#kept) if (until <= now) this.#kept.delete(id);
  }
}
