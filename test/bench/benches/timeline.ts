/** A day of one device, as its chart asks for it, with a month of the whole site stored: against a query that finds nothing. */
import { copyFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createLog } from '#engine/log.ts';
import { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import { DAY_MS, dayOf } from '#engine/storage/telemetry/days.ts';
import { defineBench, progress } from '../defineBench.ts';
import { atMost, judged } from '../judging/goal.ts';
import { middle } from '../judging/trend.ts';
import { round } from '../measure.ts';
import { benchFolder, packedDay } from '../parts/packedDay.ts';

const OVER_EMPTY = 20;
/** As a chart of the page's width asks for. */
const MAX_POINTS = 2_000;
const ALSO_WARM = 20;

export const bench = defineBench({
  options: {
    devices: { default: 500, what: 'devices' },
    'interval-seconds': { default: 10, what: 'between the readings of a device' },
    days: { default: 30, what: 'days of readings' },
    queries: { default: 200, what: 'of each kind, of which the middle one counts' },
  },
  async run({ devices, 'interval-seconds': interval, days, queries }) {
    const { dir, remove } = benchFolder('timeline');
    try {
      const start = Math.floor(Date.now() / DAY_MS) * DAY_MS - DAY_MS;
      progress(`receiving and packing a day of ${devices} devices`);
      const made = packedDay(dir, devices, interval * 1000, start);
      await made.store.close();
      const newest = path.join(dir, `${dayOf(start)}.db`);
      for (let before = 1; before < days; before++)
        copyFileSync(newest, path.join(dir, `${dayOf(start - before * DAY_MS)}.db`));
      const store = new TelemetryStore({
        ...{ dir, now: () => start + DAY_MS + 7_200_000, log: createLog('silent') },
      });
      progress('asking');
      const ask = async (deviceId: string) => {
        const begun = performance.now();
        const chart = await store.timeline({
          ...{ deviceId, from: start, to: start + DAY_MS - 1 },
          ...{ maxPoints: MAX_POINTS, gapMs: interval * 3_000 },
        });
        return { ms: performance.now() - begun, found: chart.readingCount };
      };
      const [full, empty]: [number[], number[]] = [[], []];
      let least = Number.POSITIVE_INFINITY;
      // Each after the other, so that both meet the same machine; another device each time, as one looks around.
      for (let n = -ALSO_WARM; n < queries; n++) {
        const one = await ask(`device-${1 + ((n + ALSO_WARM) % devices)}`);
        const none = await ask('nobody');
        if (none.found !== 0) throw new Error('the empty query found something');
        if (n < 0) continue;
        full.push(one.ms);
        empty.push(none.ms);
        least = Math.min(least, one.found);
      }
      await store.close();
      const expected = DAY_MS / (interval * 1000);
      // A device falls silent now and then; one that has half of a day is no day.
      if (least < expected / 2) throw new Error(`a day of ${least} readings is not whole`);
      const figures = {
        storedBytes: days * statSync(newest).size,
        readingsOfADay: least,
        dayMs: round(middle(full), 3),
        emptyMs: round(middle(empty), 3),
        quickestDayMs: round(Math.min(...full), 3),
        quickestEmptyMs: round(Math.min(...empty), 3),
      };
      const over = middle(full) / middle(empty);
      return judged(figures, [atMost('a day of a device, of an empty query', over, OVER_EMPTY)]);
    } finally {
      remove();
    }
  },
});
