import type { ComponentType } from 'react';
import { useServices, useView, useWords } from '../../app/hooks.ts';
import { MeterStatistics } from './meter/MeterStatistics.tsx';
import { SetAsideList } from './SetAsideList.tsx';
import { AlarmTablePanel } from './table/AlarmTablePanel.tsx';

interface Tab {
  readonly id: string;
  readonly title: string;
  readonly Component: ComponentType;
}

/** All alarms, standing and past; what is off; and how many there were. */
export function AlarmsScreen() {
  const words = useWords();
  const { view } = useServices();
  const chosen = useView((state) => state.alarmsTab);
  const tabs: readonly Tab[] = [
    { id: 'all', title: words.alarmTable.tab, Component: AlarmTablePanel },
    { id: 'set-aside', title: words.setAside.title, Component: SetAsideList },
    { id: 'meter', title: words.meter.tab, Component: MeterStatistics },
  ];
  const shown = tabs.find(({ id }) => id === chosen) ?? tabs[0];
  return (
    <main className="page alarms-page" data-testid="alarms" data-tab={shown?.id}>
      <header className="page-head">
        <h2>{words.nav.alarms}</h2>
      </header>
      <nav className="page-tabs" aria-label={words.nav.alarms}>
        {tabs.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            className="tab"
            data-testid={`alarms-${id}`}
            aria-current={id === shown?.id ? 'page' : undefined}
            onClick={() => view.setState({ alarmsTab: id })}
          >
            {title}
          </button>
        ))}
      </nav>
      {shown !== undefined && <shown.Component />}
    </main>
  );
}
