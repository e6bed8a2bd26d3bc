/** What a host gives the engine, and what it gets back. */

import type { Router } from '@orpc/server';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { SharedActs } from '#shared/alarms/sharedAct.ts';
import type { AwsIotSettings } from '#shared/connections/awsIot.ts';
import type { ModbusRtuSettings } from '#shared/connections/modbus.ts';
import type { MqttSettings } from '#shared/connections/mqtt.ts';
import type { SerialNdjsonSettings } from '#shared/connections/serial.ts';
import type { contract } from '#shared/contract/contract.ts';
import type { DeskStatus, DeviceDetail, DeviceView, SystemReport } from '#shared/contract/views.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { AlarmHistoryQuery } from './alarms/AlarmStore.ts';
import type { AlarmTable } from './alarms/table/AlarmTable.ts';
import type { ActivityBucket } from './health/Throughput.ts';
import type { Logger } from './log.ts';
import type { PeerAddress } from './peers/PeerDesk.ts';
import type { HostSealer } from './secrets/SecretStore.ts';
import type { SiteSettings } from './site.ts';
import type { ReplaySource } from './sources/ReplaySource.ts';
import type { StoredReading } from './storage/StoredReading.ts';

/** A broker that devices publish to. Certificates and key are PEM text. */
export interface MqttConnection {
  readonly url: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly username?: string;
  readonly password?: string;
}

/** A way in as an administrator describes it, with its secrets by the names of their fields. */
export interface ConnectionOptions {
  readonly settings: AwsIotSettings | MqttSettings;
  readonly secrets: Readonly<Record<string, string>>;
}

export interface EngineOptions {
  readonly dataDir: string;
  readonly log: Logger;
  /** Wall clock, UTC milliseconds. */
  readonly now?: () => number;
  /** Milliseconds that only go forward: decides what is silent. */
  readonly monotonicNow?: () => number;
  /**
   * Calls back once a second of that clock, where it isn't the machine's; @returns what ends it. What belongs to the
   * machine itself (batches, sockets, how often a page is told) goes by its own seconds all the same.
   */
  readonly everySecond?: (callback: () => void) => () => void;
  /** Other desks of the same site, whose operators' acts count here too. */
  readonly peers?: readonly PeerAddress[];
  /** Changes what the data folder says of its (real) site. */
  readonly site?: SiteSettings;
  readonly mqtt?: readonly MqttConnection[];
  readonly connections?: readonly ConnectionOptions[];
  /**
   * The prediction model; the one that comes with the program unless given. Null runs without one on purpose: the rules
   * go on alone, and nothing is said to be missing.
   */
  readonly modelPath?: string | null;
  /** How this host seals passwords and keys; with a key file in the data folder unless given, or where it can't. */
  readonly sealer?: HostSealer;
  /** A broker inside the desk for gateways on the LAN; off unless given. */
  readonly lanBroker?: { readonly host: string; readonly port: number };
  /** Gateways that send JSON lines, one a port. */
  readonly serial?: readonly SerialNdjsonSettings[];
  /** Buses that the desk polls, one a port. */
  readonly modbus?: readonly ModbusRtuSettings[];
  /**
   * Plays a recording instead of listening to anything. `now` and `monotonicNow` are then its clock, and the data folder
   * is marked for ever as one in which nothing live is seen.
   */
  readonly replay?: ReplaySource;
  /**
   * The simulated building with its floors. Without `mqtt` or `lanBroker` it brings its own loopback broker and
   * publisher; with one of them the readings are expected from there.
   */
  readonly demo?: { readonly seed: number; readonly devices: number };
}

/** Synchronous looks at the engine's state, for the REST API and Prometheus. */
export interface DeskReads {
  devices(): readonly DeviceView[];
  device(deviceId: string): DeviceDetail | undefined;
  /** Occurrences that have not ended. */
  alarms(): readonly AlarmRecord[];
  history(query: AlarmHistoryQuery): readonly AlarmRecord[];
  /** One page of all alarms. */
  readonly alarmPage: AlarmTable['page'];
  status(): DeskStatus;
  report(): SystemReport;
  /** The last hour in five-minute buckets, oldest first. */
  activity(): readonly ActivityBucket[];
  /** Operators' acts that were recorded after `cursor`, for another desk of the site. */
  acts(
    cursor: number,
    limit: number,
    /** Where to go on with what was told outside; null without that. */
    toldCursor: number | null,
  ): SharedActs;
  /** Newest first. */
  latestRows(deviceId: string, limit: number): Promise<readonly StoredReading[]>;
  readonly thresholds: Thresholds;
}

export interface Engine {
  readonly router: Router<typeof contract, Record<never, never>>;
  readonly desk: DeskReads;
  readonly dataDir: string;
  /** The machine slept and is awake again: every connection is made anew at once. What was missed is told as a gap. */
  resumed(): void;
  /** Stops the sources, commits what was taken in, and closes every file. */
  close(): Promise<void>;
}
