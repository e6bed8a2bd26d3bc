/** What crosses about the table of all alarms. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { TableView } from '#shared/alarms/alarmTable.ts';
import type { NuisanceCause, Outcome } from '#shared/response/outcome.ts';
import type { Reason } from '#shared/scoring/assessment.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** Behind a row: the key that the rows are ordered by, and its id. */
export type AlarmCursor = [key: number, alarmId: string];

/** One alarm as the table has it. */
export interface AlarmTableRow {
  /** Without its evidence, which is most of its bytes; `alarms.get` has it. */
  readonly alarm: AlarmRecord;
  /** The weightiest of those frozen with it; null for alarms without a reading. */
  readonly reason: Reason | null;
  /** What it turned out to be; null while nobody has said so. */
  readonly outcome: Outcome | null;
  readonly cause: NuisanceCause | null;
  /** Of the incident it belongs to. */
  readonly incident: { readonly id: string; readonly number: number } | null;
}

export interface AlarmTablePage {
  readonly rows: readonly AlarmTableRow[];
  /** Where the next page begins; null behind the last row. */
  readonly next: AlarmCursor | null;
  /** Names what was recorded at that moment. Asked for again with the next page, so that no row moves between two. */
  readonly through: number;
}

export interface AlarmOutline {
  readonly total: number;
  /** `starts[i]` is where the rows from `(i + 1) * step` on begin. */
  readonly starts: readonly AlarmCursor[];
}

export interface AlarmTableChanges {
  /** Alarms that were recorded since and would be shown. */
  readonly arrived: number;
  /** Of the rows that were asked about: as they are now, and without those that are no longer kept. */
  readonly rows: readonly AlarmTableRow[];
  /** Of those, which the filter would no longer find. */
  readonly left: readonly string[];
}

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly view: TableView;
  readonly changedAt: EpochMs;
}

export type ViewSaved =
  | { readonly done: true; readonly saved: SavedView }
  | { readonly done: false; readonly refusal: ViewRefusal };

/** Another of the same person has that name; they have as many as one may have; there is no such one of theirs. */
export type ViewRefusal = 'nameTaken' | 'tooMany' | 'notFound';
