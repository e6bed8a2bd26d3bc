import {
  BellRing,
  ChartSpline,
  ClipboardList,
  FolderClock,
  LayoutDashboard,
  type LucideIcon,
  ServerCog,
  Settings,
} from 'lucide-react';
import { useRevised } from '../state/revised.ts';
import { SCREENS, type Screen } from '../state/view.ts';
import { useDesk, useServices, useView, useWords } from './hooks.ts';

const ICONS: Readonly<Record<Screen, LucideIcon>> = {
  desk: LayoutDashboard,
  alarms: BellRing,
  incidents: FolderClock,
  shift: ClipboardList,
  model: ChartSpline,
  system: ServerCog,
  settings: Settings,
};

/** What of the shift waits: lists that are overdue, and a hand-over that nobody has taken over. */
function ShiftBadge() {
  const words = useWords();
  const { value } = useRevised('shift', (client, options) => client.shift.due(undefined, options));
  if (value === null) return null;
  const { overdueLists, handoverWaiting } = value;
  const count = overdueLists.length + (handoverWaiting ? 1 : 0);
  if (count === 0) return null;
  const why = [
    ...(overdueLists.length > 0 ? [words.shift.overdueBadge({ count: overdueLists.length })] : []),
    ...(handoverWaiting ? [words.shift.handoverBadge] : []),
  ].join(', ');
  return (
    <span className="rail-badge num" data-testid="shift-badge" title={why}>
      <span aria-hidden="true">{count}</span>
      <span className="sr-only">{why}</span>
    </span>
  );
}

export function NavRail() {
  const words = useWords();
  const { view } = useServices();
  const screen = useView((state) => state.screen);
  const problems = useDesk((desk) => desk.status?.problems.length ?? 0);
  const counts = useRevised('incidents', (client, options) =>
    client.incidents.counts(undefined, options),
  ).value;
  const waiting = counts?.waiting ?? 0;
  return (
    <nav className="rail" aria-label={words.nav.label}>
      {SCREENS.map((name) => {
        const Icon = ICONS[name];
        return (
          <button
            key={name}
            type="button"
            className="rail-item inset-focus"
            data-testid={`nav-${name}`}
            aria-current={screen === name ? 'page' : undefined}
            onClick={() => view.setState({ screen: name })}
          >
            <Icon aria-hidden="true" />
            {words.nav[name]}
            {name === 'shift' && <ShiftBadge />}
            {name === 'system' && problems > 0 && (
              <span className="rail-badge num">{problems}</span>
            )}
            {name === 'incidents' && waiting > 0 && (
              <span
                className="rail-badge num"
                data-testid="incidents-waiting"
                title={words.incidents.waitingCount({ count: waiting })}
              >
                {waiting}
              </span>
            )}
          </button>
        );
      })}
    </nav>
  );
}
