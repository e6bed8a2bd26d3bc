import { useMemo } from 'react';
import { ALARM_CLASSES } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { ClassMark } from '../components/ClassMark.tsx';
import { sortAlarms } from '../state/alarmList.ts';
import { waitingByClass } from '../state/levels.ts';
import { showDevice } from '../state/view.ts';
import { useDesk, useServices, useWords } from './hooks.ts';

/** What waits to be acknowledged, by class. A press leads to the most urgent of it. */
export function AlarmCounts() {
  const words = useWords();
  const { desk, view } = useServices();
  const alarms = useDesk((state) => state.alarms);
  const counts = useMemo(() => waitingByClass(alarms.values()), [alarms]);
  return (
    <section className="counts" aria-label={words.counts.label}>
      {ALARM_CLASSES.map((one) => (
        <button
          key={one}
          type="button"
          className="count"
          data-testid={`count-${one}`}
          data-class={one}
          data-count={counts[one]}
          disabled={counts[one] === 0}
          onClick={() => {
            const first = sortAlarms(alarms).find(
              (alarm) => alarm.alarmClass === one && waitsForAcknowledgement(alarm.state),
            );
            if (first === undefined) return;
            const placement = desk.getState().devices.get(first.deviceId)?.placement;
            showDevice(view, { id: first.deviceId, floorId: placement?.floorId ?? null }, first.id);
          }}
        >
          <ClassMark alarmClass={one} />
          <span className="count-word">{words.classes[one]}</span>
          <b className="num">{counts[one]}</b>
        </button>
      ))}
    </section>
  );
}
