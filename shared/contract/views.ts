/** What the engine shows of itself: the plain data that crosses every transport unchanged (JSON-safe). */

import type { AlarmEventRecord, AlarmRecord } from '#shared/alarms/alarm.ts';
import type { NotificationTopic } from '#shared/notifications/request.ts';
import type { FloorDrawing } from '#shared/plans/drawing.ts';
import type { ZoneKind } from '#shared/plans/plan.ts';
import type { Assessment, Reason, RiskLevel } from '#shared/scoring/assessment.ts';
import type { EpochMs, QualityFlag, SensorKey, SensorValues } from '#shared/telemetry/reading.ts';
import type { EscalationStatus } from './escalationViews.ts';
import type { FeedGapView } from './gapViews.ts';
import type { LocalName } from './localName.ts';
import type { AlarmRate, FloodView } from './meterViews.ts';
import type { NotificationFigures } from './notificationViews.ts';
import type { BusPolls } from './pollViews.ts';
import type { DevicePrediction, PredictionFigures } from './predictionViews.ts';
import type { SetAsideCounts } from './setAsideViews.ts';
import type { WalkTestLamp } from './walkTestViews.ts';

export type { LocalName } from './localName.ts';

export interface ZoneView {
  readonly id: string;
  readonly name: LocalName;
  /** Absent where nobody said so. */
  readonly kind?: ZoneKind;
  /** Corners in metres from the plan's top left. */
  readonly polygon: readonly (readonly [x: number, y: number])[];
}

export interface FloorView {
  readonly id: string;
  readonly name: LocalName;
  /** Ground floor 0, basement −1; the list shows the highest first. */
  readonly level: number;
  readonly widthM: number;
  readonly heightM: number;
  /** The plan's drawing: SVG text whose viewBox is in metres, styled by the classes in `floor-map/planTheme.ts`. */
  readonly planSvg: string;
  /** A file's drawing, fetched by its name, that lies over the whole floor in place of `planSvg`. */
  readonly drawing?: FloorDrawing;
  readonly zones: readonly ZoneView[];
}

/** What an installer knows of a device (domain.md decision 13). */
export interface DevicePlacement {
  readonly name: string;
  readonly floorId: string;
  /** Metres from the plan's top left. */
  readonly xM: number;
  readonly yM: number;
  readonly zoneId: string | null;
  readonly upstreamPanel: string | null;
  /** The circuit of that panel; absent or null when nobody said so. */
  readonly branch?: string | null;
  readonly ratedCurrentA: number | null;
  /** Where the gas sensor and the second temperature sensor sit; null when nobody said so. */
  readonly gasSensor: 'enclosure' | 'room' | null;
  readonly temperatureSensor: 'terminal' | 'enclosure' | null;
  readonly model: string | null;
  readonly expectedIntervalMs: number;
}

/** One device as the desk sees it now. */
export interface DeviceView {
  readonly id: string;
  /** Null while the device waits in the inbox to be named and placed. */
  readonly placement: DevicePlacement | null;
  readonly firstSeenAt: EpochMs;
  /** Desk clock of the newest reading; null when it has never reported to this desk. */
  readonly receivedAt: EpochMs | null;
  /** Event time of the newest reading. */
  readonly measuredAt: EpochMs | null;
  /** True when nothing was heard for longer than the device may be quiet. Its level is then the last one known. */
  readonly silent: boolean;
  /** Whether anything was heard of it since the engine started. Until then everything here is of the run before. */
  readonly heard: boolean;
  readonly level: RiskLevel | 'UNKNOWN';
  readonly finalScore: number | null;
  readonly values: SensorValues | null;
  readonly status: number | null;
  readonly quality: readonly QualityFlag[];
  readonly reasons: readonly Reason[];
  /** Null before the first reading, and of a device that nobody placed when there are too many of those. */
  readonly prediction: DevicePrediction | null;
}

