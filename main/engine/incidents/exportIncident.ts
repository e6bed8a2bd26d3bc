/** One incident as a document that needs nothing else to be read, with what proves when it was written. */
import type Database from 'better-sqlite3';
import type { DevicePlacement } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import {
  type AlarmRow,
  type EventRow,
  evidenceOf,
  fromEventRow,
  fromRow,
} from '../alarms/alarmRow.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Procedures } from '../response/Procedures.ts';
import type { ResponseSheets } from '../response/ResponseSheets.ts';
import type { Site } from '../storage/Site.ts';
import { version } from '../version.ts';
import type { IncidentReads } from './IncidentReads.ts';
import type { IncidentStore } from './IncidentStore.ts';

export interface ExportParts {
  readonly db: Database.Database;
  readonly store: IncidentStore;
  readonly sheets: ResponseSheets;
  readonly procedures: Procedures;
  readonly reads: IncidentReads;
  readonly audit: Pick<AuditChain, 'append' | 'head'>;
  readonly site: Site;
  readonly placementOf: (deviceId: string) => DevicePlacement | null;
  readonly now: () => EpochMs;
}

/** @returns undefined when there is no such incident */
export function exportIncident(
  parts: ExportParts,
  incidentId: string,
  by: Caller,
): { readonly fileName: string; readonly json: string } | undefined {
  const { db, store, sheets, procedures, reads, audit, site, placementOf, now } = parts;
  const detail = reads.detail(incidentId, 1);
  if (!detail) return undefined;
  const { incident, alarms, sheet, attachments } = detail;
  const alarm = db.prepare<[string], AlarmRow>('SELECT * FROM alarm WHERE id = ?');
  const events = db.prepare<[string], EventRow>(
    'SELECT * FROM alarm_event WHERE alarm_id = ? ORDER BY id',
  );
  const at = now();
  db.transaction(() => {
    audit.append({ by, action: 'incident.export', subject: incident.id, detail: {} });
  }).immediate();
  const document = {
    format: 'emberwatch-incident',
    formatVersion: 1,
    program: `Emberwatch ${version}`,
    exportedAt: new Date(at).toISOString(),
    exportedBy: by.operator,
    site: { id: site.id, name: site.name, timeZone: site.timeZone },
    // Whoever reads this later must not take an exercise for a fire.
    simulated: site.simulated,
    incident,
    devices: incident.deviceIds.map((id) => ({ id, placement: placementOf(id) })),
    alarms: alarms.map(({ id, outcome, cause }) => {
      const row = alarm.get(id);
      return {
        ...(row && fromRow(row)),
        outcome,
        cause,
        events: events.all(id).map((event) => ({
          ...fromEventRow(event),
          evidence: evidenceOf(event.evidence_json),
        })),
      };
    }),
    procedures: sheet.cards.map(({ kind, version: number }) => procedures.frozen(kind, number)),
    steps: sheet.steps,
    ticks: sheets.changes(incident.id),
    events: store.events(incident.id),
    // The files themselves are saved one by one; their hashes say which they are.
    attachments,
    audit: audit.head(),
  };
  const day = document.exportedAt.slice(0, 10);
  return {
    fileName: `emberwatch-incident-${incident.number}-${day}.json`,
    json: JSON.stringify(document, null, 2),
  };
}
