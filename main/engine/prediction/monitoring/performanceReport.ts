import type { ModelPerformance, ModelReport } from '#shared/contract/predictionViews.ts';
import { calibrationBins } from '#shared/prediction/monitoring/calibration.ts';
import { performanceOf } from '#shared/prediction/monitoring/performance.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { CaseStore, Label } from './CaseStore.ts';
import { DAY_MS, type HourStore } from './HourStore.ts';

const MONTH_DAYS = 30;
/** As long as labels are kept. */
const KEPT_MS = 90 * DAY_MS;

interface Stores {
  readonly cases: Pick<CaseStore, 'labels'>;
  readonly hours: Pick<HourStore, 'deviceDays' | 'daysOfDevices'>;
}

/** Of one model in the last thirty days: what its limits are held against. */
export function monthOf(
  { cases, hours }: Stores,
  modelHash: string | null,
  now: EpochMs,
): ModelPerformance {
  const since = now - MONTH_DAYS * DAY_MS;
  const labels = cases.labels(since).filter((label) => label.modelHash === modelHash);
  return performanceOf(labels, hours.deviceDays(since).get(modelHash ?? '') ?? 0);
}

/**
 * What closed alarms say of the models. The day, the month, its days and the calibration are of the live model; devices
 * and versions over as long as labels are kept.
 */
export function performanceReport(
  stores: Stores,
  modelHash: string | null,
  now: EpochMs,
): ModelReport['performance'] {
  const { cases, hours } = stores;
  const labels = cases.labels(now - KEPT_MS);
  const own = labels.filter((label) => label.modelHash === modelHash);
  const within = (days: number) => own.filter(({ closedAt }) => closedAt > now - days * DAY_MS);
  const watched = (days: number) => hours.deviceDays(now - days * DAY_MS).get(modelHash ?? '') ?? 0;
  const month = within(MONTH_DAYS);
  const devices = hours.daysOfDevices(now - KEPT_MS);
  const versions = hours.deviceDays(now - KEPT_MS);
  return {
    day: performanceOf(within(1), watched(1)),
    month: performanceOf(month, watched(MONTH_DAYS)),
    daily: daysOf(month, now),
    byDevice: [...grouped(labels, ({ deviceId }) => deviceId)].map(([deviceId, of]) => ({
      deviceId,
      performance: performanceOf(of, devices.get(deviceId) ?? 0),
    })),
    byVersion: [
      ...new Map([
        ...[...versions.keys()].map((hash): [string, Label[]] => [hash, []]),
        ...grouped(labels, (label) => label.modelHash),
      ]),
    ].map(([hash, of]) => ({ hash, performance: performanceOf(of, versions.get(hash) ?? 0) })),
    calibration: calibrationBins(month.map(({ score, real }) => ({ predicted: score, real }))),
  };
}

/** Stretches of twenty-four hours up to now, oldest first. */
function daysOf(labels: readonly Label[], now: EpochMs): ModelReport['performance']['daily'] {
  return Array.from({ length: MONTH_DAYS }, (_, i) => {
    const at = now - (MONTH_DAYS - i) * DAY_MS;
    const of = labels.filter(({ closedAt }) => closedAt > at && closedAt <= at + DAY_MS);
    const { accuracy, labelled } = performanceOf(of, 0);
    return { at, accuracy, labelled };
  });
}

/** The one with the most labels first. */
function grouped(
  labels: readonly Label[],
  keyOf: (label: Label) => string,
): readonly [string, Label[]][] {
  const groups = new Map<string, Label[]>();
  for (const label of labels) {
    const group = groups.get(keyOf(label));
    if (group) group.push(label);
    else groups.set(keyOf(label), [label]);
  }
  return [...groups].sort(([, a], [, b]) => b.length - a.length);
}
