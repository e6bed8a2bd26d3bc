import { expect, test } from 'vitest';
import { restOverview } from '../../../main/server/rest/overview.ts';
import type { DeviceView } from '../../../shared/contract/views.ts';
import { DEFAULT_THRESHOLDS } from '../../../shared/scoring/thresholds.ts';

const NOW = Date.UTC(2026, 0, 1);
const FIVE_MINUTES = 300_000;

const device = (id: string, level: DeviceView['level'], receivedAt: number | null): DeviceView => ({
  id,
  placement: null,
  firstSeenAt: 0,
  receivedAt,
  measuredAt: receivedAt,
  silent: false,
  heard: true,
  level,
  finalScore: null,
  values: null,
  status: null,
  quality: [],
  reasons: [],
  prediction: null,
});

const overviewOf = (...devices: DeviceView[]) => restOverview(devices, [], NOW, DEFAULT_THRESHOLDS);

test('a device that burned out stays in the distribution and is named', () => {
  const overview = overviewOf(
    device('calm', 'NORMAL', NOW),
    device('burned', 'CRITICAL', NOW - FIVE_MINUTES),
    device('unplugged', 'LOW', NOW - FIVE_MINUTES),
  );
  expect(overview).toMatchObject({
    total_devices: 3,
    active_devices: 1,
    risk_distribution: { NORMAL: 1, LOW: 0, MEDIUM: 0, HIGH: 0, CRITICAL: 1, UNKNOWN: 0 },
    silent_high_risk_devices: ['burned'],
    system_status: 'DEGRADED',
  });
});

test('heard exactly five minutes ago is no longer active, and a millisecond less is', () => {
  expect(overviewOf(device('a', 'NORMAL', NOW - FIVE_MINUTES)).active_devices).toBe(0);
  expect(overviewOf(device('a', 'NORMAL', NOW - FIVE_MINUTES + 1)).active_devices).toBe(1);
});

test('a device that never reported counts, but is neither active nor of a known level', () => {
  expect(overviewOf(device('new', 'UNKNOWN', null))).toMatchObject({
    total_devices: 1,
    active_devices: 0,
    risk_distribution: { UNKNOWN: 0 },
  });
});
