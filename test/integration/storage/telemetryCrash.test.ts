import { describe, expect, test } from 'vitest';
import { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import { startChild } from './child.ts';
import { filesLike, silent, temporaryFolder } from './folder.ts';
import { DAY, NOON } from './telemetry.ts';

describe('an engine that is killed', () => {
  test.each([5, 60, 200])(
    'in the middle of appending and packing, after %i commits, has kept all it announced, each once',
    async (commits) => {
      const dir = temporaryFolder();
      const child = startChild(new URL('./children/appendForEver.ts', import.meta.url), [
        dir,
        String(NOON),
      ]);
      let announced = 0;
      for (let n = 0; n < commits; n++) announced = Number(await child.line());
      await child.kill();
      const end = NOON + 30 * DAY;
      const store = new TelemetryStore({
        dir,
        now: () => end,
        log: silent,
        onRepair: () => {
          throw new Error('a kill is no reason for damage');
        },
      });
      try {
        const rows = [...store.recent({ sinceReceivedAt: 0, limit: 1_000_000 })];
        expect(rows.length).toBeGreaterThanOrEqual(announced);
        // Whole batches, nothing twice, nothing left out.
        expect(rows.length % 100).toBe(0);
        expect(rows.map(({ reading }) => reading.idx)).toEqual(rows.map((_, index) => index));
        while (store.pack(1_000).more);
        expect(await store.latestRows('device-3', 1_000_000)).toHaveLength(
          rows.filter(({ reading }) => reading.deviceId === 'device-3').length,
        );
      } finally {
        await store.close();
      }
      expect(filesLike(dir, 'damaged')).toEqual([]);
    },
  );
});
