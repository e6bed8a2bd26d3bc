/** What the hosts may look at: the state of the desk as plain data. */

import { statSync } from 'node:fs';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { BusPolls } from '#shared/contract/pollViews.ts';
import type { DeskStatus, DeviceDetail, SystemReport } from '#shared/contract/views.ts';
import { warmest } from '#shared/scoring/indicators.ts';
import { deviceRecommendations } from '#shared/scoring/recommendations.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { ActJournal } from './alarms/ActJournal.ts';
import type { AlarmDesk } from './alarms/AlarmDesk.ts';
import type { AlarmMeter } from './alarms/AlarmMeter.ts';
import type { SetAsideDesk } from './alarms/SetAsideDesk.ts';
import type { AlarmTable } from './alarms/table/AlarmTable.ts';
import type { DeviceTrackers } from './DeviceTrackers.ts';
import type { DeskReads } from './Engine.ts';
import type { Escalation } from './escalation/createEscalation.ts';
import type { Problems } from './health/Problems.ts';
import type { Throughput } from './health/Throughput.ts';
import type { Revisions } from './live/Revisions.ts';
import { shownAlarm } from './live/shownAlarm.ts';
import type { Outbox } from './notifications/Outbox.ts';
import type { Notifications } from './notifications/openNotifications.ts';
import type { Storage } from './openStorage.ts';
import type { Pipeline } from './pipeline.ts';
import type { PredictionDesk } from './prediction/PredictionDesk.ts';
import type { Source } from './sources/source.ts';
import type { Site } from './storage/DeviceRegistry.ts';
import { version } from './version.ts';
import type { WalkTests } from './walkTest/WalkTests.ts';

const RECENT_ALARMS = 50;
const DAY_MS = 86_400_000;
/** More than any advice asks for. */
const MAX_ALARMS_A_DAY = 200;

export interface DeskParts {
  readonly dataDir: string;
  readonly site: Site;
  /** A recording is shown. */
  readonly replay?: boolean;
  readonly startedAt: number;
  readonly now: () => number;
  readonly storage: Storage;
  readonly sources: readonly Source[];
  readonly pipeline: Pipeline;
  /** Every occurrence that is not over, on disk or not, most urgent first. */
  readonly openAlarms: () => readonly AlarmRecord[];
  readonly journal: ActJournal;
  readonly deskId: () => string;
  /** What was told outside. */
  readonly told: Notifications['told'];
  readonly trackers: DeviceTrackers;
  readonly alarms: AlarmDesk;
  readonly alarmTable: Pick<AlarmTable, 'page'>;
  readonly throughput: Throughput;
  readonly problems: Problems;
  readonly revisions: Revisions;
  readonly escalation: Escalation;
  readonly setAsideDesk: SetAsideDesk;
  readonly meter: AlarmMeter;
  readonly walkTests: Pick<WalkTests, 'lamp'>;
  readonly thresholds: Thresholds;
  readonly notifications: Pick<Outbox, 'figures' | 'topicsWithoutChannel'>;
  readonly predictions: Pick<PredictionDesk, 'figures'>;
  readonly connectionsOff: () => number;
}

export function createDeskReads(parts: DeskParts): DeskReads {
  const { storage, pipeline, trackers, alarms, throughput, now } = parts;

  /** From before this start: "never" would be untrue, and the age says the rest. */
  const heardBefore = newestReceivedAt(trackers);

  const status = (): DeskStatus => {
    const expected = trackers.placed().length;
    const connectionsOff = parts.connectionsOff();
    return {
      siteName: parts.site.name,
      timeZone: parts.site.timeZone,
      simulated: parts.site.simulated,
      ...(parts.replay && { replay: true }),
      engineTime: now(),
      engineStartedAt: parts.startedAt,
      feeds: parts.sources.map((source) => source.status()),
      lastReadingAt: pipeline.lastReadingAt ?? heardBefore,
      expected,
      reporting: trackers.reportingCount(),
      inbox: trackers.inboxCount(),
      quarantined: storage.quarantine.total(),
      readingsPerSecond: throughput.readingsPerSecond(now()),
      commitLatencyMs: throughput.latency(now()),
      problems: parts.problems.list(),
      revisions: parts.revisions.counts(),
      alarmRate: parts.meter.rate(),
      flood: parts.meter.flood(),
      escalation: parts.escalation.status(),
      untoldTopics: parts.notifications.topicsWithoutChannel(),
      setAside: parts.setAsideDesk.counts(),
      ...(connectionsOff > 0 && { connectionsOff }),
      walkTest: parts.walkTests.lamp(),
    };
  };

  const report = (): SystemReport => ({
    status: status(),
    version,
    dataDir: parts.dataDir,
    framesReceived: pipeline.framesReceived,
    readingsCommitted: pipeline.readingsCommitted,
    duplicatesIgnored: pipeline.duplicatesIgnored,
    quarantineTotal: storage.quarantine.total(),
    batches: pipeline.batches,
    storage: {
      controlRoomBytes: sizeOf(storage.controlRoomPath) + sizeOf(`${storage.controlRoomPath}-wal`),
      segments: storage.telemetry.segments(),
    },
    memoryBytes: process.memoryUsage.rss(),
    thresholdsVersion: parts.thresholds.version,
    notifications: parts.notifications.figures(),
    prediction: parts.predictions.figures(),
    polls: pollsOf(parts.sources),
  });

  const device = (deviceId: string): DeviceDetail | undefined => {
    const view = trackers.view(deviceId);
    if (!view) return undefined;
    return {
      device: view,
      assessment: trackers.latest(deviceId)?.assessment ?? null,
      recommendations: recommend(deviceId),
      alarms: alarms.forDevice(deviceId, RECENT_ALARMS).map(shownAlarm),
    };
  };

  const recommend = (deviceId: string): readonly string[] => {
    const latest = trackers.latest(deviceId);
    if (!latest) return [];
    const { reading, assessment } = latest;
    const since = now() - DAY_MS;
    const raised = alarms.history({ deviceId, from: since, limit: MAX_ALARMS_A_DAY });
    return deviceRecommendations(
      {
        riskScore: assessment.finalScore,
        temperature: warmest(reading),
        alarmCount: raised.filter(({ onsetAt }) => onsetAt > since).length,
        arcCountsNewestFirst: trackers.newestArcCounts(deviceId),
      },
      parts.thresholds,
    ).map(({ type }) => type);
  };

  return {
    devices: () => [...trackers.views()],
    device,
    alarms: parts.openAlarms,
    history: (query) => alarms.history(query),
    alarmPage: (question) => parts.alarmTable.page(question),
    status,
    report,
    acts: (cursor, limit, toldCursor) => ({
      ...parts.journal.since(cursor, limit),
      deskId: parts.deskId(),
      ...(toldCursor !== null && { told: parts.told(toldCursor, limit) }),
    }),
    activity: () => throughput.lastHour(now()),
    latestRows: (deviceId, limit) => storage.telemetry.latestRows(deviceId, limit),
    thresholds: parts.thresholds,
  };
}

const pollsOf = (sources: readonly Source[]): readonly BusPolls[] =>
  sources.flatMap((source) => {
    const units = source.polls?.();
    if (!units) return [];
    const { address, state } = source.status();
    return [{ feed: source.id, address, open: state === 'connected', units }];
  });

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function newestReceivedAt(trackers: DeviceTrackers): number | null {
  let newest: number | null = null;
  for (const { receivedAt } of trackers.views())
    if (receivedAt !== null && (newest === null || receivedAt > newest)) newest = receivedAt;
  return newest;
}
