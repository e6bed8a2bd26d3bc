/** The rows of the incident tables, and the records they hold. */
import type {
  AttachmentView,
  IncidentAlarm,
  IncidentEventDetail,
  IncidentEventType,
} from '#shared/contract/responseViews.ts';
import type { MediaType } from '#shared/response/attachment.ts';
import type { NuisanceCause, Outcome } from '#shared/response/outcome.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { type AlarmRow, fromRow } from '../alarms/alarmRow.ts';

export interface IncidentRow {
  readonly number: number;
  readonly id: string;
  readonly place: string;
  readonly status: 'open' | 'closed' | 'merged';
  readonly opened_ms: number;
  readonly first_onset_ms: number;
  readonly last_onset_ms: number;
  readonly closed_ms: number | null;
  readonly closed_by: string | null;
  readonly outcome: Outcome | null;
  readonly cause: NuisanceCause | null;
  readonly outcome_text: string | null;
  readonly merged_into: string | null;
}

export type IncidentAlarmRow = Omit<AlarmRow, 'evidence_json'> & {
  readonly outcome: Outcome | null;
  readonly cause: NuisanceCause | null;
};

export interface IncidentEvent {
  readonly id: number;
  readonly at: EpochMs;
  readonly type: IncidentEventType;
  readonly by: string | null;
  readonly desk: string | null;
  readonly text: string | null;
  readonly detail: IncidentEventDetail;
}

export interface IncidentEventRow {
  readonly id: number;
  readonly incident_id: string;
  readonly at_ms: number;
  readonly type: IncidentEventType;
  readonly operator: string | null;
  readonly desk: string | null;
  readonly text: string | null;
  readonly detail_json: string;
}

export interface AttachmentRow {
  readonly id: number;
  readonly incident_id: string;
  readonly sha256: string;
  readonly name: string;
  readonly media_type: MediaType;
  readonly byte_length: number;
  readonly at_ms: number;
  readonly operator: string;
  readonly desk: string;
}

export function incidentAlarmOf(row: IncidentAlarmRow): IncidentAlarm {
  const { evidence: _none, ...alarm } = fromRow({ ...row, evidence_json: null });
  return { ...alarm, outcome: row.outcome, cause: row.cause };
}

export function incidentEventOf(row: IncidentEventRow): IncidentEvent {
  const { id, at_ms: at, type, operator: by, desk, text, detail_json: json } = row;
  return { id, at, type, by, desk, text, detail: JSON.parse(json) as IncidentEventDetail };
}

export function attachmentOf(row: AttachmentRow): AttachmentView {
  return {
    id: row.id,
    sha256: row.sha256,
    name: row.name,
    mediaType: row.media_type,
    byteLength: row.byte_length,
    at: row.at_ms,
    by: row.operator,
    desk: row.desk,
  };
}
