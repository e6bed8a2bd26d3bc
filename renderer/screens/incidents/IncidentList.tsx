import { useEffect, useRef, useState } from 'react';
import type { IncidentPage } from '#shared/contract/responseViews.ts';
import { useServices, useWords } from '../../app/hooks.ts';
import { useKeys } from '../../app/useKeys.ts';
import { closableTogether, PAGE_SIZE, stepTo } from '../../state/incidentQuery.ts';
import { CloseManyDialog } from './CloseManyDialog.tsx';
import { IncidentRow } from './IncidentRow.tsx';

const NOTHING: ReadonlySet<string> = new Set();

/** One page of incidents; keys move the choice, and what has no fire in it can be picked to be closed together. */
export function IncidentList({
  page,
  number,
  chosenId,
  onChoose,
  onPage,
}: {
  page: IncidentPage | null;
  number: number;
  chosenId: string | null;
  onChoose: (incidentId: string) => void;
  onPage: (number: number) => void;
}) {
  const words = useWords();
  const { session } = useServices();
  const [picked, setPicked] = useState(NOTHING);
  const [closing, setClosing] = useState(false);
  const rows = useRef<HTMLUListElement>(null);
  const items = page?.items ?? [];
  const pickable = items.filter((one) => picked.has(one.id) && closableTogether(one));

  useKeys((code) => {
    const step = code === 'KeyJ' || code === 'ArrowDown' ? 1 : -1;
    if (step === -1 && code !== 'KeyK' && code !== 'ArrowUp') return false;
    const next = stepTo(items, chosenId, step);
    if (next === undefined) return false;
    onChoose(next.id);
    return true;
  });
  useEffect(() => {
    if (chosenId === null) return;
    rows.current?.querySelector('[aria-current=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);

  if (page === null) return <p className="empty">{words.common.loading}</p>;
  const from = number * PAGE_SIZE;
  return (
    <>
      {items.length === 0 ? (
        <p className="empty" data-testid="no-incidents">
          {words.incidents.none}
        </p>
      ) : (
        <ul className="incident-rows" ref={rows}>
          {items.map((incident) => (
            <IncidentRow
              key={incident.id}
              incident={incident}
              chosen={incident.id === chosenId}
              picked={picked.has(incident.id)}
              onChoose={() => onChoose(incident.id)}
              onPick={(pick) => {
                const next = new Set(picked);
                if (pick) next.add(incident.id);
                else next.delete(incident.id);
                setPicked(next);
              }}
            />
          ))}
        </ul>
      )}
      <footer className="incident-foot">
        <span className="num">
          {words.incidents.range({
            from: Math.min(from + 1, page.total),
            to: from + items.length,
            total: page.total,
          })}
        </span>
        <button
          type="button"
          className="button button-small"
          disabled={number === 0}
          onClick={() => onPage(number - 1)}
        >
          {words.incidents.previous}
        </button>
        <button
          type="button"
          className="button button-small"
          data-testid="next-page"
          disabled={from + items.length >= page.total}
          onClick={() => onPage(number + 1)}
        >
          {words.incidents.next}
        </button>
        {pickable.length > 0 && (
          <button
            type="button"
            className="button button-small button-primary"
            data-testid="close-many"
            onClick={async () => (await session.require()) !== null && setClosing(true)}
          >
            {words.incidents.closeMany({ count: pickable.length })}
          </button>
        )}
      </footer>
      {closing && (
        <CloseManyDialog
          incidents={pickable}
          onClose={() => {
            setClosing(false);
            setPicked(NOTHING);
          }}
        />
      )}
    </>
  );
}
