import { useState } from 'react';
import { useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';
import { ResponseProgress, ResponseSteps } from '../response/ResponseSteps.tsx';
import { AlarmTable } from './AlarmTable.tsx';
import { AttachmentList } from './AttachmentList.tsx';
import { IncidentActions } from './IncidentActions.tsx';
import { IncidentSummary } from './IncidentSummary.tsx';
import { IncidentTimeline } from './IncidentTimeline.tsx';

/** Entries that are asked for at first, and how many more a press asks for. */
const TIMELINE_STEP = 200;

/** One incident: what it was, what is to be done, and everything that happened on one line of time. */
export function IncidentDetailView({ incidentId }: { incidentId: string }) {
  const words = useWords();
  const [limit, setLimit] = useState(TIMELINE_STEP);
  const { value: detail, failed } = useRevised(
    'incidents',
    (client, options) => client.incidents.get({ incidentId, timelineLimit: limit }, options),
    `${incidentId} ${limit}`,
  );
  if (detail === null)
    return (
      <section className="incident-detail empty">
        <p>{failed === null ? words.common.loading : words.incidents.failed}</p>
      </section>
    );
  const { incident, sheet } = detail;
  return (
    <section
      className="incident-detail"
      aria-label={words.response.incident({ number: incident.number })}
      data-testid="incident-detail"
      data-number={incident.number}
      data-phase={incident.phase}
    >
      <IncidentSummary incident={incident} />
      <IncidentActions detail={detail} />
      {failed !== null && <p className="note note-bad">{words.incidents.failed}</p>}
      <div className="incident-columns">
        <div className="incident-column">
          <section className="incident-part">
            <header className="response-head">
              <h3>{words.response.title}</h3>
              <ResponseProgress sheet={sheet} />
            </header>
            <ResponseSteps subject={{ incidentId: incident.id }} fetched={sheet} />
          </section>
          <AttachmentList incidentId={incident.id} attachments={detail.attachments} />
        </div>
        <div className="incident-column">
          <AlarmTable detail={detail} />
          <IncidentTimeline detail={detail} onOlder={() => setLimit(limit + TIMELINE_STEP)} />
        </div>
      </div>
    </section>
  );
}
