/** What an alarm or incident is answered under, as it is on disk. */
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { IncidentAlarm } from '#shared/contract/responseViews.ts';
import type { IncidentPhase } from '#shared/response/close.ts';
import type { Subject } from '../response/ResponseSheets.ts';
import type { IncidentStore } from './IncidentStore.ts';
import type { IncidentRow } from './incidentRow.ts';

export type Asked = { readonly alarmId: string } | { readonly incidentId: string };

/** An incident with all that its state follows from. */
export interface WholeIncident {
  readonly row: IncidentRow;
  readonly alarms: readonly IncidentAlarm[];
  readonly phase: IncidentPhase;
  readonly subject: Subject;
}

export function wholeIncident(store: IncidentStore, incidentId: string): WholeIncident | undefined {
  const row = store.find(incidentId);
  if (!row) return undefined;
  const alarms = store.alarms(row.id);
  const phase = phaseOf(row, alarms);
  return {
    row,
    alarms,
    phase,
    subject: { id: row.id, incident: { id: row.id, number: row.number, phase }, alarms },
  };
}

/** @param recorded the alarm on disk, by its id */
export function subjectOf(
  store: IncidentStore,
  recorded: (alarmId: string) => AlarmRecord | undefined,
  asked: Asked,
): Subject | undefined {
  if ('incidentId' in asked) return wholeIncident(store, asked.incidentId)?.subject;
  const incidentId = store.incidentOf(asked.alarmId);
  if (incidentId !== undefined) return wholeIncident(store, incidentId)?.subject;
  const alarm = recorded(asked.alarmId);
  if (!alarm) return undefined;
  return { id: alarm.id, incident: null, alarms: [alarm] };
}

function phaseOf({ status }: IncidentRow, alarms: readonly IncidentAlarm[]): IncidentPhase {
  if (status === 'closed') return 'closed';
  return alarms.some(({ endedAt }) => endedAt === null) ? 'active' : 'waiting';
}
