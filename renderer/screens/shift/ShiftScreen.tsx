import { Printer } from 'lucide-react';
import type { ComponentType } from 'react';
import { useDesk, useLanguage, useServices, useTime, useView, useWords } from '../../app/hooks.ts';
import { CheckLists } from './CheckLists.tsx';
import { Handover } from './Handover.tsx';
import { ShiftLog } from './ShiftLog.tsx';

interface Tab {
  readonly id: string;
  readonly title: string;
  readonly Component: ComponentType;
}

/** Stands on paper only: whose record it is, and whether it is of a real building. */
function PrintHead() {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const { clock } = useServices();
  const status = useDesk((desk) => desk.status);
  if (status === null) return null;
  const now = clock.now();
  return (
    <header className="print-only">
      <b>{status.siteName[language]}</b>
      {status.simulated && <b>{words.simulated}</b>}
      <span>{words.shift.printedAt({ time: `${time.date(now)} ${time.clock(now)}` })}</span>
    </header>
  );
}

/** The change of shifts: the log, the check lists and the hand-over. */
export function ShiftScreen() {
  const words = useWords();
  const { view } = useServices();
  const chosen = useView((state) => state.shiftTab);
  const tabs: readonly Tab[] = [
    { id: 'log', title: words.shift.tabs.log, Component: ShiftLog },
    { id: 'checks', title: words.shift.tabs.checks, Component: CheckLists },
    { id: 'handover', title: words.shift.tabs.handover, Component: Handover },
  ];
  const shown = tabs.find(({ id }) => id === chosen) ?? tabs[0];
  return (
    <main className="page shift" data-testid="shift">
      <PrintHead />
      <header className="page-head">
        <h2>{words.nav.shift}</h2>
        <button type="button" className="button" data-testid="print" onClick={() => window.print()}>
          <Printer aria-hidden="true" />
          {words.shift.print}
        </button>
      </header>
      <nav className="page-tabs" aria-label={words.nav.shift}>
        {tabs.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            className="tab"
            data-testid={`shift-${id}`}
            aria-current={id === shown?.id ? 'page' : undefined}
            onClick={() => view.setState({ shiftTab: id })}
          >
            {title}
          </button>
        ))}
      </nav>
      {shown !== undefined && <shown.Component />}
    </main>
  );
}
