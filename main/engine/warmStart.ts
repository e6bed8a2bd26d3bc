/**
 * Gives a restarted engine back what it knew: who is placed where, the last states, the windows of the prediction, the
 * last hour, what is standing.
 */
import type { AlarmDesk } from './alarms/AlarmDesk.ts';
import type { AnalysisDesk } from './analysis/AnalysisDesk.ts';
import type { DeviceTrackers } from './DeviceTrackers.ts';
import { isFromWrongClock } from './eventOrder.ts';
import type { SilenceWatch } from './health/SilenceWatch.ts';
import type { PredictionDesk } from './prediction/PredictionDesk.ts';
import { contentKey, type RecentKeys } from './RecentKeys.ts';
import type { DeviceRegistry } from './storage/DeviceRegistry.ts';
import type { DeviceStates } from './storage/DeviceStates.ts';
import type { TelemetryStore } from './storage/TelemetryStore.ts';

const HISTORY_MS = 3_600_000;
/** Newest rows that are read back; more than the brokers may send again, and the last hour of most sites. */
const MAX_ROWS = 200_000;

export function warmStart(parts: {
  readonly registry: DeviceRegistry;
  readonly states: DeviceStates;
  readonly telemetry: TelemetryStore;
  readonly alarms: AlarmDesk;
  readonly trackers: DeviceTrackers;
  readonly silence: SilenceWatch;
  readonly recent: RecentKeys;
  readonly predictions: Pick<PredictionDesk, 'restoreWindows' | 'replay'>;
  readonly analysis?: Pick<AnalysisDesk, 'replay'>;
  readonly now: () => number;
}): void {
  const { registry, states, telemetry, alarms, trackers, silence, recent } = parts;
  const { predictions, analysis, now } = parts;
  const devices = registry.devices();
  // The placed ones first: names that somebody made up must not take their room.
  for (const device of devices) if (device.placement) trackers.register(device);
  for (const device of devices) if (!device.placement) trackers.register(device);
  for (const scored of states.load()) trackers.restore(scored);
  predictions.restoreWindows();
  const startedAt = now();
  const rows = telemetry.recent({ sinceReceivedAt: startedAt - HISTORY_MS, limit: MAX_ROWS });
  for (const { reading, indicatorScore, finalScore } of rows) {
    recent.add(contentKey(reading));
    if (isFromWrongClock(reading.measuredAt, startedAt)) continue;
    const tracker = trackers.of(reading.deviceId);
    if (!tracker) continue;
    tracker.history.add(reading, indicatorScore);
    tracker.ring.add(reading, finalScore);
    predictions.replay(tracker, reading);
    analysis?.replay(reading, finalScore);
  }
  for (const { deviceId, kind, conditionActive } of alarms.open())
    if (kind === 'deviceSilent' && conditionActive) silence.restoreSilent(deviceId);
}
