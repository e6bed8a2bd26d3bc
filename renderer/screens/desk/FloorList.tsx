import { Inbox, WifiOff } from 'lucide-react';
import { useMemo } from 'react';
import { ALARM_CLASSES } from '#shared/alarms/alarm.ts';
import type { FloorView } from '#shared/contract/views.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { useDesk, useLanguage, useServices, useView, useWords } from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import { LevelShape } from '../../components/LevelShape.tsx';
import { type FloorSummary, summariseFloors } from '../../state/floorSummary.ts';
import { LEVELS } from '../../state/levels.ts';

const NO_FEEDS = [] as const;
/** Most severe first, without the calm ones: those are the rest. */
const NOTABLE_LEVELS = [...LEVELS].reverse().filter((level) => level !== 'NORMAL');

function floorWord({ worst, stale, total }: FloorSummary, words: Words): string {
  if (total === 0) return words.floors.noDevices;
  return worst === 'UNKNOWN' && stale < total ? words.floors.partlyUnknown : words.levels[worst];
}

function FloorItem({ floor, summary }: { floor: FloorView; summary: FloorSummary }) {
  const words = useWords();
  const language = useLanguage();
  const { view } = useServices();
  const selected = useShownFloorId() === floor.id;
  const notable = NOTABLE_LEVELS.filter((level) => summary.levels[level] > 0);
  const waiting = ALARM_CLASSES.filter((one) => summary.waiting[one] > 0);
  return (
    <li>
      <button
        type="button"
        className="floor inset-focus"
        data-testid="floor-item"
        data-floor-id={floor.id}
        data-worst={summary.worst}
        data-waiting={waiting[0]}
        aria-current={selected}
        onClick={() => view.setState({ floorId: floor.id })}
      >
        <span className="floor-head">
          <LevelShape level={summary.worst} />
          <span className="floor-name truncate">{floor.name[language]}</span>
          <span className="floor-worst" data-level={summary.worst}>
            {floorWord(summary, words)}
          </span>
        </span>
        <span className="floor-counts num">
          {notable.map((level) => (
            <span key={level} className="floor-count" title={words.levels[level]}>
              <LevelShape level={level} />
              <span className="sr-only">{words.levels[level]}</span>
              {summary.levels[level]}
            </span>
          ))}
          {notable.length === 0 && summary.worst === 'NORMAL' && (
            <span className="floor-quiet">
              {waiting.length > 0 ? words.floors.nowNormal : words.floors.allQuiet}
            </span>
          )}
          {summary.stale > 0 && (
            <span
              className="floor-count floor-stale"
              title={words.floors.silent({ count: summary.stale })}
            >
              <WifiOff aria-hidden="true" />
              <span className="sr-only">{words.floors.unheard}</span>
              {summary.stale}
            </span>
          )}
          <span className="floor-total">{words.floors.devices({ count: summary.total })}</span>
        </span>
        {waiting.length > 0 && (
          <span className="floor-waiting">
            {waiting.map((one) => (
              <span key={one} className="waiting-chip num" data-class={one}>
                <ClassMark alarmClass={one} />
                {words.classes[one]} {summary.waiting[one]}
              </span>
            ))}
          </span>
        )}
      </button>
    </li>
  );
}

/** The whole building in one look: a bar of levels, and how many of each. */
function SiteTotals({ summaries }: { summaries: readonly FloorSummary[] }) {
  const words = useWords();
  const total = summaries.reduce((sum, summary) => sum + summary.total, 0);
  const levels = [...LEVELS]
    .reverse()
    .map((level) => ({
      level,
      count: summaries.reduce((sum, summary) => sum + summary.levels[level], 0),
    }))
    .filter(({ count }) => count > 0);
  const unheard = total - levels.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className="totals num" data-testid="site-totals" aria-label={words.floors.whole}>
      <h2>
        {words.floors.whole}
        <span>{words.floors.devices({ count: total })}</span>
      </h2>
      <div className="totals-bar" aria-hidden="true">
        {levels.map(({ level, count }) => (
          <i key={level} data-level={level} style={{ flexGrow: count }} />
        ))}
        {unheard > 0 && <i data-level="UNKNOWN" style={{ flexGrow: unheard }} />}
      </div>
      <ul className="totals-levels">
        {levels.map(({ level, count }) => (
          <li key={level} data-testid={`total-${level}`}>
            <LevelShape level={level} />
            {words.levels[level]}
            <b>{count}</b>
          </li>
        ))}
        {unheard > 0 && (
          <li data-testid="total-silent">
            <LevelShape level="NORMAL" stale />
            {words.floors.unheard}
            <b>{unheard}</b>
          </li>
        )}
      </ul>
    </section>
  );
}

/** The floor that is shown: the chosen one, or the highest. */
export function useShownFloorId(): string | null {
  const chosen = useView((view) => view.floorId);
  const floors = useDesk((desk) => desk.floors);
  if (chosen !== null && floors.some((floor) => floor.id === chosen)) return chosen;
  const highest = floors.reduce<FloorView | null>(
    (best, floor) => (best === null || floor.level > best.level ? floor : best),
    null,
  );
  return highest?.id ?? null;
}

export function FloorList() {
  const words = useWords();
  const { view } = useServices();
  const floors = useDesk((desk) => desk.floors);
  const devices = useDesk((desk) => desk.devices);
  const alarms = useDesk((desk) => desk.alarms);
  const feeds = useDesk((desk) => desk.status?.feeds ?? NO_FEEDS);
  const inbox = useDesk((desk) => desk.status?.inbox ?? 0);
  const inboxOpen = useView((state) => state.inboxOpen);
  const summaries = useMemo(
    () => summariseFloors(floors, devices, alarms, feeds),
    [floors, devices, alarms, feeds],
  );
  const byId = useMemo(() => new Map(floors.map((floor) => [floor.id, floor])), [floors]);
  return (
    <nav className="floors panel" aria-label={words.floors.title}>
      <SiteTotals summaries={summaries} />
      {floors.length === 0 ? (
        <div className="empty">
          <strong>{words.floors.empty}</strong>
          <p>{words.floors.emptyHint}</p>
        </div>
      ) : (
        <ul className="floor-items">
          {summaries.map((summary) => {
            const floor = byId.get(summary.floorId);
            return (
              floor !== undefined && <FloorItem key={floor.id} floor={floor} summary={summary} />
            );
          })}
        </ul>
      )}
      <button
        type="button"
        className="inbox-button inset-focus"
        data-testid="inbox-button"
        data-count={inbox}
        aria-expanded={inboxOpen}
        title={words.floors.inboxHint}
        onClick={() => view.setState({ inboxOpen: !inboxOpen, placing: null, drawerOpen: false })}
      >
        <Inbox aria-hidden="true" />
        <span>{words.floors.inbox}</span>
        <span className="inbox-count num">{inbox}</span>
      </button>
    </nav>
  );
}
