/** What the desk can say by itself of the items of the check lists. */
import { statfsSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { AlarmClass, AlarmKind } from '#shared/alarms/alarm.ts';
import { HOUR_MS, type MeterReport } from '#shared/alarms/meter.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { Outcome } from '#shared/response/outcome.ts';
import type { CheckFigure, CheckFigureKey } from '#shared/shift/checkLists.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { DeskReads } from '../Engine.ts';

const DAY_MS = 24 * HOUR_MS;
/** The operating guide's numbers. */
const GUIDE = {
  activeShare: 0.95,
  unreadableShare: 0.05,
  quietMs: 60_000,
  nuisanceShare: 0.1,
  commitMs: 2_000,
  freeDiskShare: 0.1,
} as const;

interface OutcomeCounts {
  readonly real: number;
  readonly nuisance: number;
}

export interface CheckFigureParts {
  readonly db: Database.Database;
  readonly dataDir: string;
  readonly now: () => EpochMs;
  readonly desk: Pick<DeskReads, 'status' | 'report' | 'devices' | 'alarms'>;
  readonly meter: { report(period: 'day' | 'week'): MeterReport };
  /** Messages that were in quarantine before this start. */
  readonly quarantinedBefore: number;
}

type Measured = Omit<CheckFigure, 'key'> | null;
type Measure = (parts: CheckFigureParts) => Measured;

const MEASURES: Readonly<Record<CheckFigureKey, Measure>> = {
  systemState({ desk }) {
    const { feeds, problems } = desk.status();
    const up = feeds.filter(({ state }) => state === 'connected').length;
    const troubles = desk.alarms().filter(({ alarmClass }) => alarmClass === 'trouble').length;
    return {
      values: { up, feeds: feeds.length, troubles, problems: problems.length },
      good: troubles + problems.length === 0 && feeds.length > 0 && up === feeds.length,
    };
  },
  devices({ desk }) {
    const { reporting, expected } = desk.status();
    const share = expected === 0 ? 0 : reporting / expected;
    return {
      values: { reporting, expected, share },
      good: share >= GUIDE.activeShare,
    };
  },
  unreadable({ desk, quarantinedBefore }) {
    const { framesReceived, quarantineTotal } = desk.report();
    const unreadable = Math.max(0, quarantineTotal - quarantinedBefore);
    if (framesReceived === 0) return null;
    const share = Math.min(1, unreadable / framesReceived);
    return { values: { unreadable, share }, good: share < GUIDE.unreadableShare };
  },
  inflow({ desk, now }) {
    const { readingsPerSecond, lastReadingAt } = desk.status();
    if (lastReadingAt === null) return { values: { rate: 0, ageMs: -1 }, good: false };
    const ageMs = Math.max(0, now() - lastReadingAt);
    return { values: { rate: readingsPerSecond, ageMs }, good: ageMs <= GUIDE.quietMs };
  },
  severeAlarms({ db, desk, now }) {
    const severe = count(
      db,
      "SELECT count(*) FROM alarm WHERE priority IN ('CRITICAL', 'HIGH') AND onset_ms >= ?",
      now() - DAY_MS,
    );
    const waiting = desk.alarms().filter(({ state }) => waitsForAcknowledgement(state)).length;
    return { values: { severe, waiting }, good: waiting === 0 };
  },
  nuisance({ db, now }) {
    const { real, nuisance } = outcomesSince(db, now() - 7 * DAY_MS);
    const judged = real + nuisance;
    if (judged === 0) return { values: { nuisance, judged, share: 0 }, good: null };
    const share = nuisance / judged;
    return { values: { nuisance, judged, share }, good: share < GUIDE.nuisanceShare };
  },
  needAction({ desk }) {
    const devices = desk
      .devices()
      .filter(({ level }) => level === 'HIGH' || level === 'CRITICAL').length;
    const free = desk
      .alarms()
      .filter(({ conditionActive, takenBy }) => conditionActive && takenBy === null).length;
    return { values: { devices, free }, good: devices === 0 };
  },
  alarmPattern: ({ meter }) => rateOf(meter.report('day')),
  latency({ desk }) {
    const { commitLatencyMs } = desk.status();
    if (commitLatencyMs === null) return null;
    const { p50, p99 } = commitLatencyMs;
    return { values: { halfMs: p50, mostMs: p99 }, good: p99 <= GUIDE.commitMs };
  },
  disk({ desk, dataDir }) {
    const { storage } = desk.report();
    const segments = storage.segments.reduce((sum, { bytes }) => sum + bytes, 0);
    const { bavail, blocks, bsize } = statfsSync(dataDir);
    const share = blocks === 0 ? 0 : bavail / blocks;
    return {
      values: { usedBytes: storage.controlRoomBytes + segments, freeBytes: bavail * bsize, share },
      good: share >= GUIDE.freeDiskShare,
    };
  },
  weekAlarms: ({ meter }) => rateOf(meter.report('week')),
  memory({ desk }) {
    const { memoryBytes, storage } = desk.report();
    return {
      values: { memoryBytes, databaseBytes: storage.controlRoomBytes },
      good: null,
    };
  },
  dataQuality({ desk }) {
    const devices = desk.devices().filter(({ quality }) => quality.length > 0).length;
    return { values: { devices }, good: devices === 0 };
  },
  thresholds: ({ desk }) => ({
    values: { version: desk.report().thresholdsVersion },
    good: null,
  }),
  sensorTroubles: (parts) => begun(parts, ['impossibleReading', 'stuckSensor', 'verifyMismatch']),
  communicationTroubles: (parts) =>
    begun(parts, ['communicationError', 'deviceSilent', 'feedDown']),
  completeness(parts) {
    const { expected, reporting } = parts.desk.status();
    const gaps = begunSince(parts, ['sequenceGap'], 7 * DAY_MS);
    return {
      values: { silent: expected - reporting, gaps },
      good: expected === reporting && gaps === 0,
    };
  },
  inbox({ desk }) {
    const { inbox } = desk.status();
    return { values: { devices: inbox }, good: inbox === 0 };
  },
  version({ desk }) {
    const { version, thresholdsVersion } = desk.report();
    return { values: { version, thresholds: thresholdsVersion }, good: null };
  },
  fireAlarms({ db, now }) {
    const from = now() - 30 * DAY_MS;
    const alarms = count(
      db,
      "SELECT count(*) FROM alarm WHERE alarm_class = 'fire' AND onset_ms >= ?",
      from,
    );
    return { values: { alarms, real: outcomesSince(db, from, 'fire').real }, good: null };
  },
  problemsFound({ db, now }) {
    const problems = count(
      db,
      "SELECT count(*) FROM check_answer WHERE state = 'problem' AND at_ms >= ?",
      now() - 30 * DAY_MS,
    );
    return { values: { problems }, good: problems === 0 };
  },
};

/** @returns null where there is nothing to measure yet, or what would be measured can't be read. */
export function checkFigure(key: CheckFigureKey, parts: CheckFigureParts): CheckFigure | null {
  try {
    const measured = MEASURES[key](parts);
    return measured && { key, ...measured };
  } catch {
    // A disk that can't be asked must not keep the list from being shown: the item stays, without a figure.
    return null;
  }
}

function rateOf({ figures }: MeterReport): Measured {
  const of = (id: string) => figures.find((figure) => figure.id === id);
  const rate = of('perTenMinutes');
  return {
    values: {
      alarms: of('alarms')?.value ?? 0,
      rate: rate?.value ?? -1,
      floods: of('floods')?.value ?? 0,
    },
    good: rate?.verdict == null ? null : rate.verdict === 'good',
  };
}

function begun(parts: CheckFigureParts, kinds: readonly AlarmKind[]): Measured {
  const times = begunSince(parts, kinds, 7 * DAY_MS);
  return { values: { times }, good: times === 0 };
}

function begunSince(
  { db, now }: CheckFigureParts,
  kinds: readonly AlarmKind[],
  ms: number,
): number {
  const list = kinds.map((kind) => `'${kind}'`).join(', ');
  return count(
    db,
    `SELECT count(*) FROM alarm WHERE kind IN (${list}) AND onset_ms >= ?`,
    now() - ms,
  );
}

/** How the alarms of incidents that were closed since then had turned out. */
function outcomesSince(
  db: Database.Database,
  from: EpochMs,
  alarmClass: AlarmClass | null = null,
): OutcomeCounts {
  const rows = db
    .prepare<[{ from: number; alarmClass: string | null }], { outcome: string; count: number }>(
      `SELECT incident_alarm.outcome, count(*) AS count
       FROM incident_alarm JOIN incident ON incident.id = incident_id JOIN alarm ON alarm.id = alarm_id
       WHERE closed_ms >= @from AND (@alarmClass IS NULL OR alarm.alarm_class = @alarmClass)
       GROUP BY 1`,
    )
    .all({ from, alarmClass });
  const of = (outcome: Outcome) => rows.find((row) => row.outcome === outcome)?.count ?? 0;
  return { real: of('real'), nuisance: of('nuisance') };
}

function count(db: Database.Database, sql: string, from: EpochMs): number {
  return db.prepare<[number], number>(sql).pluck().get(from) ?? 0;
}
