import { ListChecks, X } from 'lucide-react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { useServices, useView, useWords } from '../../app/hooks.ts';
import { Tip } from '../../components/Tip.tsx';
import { pickClass } from '../../state/picking.ts';
import { NOTHING_PICKED } from '../../state/view.ts';

/** Between the list and the acts: how many are picked, and all of a class in one press. */
export function PickBar({
  sorted,
  selected,
  meant,
}: {
  sorted: readonly AlarmRecord[];
  selected: AlarmRecord | null;
  meant: readonly AlarmRecord[];
}) {
  const words = useWords();
  const { view } = useServices();
  const picking = useView((state) => state.picked.size > 0);
  const all = selected === null ? NOTHING_PICKED : pickClass(sorted, selected.alarmClass);
  return (
    <div className="pick-bar">
      {picking ? (
        <>
          <b className="num" data-testid="picked-count" role="status">
            {words.alarms.picked({ count: meant.length })}
          </b>
          <button
            type="button"
            className="pick-button"
            data-testid="unpick"
            onClick={() => view.setState({ picked: NOTHING_PICKED, pickFrom: null })}
          >
            <X aria-hidden="true" />
            {words.alarms.unpick}
            <kbd>Esc</kbd>
          </button>
        </>
      ) : (
        <>
          <span>{words.alarms.keys}</span>
          {selected !== null && all.size > 1 && (
            <Tip text={words.alarms.pickHint}>
              <button
                type="button"
                className="pick-button num"
                data-testid="pick-class"
                onClick={() => view.setState({ picked: all, pickFrom: null })}
              >
                <ListChecks aria-hidden="true" />
                {words.alarms.pickClass({
                  name: words.classes[selected.alarmClass],
                  count: all.size,
                })}
              </button>
            </Tip>
          )}
        </>
      )}
    </div>
  );
}
