import type Database from 'better-sqlite3';
import { ALARM_CLASSES } from '#shared/alarms/alarm.ts';
import type {
  AlarmOutcome,
  AttachmentView,
  IncidentAlarm,
  IncidentCounts,
  IncidentDetail,
  IncidentPage,
  IncidentView,
  TimelineEntry,
} from '#shared/contract/responseViews.ts';
import { closeBlockers, mayReopen } from '#shared/response/close.ts';
import { readPlace } from '#shared/response/grouping.ts';
import { incidentLevel } from '#shared/response/level.ts';
import { STANDARD_STEPS } from '#shared/response/standardSteps.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { type EventRow, fromEventRow } from '../alarms/alarmRow.ts';
import type { ResponseSheets } from '../response/ResponseSheets.ts';
import type { IncidentStore } from './IncidentStore.ts';
import { type AttachmentRow, attachmentOf } from './incidentRow.ts';
import { type IncidentQuery, type PlaceNames, searchIncidents } from './incidentSearch.ts';
import { type WholeIncident, wholeIncident } from './subjects.ts';

export interface IncidentReadParts {
  readonly db: Database.Database;
  readonly store: IncidentStore;
  readonly sheets: ResponseSheets;
  readonly names: PlaceNames;
  readonly now: () => EpochMs;
}

/** Looking at incidents: the list, one of them whole, and what became of a device's alarms. */
export class IncidentReads {
  readonly #parts: IncidentReadParts;
  readonly #files: Database.Statement<[string], AttachmentRow>;
  readonly #alarmEvents: Database.Statement<[string], EventRow>;
  readonly #outcomes: Database.Statement<[string, number], AlarmOutcome>;

  constructor(parts: IncidentReadParts) {
    this.#parts = parts;
    const { db } = parts;
    this.#files = db.prepare('SELECT * FROM attachment WHERE incident_id = ? ORDER BY id');
    this.#alarmEvents = db.prepare(
      `SELECT alarm_event.* FROM alarm_event JOIN incident_alarm USING (alarm_id)
       WHERE incident_id = ? ORDER BY alarm_event.id`,
    );
    this.#outcomes = db.prepare(
      `SELECT alarm_id AS alarmId, kind, onset_ms AS onsetAt, incident_alarm.outcome,
         incident_alarm.cause, number AS incidentNumber, closed_ms AS closedAt, closed_by AS closedBy
       FROM incident_alarm JOIN alarm ON alarm.id = alarm_id JOIN incident ON incident.id = incident_id
       WHERE incident_alarm.device_id = ? AND incident_alarm.outcome IS NOT NULL
       ORDER BY onset_ms DESC, alarm_id LIMIT ?`,
    );
  }

  list(query: IncidentQuery): IncidentPage {
    const { db, store, names } = this.#parts;
    const { rows, total } = searchIncidents(db, names, query);
    const items = rows.flatMap(({ id }) => this.view(id) ?? []);
    return { items, total, ...store.counts() };
  }

  counts(): IncidentCounts {
    return this.#parts.store.counts();
  }

  view(incidentId: string): IncidentView | undefined {
    const whole = wholeIncident(this.#parts.store, incidentId);
    return whole && this.#viewOf(whole);
  }

  /** @param timelineLimit of more entries than this the newest are given */
  detail(incidentId: string, timelineLimit: number): IncidentDetail | undefined {
    const { store, sheets, now } = this.#parts;
    const whole = wholeIncident(store, incidentId);
    if (!whole) return undefined;
    const { row, alarms, phase, subject } = whole;
    const sheet = sheets.sheet(subject);
    const timeline = this.timeline(whole);
    return {
      incident: this.#viewOf(whole),
      alarms,
      sheet,
      blockers: phase === 'closed' ? [] : closeBlockers(alarms, sheet.steps),
      reopenable: phase === 'closed' && mayReopen(row.closed_ms, now()),
      attachments: this.attachments(row.id),
      timeline: timeline.slice(-timelineLimit),
      timelineTotal: timeline.length,
    };
  }

  attachments(incidentId: string): readonly AttachmentView[] {
    return this.#files.all(incidentId).map(attachmentOf);
  }

  /** What the alarms of a device turned out to be, newest first. */
  outcomes(deviceId: string, limit: number): readonly AlarmOutcome[] {
    return this.#outcomes.all(deviceId, limit);
  }

  /** Everything that happened and was done, oldest first. What happened in the same millisecond keeps its order. */
  timeline({ row, subject }: WholeIncident): readonly TimelineEntry[] {
    const { store, sheets } = this.#parts;
    const texts = new Map(sheets.steps(subject).map(({ id, text }) => [id, text]));
    const entries: TimelineEntry[] = [
      ...this.#alarmEvents.all(row.id).map((event): TimelineEntry => {
        return { type: 'alarm', at: event.at_ms, event: fromEventRow(event) };
      }),
      ...sheets.changes(row.id).map(({ type, stepId, ...rest }): TimelineEntry => {
        const standard: Readonly<Record<string, (typeof STANDARD_STEPS)['checkPlace']>> =
          STANDARD_STEPS;
        const text = texts.get(stepId) ?? standard[stepId]?.text ?? null;
        return { type: 'step', change: type, stepId, text, ...rest };
      }),
      ...store.events(row.id).map(({ type, ...rest }): TimelineEntry => {
        return { type: 'incident', change: type, ...rest };
      }),
    ];
    return entries.sort((a, b) => a.at - b.at);
  }

  #viewOf({ row, alarms, phase }: WholeIncident): IncidentView {
    const events = this.#parts.store.events(row.id);
    const standing = alarms.filter(({ endedAt }) => endedAt === null);
    const ends = alarms.flatMap(({ endedAt }) => endedAt ?? []);
    return {
      id: row.id,
      number: row.number,
      place: readPlace(row.place),
      phase,
      level: incidentLevel(alarms),
      alarmClass: worstClass(alarms),
      openedAt: row.opened_ms,
      firstOnsetAt: row.first_onset_ms,
      lastOnsetAt: row.last_onset_ms,
      endedAt: standing.length === 0 && ends.length > 0 ? Math.max(...ends) : null,
      closedAt: row.closed_ms,
      closedBy: row.closed_by,
      outcome: row.outcome,
      cause: row.cause,
      outcomeText: row.outcome_text,
      alarmCount: alarms.length,
      standingCount: standing.length,
      deviceIds: [...new Set(alarms.map(({ deviceId }) => deviceId))],
      kinds: [...new Set(alarms.map(({ kind }) => kind))],
      takenBy: [...new Set(standing.flatMap(({ takenBy }) => takenBy ?? []))],
      noteCount: events.filter(({ type }) => type === 'note').length,
      attachmentCount: this.#files.all(row.id).length,
    };
  }
}

const worstClass = (alarms: readonly IncidentAlarm[]) =>
  ALARM_CLASSES.find((name) => alarms.some(({ alarmClass }) => alarmClass === name)) ?? 'trouble';
