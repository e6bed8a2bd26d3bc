import type { ComponentType } from 'react';
import { useServices, useView, useWords } from '../../app/hooks.ts';
import { AnnunciationSection } from '../annunciation/AnnunciationSection.tsx';
import { WalkTestSection } from '../walkTest/WalkTestSection.tsx';
import { ArchiveSection } from './archive/ArchiveSection.tsx';
import { AuditSection } from './audit/AuditSection.tsx';
import { ConnectionSettings } from './connections/ConnectionSettings.tsx';
import { EscalationSettings } from './EscalationSettings.tsx';
import { LanBrokerSection } from './lanBroker/LanBrokerSection.tsx';
import { NotificationSettings } from './notifications/NotificationSettings.tsx';
import { OperatorsSection } from './operators/OperatorsSection.tsx';
import { ProceduresSection } from './ProceduresSection.tsx';
import { PlansSection } from './plans/PlansSection.tsx';

interface Section {
  readonly id: string;
  readonly title: string;
  readonly Component: ComponentType;
}

/** Everything that the administrator sets, one section at a time. */
export function SettingsScreen() {
  const words = useWords();
  const sections: readonly Section[] = [
    { id: 'procedures', title: words.procedures.title, Component: ProceduresSection },
    { id: 'plans', title: words.plans.title, Component: PlansSection },
    { id: 'notifications', title: words.notifications.title, Component: NotificationSettings },
    { id: 'connections', title: words.connections.title, Component: ConnectionSettings },
    { id: 'lanBroker', title: words.lanBroker.title, Component: LanBrokerSection },
    { id: 'escalation', title: words.escalation.title, Component: EscalationSettings },
    { id: 'operators', title: words.access.title, Component: OperatorsSection },
    { id: 'audit', title: words.audit.title, Component: AuditSection },
    { id: 'archive', title: words.archive.title, Component: ArchiveSection },
    { id: 'annunciation', title: words.annunciation.title, Component: AnnunciationSection },
    { id: 'walkTest', title: words.walkTest.title, Component: WalkTestSection },
  ];
  const { view } = useServices();
  const chosen = useView((state) => state.section);
  const shown = sections.find(({ id }) => id === chosen) ?? sections[0];
  return (
    <main className="page" data-testid="settings">
      <header className="page-head">
        <h2>{words.nav.settings}</h2>
      </header>
      <nav className="page-tabs" aria-label={words.nav.settings}>
        {sections.map(({ id, title }) => (
          <button
            key={id}
            type="button"
            className="tab"
            data-testid={`settings-${id}`}
            aria-current={id === shown?.id ? 'page' : undefined}
            onClick={() => view.setState({ section: id })}
          >
            {title}
          </button>
        ))}
      </nav>
      {shown !== undefined && <shown.Component />}
    </main>
  );
}
