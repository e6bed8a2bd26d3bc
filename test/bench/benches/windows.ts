/** What the analysis of the stream costs a reading, as a share of what scoring it costs in the same run. */

import type { ScoredReading } from '#engine/scoredReading.ts';
import { SiteAnalytics } from '#shared/analytics/SiteAnalytics.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import { defineBench, progress } from '../defineBench.ts';
import { type Measurement, measurement, median, round } from '../measure.ts';
import { encodedMessages } from '../messages.ts';
import { benchDecode } from '../parts/decode.ts';
import { benchScore } from '../parts/score.ts';

/** No more than so many times the scoring. */
const ALLOWED = 3;

export const bench = defineBench({
  options: {
    devices: { default: 1_000, what: 'devices that send a reading a second' },
    seconds: { default: 120, what: 'that they send' },
    repetitions: { default: 3, what: 'of which the middle one counts' },
  },
  async run({ devices, seconds, repetitions }) {
    const startAt = Date.now() - seconds * 1_000;
    progress(`${devices * seconds} messages of ${devices} devices`);
    const messages = encodedMessages(devices * seconds, devices, startAt);
    const { readings } = benchDecode(messages, startAt + seconds * 1_000);
    const { scored } = benchScore(readings);
    const score = await median(repetitions, () => benchScore(readings).measured);
    const windows = await median(repetitions, () => benchWindowsOf(scored).measured);
    const share = round(windows.microsecondsEach / score.microsecondsEach, 2);
    progress('an hour before them');
    const full = afterAnHour(scored, seconds);
    return {
      devices,
      score,
      windows,
      share,
      allowed: ALLOWED,
      // With an hour behind it: the cost of a reading must not grow with what the windows hold.
      withAnHourBehind: full.measured,
      kilobytesADevice: full.kilobytesADevice,
      ...(share > ALLOWED && { failed: `${share} times the scoring` }),
    };
  },
});

/** Every window, neighbours and findings of every device, as the desk looks at them. */
function benchWindowsOf(
  scored: readonly ScoredReading[],
  site: SiteAnalytics = newSite(scored),
): { readonly measured: Measurement; readonly site: SiteAnalytics } {
  const started = performance.now();
  for (const { reading, assessment } of scored) site.take(reading, assessment);
  const spent = (performance.now() - started) / 1_000;
  return { measured: measurement(scored.length, spent), site };
}

/** The same samples, after the same ones were played again and again for an hour before them. */
function afterAnHour(
  scored: readonly ScoredReading[],
  seconds: number,
): { readonly measured: Measurement; readonly kilobytesADevice: number } {
  const before = process.memoryUsage().arrayBuffers;
  const site = newSite(scored);
  const devices = new Set(scored.map(({ reading }) => reading.deviceId)).size;
  for (let round = Math.ceil(3_600 / seconds); round > 0; round--) {
    const shift = round * seconds * 1_000;
    for (const { reading, assessment } of scored)
      site.take({ ...reading, measuredAt: reading.measuredAt - shift }, assessment);
  }
  const held = process.memoryUsage().arrayBuffers - before;
  const { measured } = benchWindowsOf(scored, site);
  return { measured, kilobytesADevice: round(held / devices / 1_024, 1) };
}

function newSite(scored: readonly ScoredReading[]): SiteAnalytics {
  const site = new SiteAnalytics(DEFAULT_THRESHOLDS);
  const places = createBuilding({ seed: 1, devices: 200 }).devices;
  const ids = new Set(scored.map(({ reading }) => reading.deviceId));
  for (const [i, id] of [...ids].entries()) {
    const { placement } = places[i % places.length]!;
    site.place(id, placement);
  }
  return site;
}
