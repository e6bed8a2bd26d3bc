import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { Storage } from './openStorage.ts';

/** Puts a table into force, and into the record when it wasn't in force before. */
export function recordThresholds(
  { controlRoom, thresholdSets, audit }: Pick<Storage, 'controlRoom' | 'thresholdSets' | 'audit'>,
  thresholds: Thresholds,
  at: number,
): void {
  controlRoom
    .transaction(() => {
      const before = thresholdSets.current()?.version ?? null;
      thresholdSets.record(thresholds, at);
      if (before === thresholds.version) return;
      audit.append({
        by: null,
        action: 'thresholds.change',
        subject: thresholds.version,
        detail: { from: before, to: thresholds.version },
      });
    })
    .immediate();
}
