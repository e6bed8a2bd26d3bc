/** A telemetry store on real files, with a clock that the test moves. */
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { StorageRepair } from '#engine/storage/StorageRepair.ts';
import type { StoredReading } from '#engine/storage/StoredReading.ts';
import { TelemetryStore, type TelemetryStoreOptions } from '#engine/storage/TelemetryStore.ts';
import { silent, temporaryFolder } from './folder.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Noon of a Friday, UTC. */
export const NOON = Date.parse('2026-01-02T12:00:00Z');

export interface Bench {
  readonly dir: string;
  readonly clock: { now: number };
  readonly repairs: StorageRepair[];
  store: TelemetryStore;
  /** Closes the store and opens another on the same files, as a restart does. */
  restart(more?: Partial<TelemetryStoreOptions>): Promise<TelemetryStore>;
  file(day: string): string;
}

export function bench(more: Partial<TelemetryStoreOptions> = {}): Bench {
  const dir = path.join(temporaryFolder(), 'telemetry');
  const clock = { now: NOON };
  const repairs: StorageRepair[] = [];
  const open = (again: Partial<TelemetryStoreOptions>) =>
    new TelemetryStore({
      dir,
      now: () => clock.now,
      log: silent,
      onRepair: (repair) => repairs.push(repair),
      ...more,
      ...again,
    });
  const made: Bench = {
    dir,
    clock,
    repairs,
    store: open({}),
    async restart(again = {}) {
      await made.store.close();
      made.store = open(again);
      return made.store;
    },
    file: (day) => path.join(dir, `${day}.db`),
  };
  onTestFinished(() => made.store.close());
  return made;
}

/** Packs until there is nothing left that may be packed now. */
export function packAll(store: TelemetryStore): number {
  let rows = 0;
  for (;;) {
    const { rowsPacked, more } = store.pack(1_000);
    rows += rowsPacked;
    if (!more) return rows;
  }
}

export function times(rows: readonly StoredReading[]): number[] {
  return rows.map(({ reading }) => reading.measuredAt);
}
