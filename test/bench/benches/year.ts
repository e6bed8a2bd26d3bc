/** What a year of quarter-hour summaries takes on disk, and a chart of it. */
import path from 'node:path';
import { createLog } from '#engine/log.ts';
import { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import { DAY_MS, dayOf } from '#engine/storage/telemetry/days.ts';
import { summariseDay } from '#engine/storage/telemetry/summaries/summariseDay.ts';
import { summaryBytes, summaryPath } from '#engine/storage/telemetry/summaries/summaryFolder.ts';
import { defineBench, progress } from '../defineBench.ts';
import { round } from '../measure.ts';
import { benchFolder, packedDay } from '../parts/packedDay.ts';

const YEAR_DAYS = 365;
const SITE_DEVICES = 500;
const CHARTS = 10;

export const bench = defineBench({
  options: {
    devices: { default: 50, what: 'devices; what they take grows with their number' },
    'interval-seconds': { default: 10, what: 'between the readings of a device' },
    days: { default: YEAR_DAYS, what: 'days that are summarised' },
  },
  async run({ devices, 'interval-seconds': interval, days }) {
    const { dir, remove } = benchFolder('year');
    try {
      const start = Date.UTC(2026, 0, 1);
      progress('receiving and packing a day');
      const { store, rows } = packedDay(dir, devices, interval * 1000, start);
      const [segment] = store.segments();
      await store.close();
      // Every day is this one: what is measured is its form, not its weather.
      const other = path.join(dir, 'year');
      const summaries = path.join(other, 'summaries');
      const begun = performance.now();
      for (let day = 0; day < days; day++) {
        const name = dayOf(start + day * DAY_MS);
        const to = summaryPath(summaries, name);
        summariseDay({ path: path.join(dir, `${segment!.day}.db`), day: name, to, at: start });
        if (day % 50 === 49) progress(`${day + 1} days summarised`);
      }
      const seconds = (performance.now() - begun) / 1000;
      const bytes = summaryBytes(summaries);
      const perDeviceDay = bytes / devices / days;
      const after = start + (days + 60) * DAY_MS;
      const charts = await yearOf(other, start, after);
      return {
        readingsADay: rows,
        segmentBytesADay: segment!.bytes,
        summaryBytes: bytes,
        bytesPerDeviceDay: round(perDeviceDay, 0),
        aYearOf500DevicesInGigabytes: round((perDeviceDay * SITE_DEVICES * YEAR_DAYS) / 1e9, 3),
        secondsToSummariseADay: round(seconds / days, 3),
        yearChartMilliseconds: charts,
      };
    } finally {
      remove();
    }
  },
});

async function yearOf(dir: string, from: number, now: number): Promise<readonly number[]> {
  const store = new TelemetryStore({ dir, now: () => now, log: createLog('silent') });
  const times: number[] = [];
  for (let n = 0; n < CHARTS; n++) {
    const begun = performance.now();
    const chart = await store.timeline({
      deviceId: `device-${1 + (n % 5)}`,
      from,
      to: now,
      maxPoints: 2_000,
      gapMs: 30_000,
    });
    if (chart.readingCount === 0) throw new Error('the chart of the year is empty');
    times.push(round(performance.now() - begun, 1));
  }
  await store.close();
  return times;
}
