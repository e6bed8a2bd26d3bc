import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLog } from '#engine/log.ts';
import type { ScoredReading } from '#engine/scoredReading.ts';
import { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import { assess } from '#shared/scoring/assess.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { decodeMessage } from '#shared/telemetry/wireMessage.ts';

const DAY_MS = 86_400_000;
const UNITS = { powerUnit: 'kW', powerFactorUnit: 'ratio' } as const;

/** A folder of its own, and the way to be rid of it. */
export function benchFolder(name: string): { dir: string; remove: () => void } {
  const dir = mkdtempSync(path.join(tmpdir(), `emberwatch-bench-${name}-`));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/**
 * One day of a simulated site, received, packed and sealed as the desk does it.
 *
 * @param start of the day, UTC
 * @returns the store, whose clock stands two hours behind the day's end
 */
export function packedDay(dir: string, devices: number, intervalMs: number, start: number) {
  const deviceIds = Array.from({ length: devices }, (_, i) => `device-${i + 1}`);
  const simulator = createSimulator({ deviceIds, seed: 7, intervalMs });
  const histories = deviceIds.map(() => new DeviceHistory());
  let now = start;
  const store = new TelemetryStore({ dir, now: () => now, log: createLog('silent') });
  let rows = 0;
  for (; now < start + DAY_MS; now += intervalMs) {
    const batch: ScoredReading[] = [];
    for (let device = 0; device < devices; device++) {
      const decoded = decodeMessage(simulator.step(device, now), UNITS);
      if (!decoded.ok) continue;
      const reading = { ...decoded.reading, measuredAt: now, receivedAt: now, quality: [] };
      const assessment = assess(reading, histories[device]!, DEFAULT_THRESHOLDS);
      batch.push({ reading, assessment });
    }
    store.append(batch);
    rows += batch.length;
    if ((now - start) % 3_600_000 === 0) while (store.pack(1_000).more);
  }
  now = start + DAY_MS + 7_200_000;
  while (store.pack(1_000).more);
  return { store, rows };
}
