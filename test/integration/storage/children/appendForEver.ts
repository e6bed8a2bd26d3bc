/** Appends batch after batch, packs in between, and says after each commit how many readings are on disk. */
import { createLog } from '#engine/log.ts';
import { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import { scored } from '../../../unit/storage/readings.ts';

const [dir, startText] = process.argv.slice(2);
const start = Number(startText);
let now = start;
const store = new TelemetryStore({ dir: dir!, now: () => now, log: createLog('silent') });
const BATCH = 100;
const STEP_MS = 1_000;

for (let committed = 0; ; ) {
  const batch = Array.from({ length: BATCH }, (_, index) => {
    const at = start + (committed + index) * STEP_MS;
    return scored(at, { idx: committed + index, deviceId: `device-${(committed + index) % 7}` });
  });
  now = batch.at(-1)!.reading.receivedAt;
  store.append(batch);
  committed += BATCH;
  process.stdout.write(`${committed}\n`);
  store.pack(2);
  // Lets the line out before the next batch: what was not announced may be lost.
  await new Promise((resolve) => setImmediate(resolve));
}
