import type { OpenIncident } from '#shared/contract/shiftViews.ts';
import type { IncidentReads } from '../incidents/IncidentReads.ts';

/** More than anybody reads at a change of shift. */
const MAX_INCIDENTS = 100;

/** What a hand-over says of the incidents that are not closed, most urgent first. */
export function openIncidentsOf(incidents: Pick<IncidentReads, 'list'>): readonly OpenIncident[] {
  const { items } = incidents.list({ phase: 'open', limit: MAX_INCIDENTS, offset: 0 });
  return items.map(
    ({ number, alarmClass, kinds, openedAt, alarmCount, standingCount, takenBy }) => ({
      number,
      alarmClass,
      kinds,
      since: openedAt,
      alarms: alarmCount,
      standing: standingCount,
      takenBy,
    }),
  );
}
