import { ChevronsDownUp, ChevronsUpDown, Gauge, Waves } from 'lucide-react';
import { rateVerdict } from '#shared/alarms/meter.ts';
import { useDesk, useServices, useWords } from '../../app/hooks.ts';
import { foldedIn, type ListRow } from '../../state/foldAlarms.ts';
import { NOTHING_PICKED } from '../../state/view.ts';

/** How many alarms there were lately, and in a flood what was done about it. Above the list, in one line. */
export function AlarmLoad({ rows }: { rows: readonly ListRow[] }) {
  const words = useWords();
  const { view } = useServices();
  const rate = useDesk((desk) => desk.status?.alarmRate);
  const flood = useDesk((desk) => desk.status?.flood ?? null);
  if (rate === undefined) return null;
  const verdict = rateVerdict(rate.lastTenMinutes);
  const folds = rows.filter((row) => row.type === 'fold');
  const folded = foldedIn(rows);
  const allOpen = folds.length > 0 && folds.every(({ unfolded }) => unfolded);
  const open = () => view.setState({ screen: 'alarms', alarmsTab: 'meter' });
  return (
    <div className="load">
      {flood !== null && (
        <p className="load-flood num" role="status" data-testid="flood">
          <Waves aria-hidden="true" />
          <span>
            <b>{folded.groups === 0 ? words.flood.notFolded : words.flood.folded(folded)}</b>{' '}
            <small>{words.flood.neverFire}</small>
          </span>
          {folds.length > 0 && (
            <button
              type="button"
              className="pick-button"
              data-testid="unfold-all"
              onClick={() =>
                view.setState({
                  unfolded: allOpen ? NOTHING_PICKED : new Set(folds.map(({ key }) => key)),
                })
              }
            >
              {allOpen ? (
                <ChevronsDownUp aria-hidden="true" />
              ) : (
                <ChevronsUpDown aria-hidden="true" />
              )}
              {allOpen ? words.flood.closeAll : words.flood.openAll}
            </button>
          )}
        </p>
      )}
      <button
        type="button"
        className="load-rate num inset-focus"
        data-testid="alarm-rate"
        data-ten={rate.lastTenMinutes}
        data-hour={rate.lastHour}
        data-verdict={verdict}
        title={words.meter.liveHint}
        onClick={open}
      >
        <Gauge aria-hidden="true" />
        {words.meter.live({ ten: rate.lastTenMinutes, hour: rate.lastHour })}
        <span className="verdict" data-verdict={verdict}>
          {words.meter.verdicts[verdict]}
        </span>
      </button>
    </div>
  );
}
