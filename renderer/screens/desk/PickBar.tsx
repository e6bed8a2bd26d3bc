import { Crosshair, ListChecks, X } from 'lucide-react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { usePlaceName, useServices, useView, useWords } from '../../app/hooks.ts';
import { Tip } from '../../components/Tip.tsx';
import { pickClass } from '../../state/picking.ts';
import { NOTHING_PICKED } from '../../state/view.ts';

/** What A and R mean while its row can't be seen: nobody must acknowledge what they did not look at. */
function Meant({ alarm, onShow }: { alarm: AlarmRecord; onShow: () => void }) {
  const words = useWords();
  const place = usePlaceName(alarm.deviceId);
  const text = words.alarms.meant({ kind: words.kinds[alarm.kind], place: place.name });
  return (
    <button
      type="button"
      className="pick-button pick-meant"
      data-testid="meant-out-of-sight"
      title={text}
      onClick={onShow}
    >
      <Crosshair aria-hidden="true" />
      <span className="truncate">{text}</span>
    </button>
  );
}

/** Between the list and the acts: how many are picked, and all of a class in one press. */
export function PickBar({
  sorted,
  selected,
  meant,
  outOfSight,
  onShow,
}: {
  sorted: readonly AlarmRecord[];
  selected: AlarmRecord | null;
  meant: readonly AlarmRecord[];
  /** The row that the acts mean is scrolled away, because others came in above it. */
  outOfSight: boolean;
  onShow: () => void;
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
          {selected !== null && outOfSight ? (
            <Meant alarm={selected} onShow={onShow} />
          ) : (
            <span>{words.alarms.keys}</span>
          )}
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
