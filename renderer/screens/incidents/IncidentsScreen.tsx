import { useDeferredValue, useState } from 'react';
import { useEngineNow, useServices, useView, useWords } from '../../app/hooks.ts';
import { type IncidentFilter, NO_FILTER, queryOf } from '../../state/incidentQuery.ts';
import { useRevised } from '../../state/revised.ts';
import { IncidentDetailView } from './IncidentDetailView.tsx';
import { IncidentFilters } from './IncidentFilters.tsx';
import { IncidentList } from './IncidentList.tsx';

/** What happened, what was done about it, and what it turned out to be. */
export function IncidentsScreen() {
  const words = useWords();
  const { view } = useServices();
  const chosenId = useView((state) => state.incidentId);
  const [filter, setFilter] = useState<IncidentFilter>(NO_FILTER);
  // Typing goes on while the engine looks.
  const asked = useDeferredValue(filter);
  const query = queryOf(asked, useEngineNow(60_000));
  const { value: page, failed } = useRevised(
    'incidents',
    (client, options) => client.incidents.list(query, options),
    JSON.stringify(query),
  );
  return (
    <main className="incidents" data-testid="incidents">
      <section className="incidents-list panel" aria-label={words.incidents.list}>
        <header className="incidents-head">
          <h2 className="panel-title">{words.nav.incidents}</h2>
          {page !== null && (
            <p className="panel-note num" data-testid="incident-counts">
              {words.incidents.openCount({ count: page.open })}
              {page.waiting > 0 && <b>{words.incidents.waitingCount({ count: page.waiting })}</b>}
            </p>
          )}
        </header>
        <IncidentFilters filter={filter} onChange={setFilter} />
        {failed !== null && <p className="note note-bad">{words.incidents.failed}</p>}
        <IncidentList
          page={page}
          number={asked.page}
          chosenId={chosenId}
          onChoose={(id) => view.setState({ incidentId: id })}
          onPage={(next) => setFilter({ ...filter, page: next })}
        />
      </section>
      {chosenId === null ? (
        <section className="incident-detail empty">
          <p>{words.incidents.choose}</p>
        </section>
      ) : (
        <IncidentDetailView key={chosenId} incidentId={chosenId} />
      )}
    </main>
  );
}