/** What is wrong with a feed, for the screen's own words and its hint; the log has `problem`. */
const FEED_PROBLEM_CODES = [
  'configuration',
  'nameNotFound',
  'unreachable',
  'noAnswer',
  'tlsFailed',
  'brokerUntrusted',
  'brokerNameMismatch',
  'brokerCertificateExpired',
  'clientCertificateRefused',
  'credentialsRefused',
  /** Short-lived ones can't be had: a sign-in has ended, or who gives them out refuses. */
  'credentialsExpired',
  'clockWrong',
  'notAuthorised',
  'versionRefused',
  'clientIdRefused',
  'brokerBusy',
  'subscriptionRefused',
  'qosDowngraded',
  'takenOver',
  'connectionLost',
  'keepAliveTimeout',
  'protocolError',
  'portInUse',
  'serialPortMissing',
  'serialPortBusy',
  'serialPortDenied',
  'serialSettings',
  'serialUnplugged',
  'serialSilent',
  'serialGarbled',
  'modbusUnitsSilent',
] as const;
export type FeedProblemCode = (typeof FEED_PROBLEM_CODES)[number];

export interface FeedStatus {
  readonly id: string;
  /** Where it listens, without user name or password. */
  readonly address: string;
  readonly state: 'connecting' | 'connected' | 'down' | 'stopped';
  /** Since when it is in this state. */
  readonly since: EpochMs;
  /** Desk clock of the newest frame by this way; null before the first. */
  readonly lastFrameAt: EpochMs | null;
  /** In words for the log and the System screen; null when all is well. */
  readonly problem: string | null;
  /** The same problem as a stable code; absent when all is well. */
  readonly problemCode?: FeedProblemCode;
}

/** Lists that a page fetches, and fetches again when their count in `DeskStatus.revisions` has changed. */
export const REVISED_TOPICS = [
  'setAside',
  'walkTest',
  'procedures',
  'incidents',
  'operators',
  'sessions',
  'notifications',
  'connections',
  'lanBroker',
  'escalation',
  'shift',
  'meter',
  'annunciation',
  'audit',
  'prediction',
  'archive',
  'plans',
] as const;
export type RevisedTopic = (typeof REVISED_TOPICS)[number];

/** The header's proof that the quiet is real, sent with every live event and at least once a second. */
export interface DeskStatus {
  readonly siteName: LocalName;
  readonly timeZone: string;
  /** True when the building is simulated: every screen and export must say so. */
  readonly simulated: boolean;
  /** A recording is shown, and nothing live: every screen must say so. Absent on a desk that monitors. */
  readonly replay?: boolean;
  readonly engineTime: EpochMs;
  readonly engineStartedAt: EpochMs;
  readonly feeds: readonly FeedStatus[];
  /** Desk clock of the newest reading of any device. */
  readonly lastReadingAt: EpochMs | null;
  /** Placed devices. */
  readonly expected: number;
  /** Placed devices that were heard since the engine started and are not silent. */
  readonly reporting: number;
  /** Devices that report but wait to be named and placed. */
  readonly inbox: number;
  readonly quarantined: number;
  readonly readingsPerSecond: number;
  /** Receive to commit, over the last minute; null before the first batch. */
  readonly commitLatencyMs: { readonly p50: number; readonly p99: number } | null;
  /** What start-up had to repair, or what fails now; shown until acknowledged by mending it. */
  readonly problems: readonly DeskProblem[];
  readonly revisions: Readonly<Record<RevisedTopic, number>>;
  readonly escalation: EscalationStatus;
  /** Topics that no channel takes: a step that tells one of these tells nobody. */
  readonly untoldTopics: readonly NotificationTopic[];
  readonly setAside: SetAsideCounts;
  /** Connections that an administrator switched off; absent where there is none. */
  readonly connectionsOff?: number;
  readonly alarmRate: AlarmRate;
  /** Null in ordinary times. */
  readonly flood: FloodView | null;
  /** The walk test that runs now; null when there is none. */
  readonly walkTest: WalkTestLamp | null;
}

const DESK_PROBLEM_CODES = [
  'controlRoomSalvaged',
  'segmentSalvaged',
  'predictionsSalvaged',
  'summariesSalvaged',
  'commitFailing',
  'queryFailing',
] as const;

export interface DeskProblem {
  readonly code: (typeof DESK_PROBLEM_CODES)[number];
  readonly since: EpochMs;
  /** What and where, for the person who mends it. */
  readonly detail: string;
}

