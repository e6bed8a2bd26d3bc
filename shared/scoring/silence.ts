/** When a device that says nothing counts as silent. */
import type { Thresholds } from './thresholds.ts';

/** Milliseconds without a reading after which a device with this expected interval is silent. */
export function silentAfterMs(expectedIntervalMs: number, { silence }: Thresholds): number {
  return Math.max(silence.minimumMs, silence.multiple * expectedIntervalMs);
}
