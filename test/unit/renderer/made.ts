/** Plain records for the renderer's tests: everything calm unless a test says otherwise. */
import { Revisions } from '#engine/live/Revisions.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { DeskStatus, DeviceView, FeedStatus, FloorView } from '#shared/contract/views.ts';
import { NO_ESCALATION } from '../../support/noEscalation.ts';

export const NOW = Date.UTC(2026, 7, 22, 3, 0, 0);

export function feed(change: Partial<FeedStatus> = {}): FeedStatus {
  return {
    id: 'broker',
    address: 'mqtt://127.0.0.1',
    state: 'connected',
    since: NOW - 60_000,
    lastFrameAt: NOW,
    problem: null,
    ...change,
  };
}

export function device(id: string, change: Partial<DeviceView> = {}): DeviceView {
  return {
    id,
    placement: {
      name: `name of ${id}`,
      floorId: 'f1',
      xM: 10,
      yM: 10,
      zoneId: null,
      upstreamPanel: null,
      ratedCurrentA: null,
      gasSensor: null,
      temperatureSensor: null,
      model: null,
      expectedIntervalMs: 10_000,
    },
    firstSeenAt: NOW - 86_400_000,
    receivedAt: NOW,
    measuredAt: NOW,
    silent: false,
    heard: true,
    level: 'NORMAL',
    finalScore: 0.03,
    values: null,
    status: 0,
    quality: [],
    reasons: [],
    prediction: null,
    ...change,
  };
}

export function alarm(id: string, change: Partial<AlarmRecord> = {}): AlarmRecord {
  return {
    id,
    siteId: 'site',
    deviceId: 'd1',
    kind: 'risk',
    alarmClass: 'fire',
    priority: 'HIGH',
    state: 'unacknowledged',
    conditionActive: true,
    onsetAt: NOW,
    raisedAt: NOW,
    clearedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    silencedAt: null,
    silencedBy: null,
    endedAt: null,
    thresholdsVersion: '1',
    evidence: null,
    takenBy: null,
    takenAt: null,
    firstOutId: null,
    chattering: false,
    detail: null,
    ...change,
  };
}

export function floor(id: string, level = 0): FloorView {
  return {
    id,
    name: { ko: id, en: id },
    level,
    widthM: 60,
    heightM: 40,
    planSvg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40"></svg>',
    zones: [],
  };
}

export function status(change: Partial<DeskStatus> = {}): DeskStatus {
  return {
    siteName: { ko: '현장', en: 'Site' },
    timeZone: 'Asia/Seoul',
    simulated: true,
    engineTime: NOW,
    engineStartedAt: NOW - 3_600_000,
    feeds: [feed()],
    lastReadingAt: NOW,
    expected: 2,
    reporting: 2,
    untoldTopics: [],
    inbox: 0,
    quarantined: 0,
    readingsPerSecond: 1,
    commitLatencyMs: null,
    problems: [],
    revisions: new Revisions(() => undefined).counts(),
    alarmRate: { lastTenMinutes: 0, lastHour: 0 },
    flood: null,
    escalation: NO_ESCALATION,
    setAside: { shelved: 0, disabled: 0, outOfService: 0, endingSoon: 0, dangers: 0 },
    walkTest: null,
    ...change,
  };
}

export const byId = <T extends { readonly id: string }>(...items: readonly T[]) =>
  new Map(items.map((item) => [item.id, item]));