export type LiveEvent =
  | {
      /** Always the first: replaces everything the page knew. */
      readonly type: 'snapshot';
      readonly devices: readonly DeviceView[];
      /** Every occurrence that has not ended, most urgent first; of more than 5,000 the most urgent ones. */
      readonly alarms: readonly AlarmRecord[];
      readonly status: DeskStatus;
    }
  | {
      readonly type: 'update';
      /** Devices that changed since the event before, whole. */
      readonly devices: readonly DeviceView[];
      /** Alarms that changed, whole; one with `endedAt` set leaves the active list. */
      readonly alarms: readonly AlarmRecord[];
      readonly status: DeskStatus;
    };

export interface AlarmDetail {
  readonly alarm: AlarmRecord;
  readonly events: readonly AlarmEventRecord[];
}

/** Outcome of an operator's act on one alarm. Acts on several alarms succeed or are refused one by one. */
export type ActResult =
  | { readonly alarmId: string; readonly done: true; readonly alarm: AlarmRecord }
  | { readonly alarmId: string; readonly done: false; readonly refusal: ActRefusal };

export const ACT_REFUSALS = [
  /** No such alarm, or it has ended. */
  'notFound',
  /** The alarm's state does not allow the act (acknowledging twice, silencing what makes no sound). */
  'notAllowedInState',
  /** Reset while the cause is still present. */
  'conditionActive',
  /** A critical fire alarm is acknowledged alone, never in bulk. */
  'criticalOneByOne',
  /** A note without text, or an acknowledgement without the note that the site requires. */
  'noteMissing',
  /** Acknowledging or silencing what was annunciated again since the operator saw it. */
  'raisedAgain',
] as const;
export type ActRefusal = (typeof ACT_REFUSALS)[number];

export interface DeviceDetail {
  readonly device: DeviceView;
  readonly assessment: Assessment | null;
  /** Keys of `shared/scoring` recommendations; the words are in `shared/i18n`. */
  readonly recommendations: readonly string[];
  /** Newest first, at most fifty, ended ones included. */
  readonly alarms: readonly AlarmRecord[];
}

export const TIMELINE_SERIES = [
  'voltage',
  'voltageLow',
  'current',
  'leakageCurrent',
  'resistiveLeakage',
  'power',
  'pcbTemperature',
  'sensorTemperature',
  'coGas',
  'voc',
  'powerFactor',
  'arcCount',
  'indicatorScore',
  'finalScore',
] as const satisfies readonly (SensorKey | 'indicatorScore' | 'finalScore')[];
export type TimelineSeries = (typeof TIMELINE_SERIES)[number];

/** Columns over one time axis. Down-sampled by minimum and maximum, so that a spike is never lost. */
export interface Timeline {
  readonly deviceId: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Readings in the span before down-sampling. */
  readonly readingCount: number;
  /** True when each bucket became two points (its minimum and maximum) instead of its readings. */
  readonly downsampled: boolean;
  readonly t: readonly EpochMs[];
  /** A null in every series at the same index marks a gap: nothing was heard there. */
  readonly series: Readonly<Record<TimelineSeries, readonly (number | null)[]>>;
  readonly alarms: readonly AlarmRecord[];
  /** What was missed of all devices that report by one way in, newest first. */
  readonly gaps: readonly FeedGapView[];
}

export interface QuarantineEntry {
  readonly id: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
  readonly count: number;
  readonly sourceId: string;
  readonly topic: string;
  /** A code of `shared/telemetry` decoding, and which field where there is one. */
  readonly reason: string;
  readonly detail: string;
  /** The first bytes, as text where they are text and as hexadecimal where they are not. */
  readonly preview: string;
  readonly byteLength: number;
}

export interface OperatorView {
  readonly id: string;
  readonly name: string;
  readonly role: 'operator' | 'supervisor' | 'administrator';
}

export interface SystemReport {
  readonly status: DeskStatus;
  readonly version: string;
  readonly dataDir: string;
  readonly framesReceived: number;
  readonly readingsCommitted: number;
  readonly duplicatesIgnored: number;
  readonly quarantineTotal: number;
  readonly batches: number;
  readonly storage: {
    readonly controlRoomBytes: number;
    readonly segments: readonly { readonly day: string; readonly bytes: number }[];
  };
  readonly memoryBytes: number;
  readonly thresholdsVersion: string;
  readonly notifications: NotificationFigures;
  readonly prediction: PredictionFigures;
  /** Of the buses that the desk polls. */
  readonly polls: readonly BusPolls[];
}
