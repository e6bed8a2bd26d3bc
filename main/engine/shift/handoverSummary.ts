import type Database from 'better-sqlite3';
import { ALARM_CLASSES, type AlarmClass, type AlarmRecord } from '#shared/alarms/alarm.ts';
import type { FloodRecord } from '#shared/alarms/flood.ts';
import { isAside, type SetAside } from '#shared/alarms/setAside.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import type { HandoverEntry, HandoverSummary, OpenIncident } from '#shared/contract/shiftViews.ts';
import type { CheckListName } from '#shared/shift/checkLists.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { annunciationsBetween } from '../alarms/annunciationsBetween.ts';
import type { DeskReads } from '../Engine.ts';

/** More lines than anybody reads at a change of shift; the counts are of all of them. */
const MAX_LINES = 100;
const MAX_ENTRIES = 300;

export interface HandoverSources {
  readonly db: Database.Database;
  readonly desk: Pick<DeskReads, 'status' | 'alarms'>;
  readonly setAside: () => readonly SetAside[];
  readonly openIncidents: () => readonly OpenIncident[];
  readonly floods: (span: {
    readonly from: EpochMs;
    readonly to: EpochMs;
  }) => readonly FloodRecord[];
  readonly overdueLists: () => readonly CheckListName[];
  readonly deviceName: (deviceId: string) => string | null;
}

/** What the next operator has to know, as it is at this moment. */
export function handoverSummary(
  sources: HandoverSources,
  span: { readonly from: EpochMs; readonly to: EpochMs },
): HandoverSummary {
  const { db, desk, setAside, openIncidents, floods, overdueLists, deviceName } = sources;
  const { reporting, expected, problems } = desk.status();
  const standing = desk.alarms().filter(({ state }) => !isAside(state));
  const { counts, wait } = annunciationsBetween(db, span);
  return {
    ...span,
    reporting,
    expected,
    problems,
    alarms: standing.slice(0, MAX_LINES).map((alarm) => ({
      id: alarm.id,
      deviceId: alarm.deviceId,
      deviceName: deviceName(alarm.deviceId),
      kind: alarm.kind,
      alarmClass: alarm.alarmClass,
      priority: alarm.priority,
      state: alarm.state,
      onsetAt: alarm.onsetAt,
      takenBy: alarm.takenBy,
    })),
    standing: byClass(standing),
    unacknowledged: standing.filter(({ state }) => waitsForAcknowledgement(state)).length,
    setAside: setAside()
      .slice(0, MAX_LINES)
      .map(({ deviceId, kind, type, reason, by, since, until }) => ({
        deviceId,
        deviceName: deviceName(deviceId),
        kind,
        type,
        reason,
        by,
        since,
        until,
      })),
    incidents: openIncidents(),
    annunciations: counts,
    wait,
    floods: floods(span),
    overdueLists: overdueLists(),
    entries: entriesIn(db, span),
  };
}

function byClass(alarms: readonly AlarmRecord[]): Readonly<Record<AlarmClass, number>> {
  return Object.fromEntries(
    ALARM_CLASSES.map((one) => [one, alarms.filter((alarm) => alarm.alarmClass === one).length]),
  ) as Record<AlarmClass, number>;
}

/** The newest ones if there are too many, in the order in which they were written. */
function entriesIn(
  db: Database.Database,
  span: { readonly from: EpochMs; readonly to: EpochMs },
): readonly HandoverEntry[] {
  return db
    .prepare<[typeof span & { limit: number }], HandoverEntry>(
      `SELECT at, category, text, operator FROM (
         SELECT id, at_ms AS at, category, text, operator FROM shift_entry e
         WHERE at_ms >= @from AND at_ms < @to
           AND NOT EXISTS (SELECT 1 FROM shift_entry c WHERE c.corrects = e.id)
         ORDER BY id DESC LIMIT @limit
       ) ORDER BY id`,
    )
    .all({ ...span, limit: MAX_ENTRIES });
}
