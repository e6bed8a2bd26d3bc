import { useState } from 'react';
import { useDesk, useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';
import { CheckHistory, type ListOfPeriod, SignedList } from './CheckHistory.tsx';
import { CheckListPanel } from './CheckListPanel.tsx';
import { Failure } from './Failure.tsx';
import { OwnChecks } from './OwnChecks.tsx';

/** How often the figures beside the items are asked anew. */
const FIGURES_EVERY_MS = 15_000;

/** The lists of today, this week and this month; those of the past; and the site's own items. */
export function CheckLists() {
  const words = useWords();
  const { checks } = words.shift;
  const round = useDesk((desk) => Math.floor((desk.status?.engineTime ?? 0) / FIGURES_EVERY_MS));
  const current = useRevised(
    'shift',
    async (client, options) => ({
      lists: await client.shift.checks(undefined, options),
      history: await client.shift.checkHistory(undefined, options),
    }),
    String(round),
  );
  // Kept while the next answer is on its way: a list must not vanish under the hand.
  const [shown, setShown] = useState(current.value);
  if (current.value !== null && current.value !== shown) setShown(current.value);
  const [past, setPast] = useState<ListOfPeriod | null>(null);
  if (past !== null) return <SignedList of={past} onClose={() => setPast(null)} />;
  // The first one that waits is the one that somebody came for.
  const first = shown?.lists.find(({ signature }) => signature === null)?.list;
  return (
    <div className="page-section" data-testid="check-lists">
      <Failure code={current.failed} />
      {shown === null && current.failed === null && <p className="note">{words.common.loading}</p>}
      {shown?.lists.map((view) => (
        <CheckListPanel
          key={`${view.list} ${view.period.key}`}
          view={view}
          startOpen={view.list === first}
        />
      ))}
      <section className="page-section screen-only">
        <h3>{checks.history}</h3>
        {shown !== null && <CheckHistory entries={shown.history} onOpen={setPast} />}
      </section>
      <OwnChecks />
    </div>
  );
}
