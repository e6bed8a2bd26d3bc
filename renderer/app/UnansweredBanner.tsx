import { ArrowRight, BellRing } from 'lucide-react';
import { useMemo } from 'react';
import { leftUnanswered } from '../state/escalationView.ts';
import { showDevice } from '../state/view.ts';
import { useDesk, usePlaceName, useServices, useWords } from './hooks.ts';

/** Across every seat's screen: an alarm that nobody at its own seat has answered. */
export function UnansweredBanner() {
  const words = useWords();
  const { view, desk } = useServices();
  const alarms = useDesk((state) => state.alarms);
  const escalation = useDesk((state) => state.status?.escalation);
  const unanswered = useMemo(() => leftUnanswered(escalation, alarms), [escalation, alarms]);
  const first = unanswered[0];
  const place = usePlaceName(first?.deviceId ?? '');
  if (first === undefined) return null;
  return (
    <div className="unanswered" role="alert" data-testid="unanswered" data-class={first.alarmClass}>
      <BellRing aria-hidden="true" />
      <strong>{words.escalation.unanswered}</strong>
      <span className="truncate">
        {[words.kinds[first.kind], place.where, place.name].join(' · ')}
        {unanswered.length > 1 &&
          ` ${words.escalation.unansweredMore({ count: unanswered.length - 1 })}`}
      </span>
      <button
        type="button"
        className="button button-small"
        data-testid="unanswered-go"
        onClick={() => {
          const placement = desk.getState().devices.get(first.deviceId)?.placement;
          showDevice(view, { id: first.deviceId, floorId: placement?.floorId ?? null }, first.id);
        }}
      >
        {words.escalation.goThere}
        <ArrowRight aria-hidden="true" />
      </button>
    </div>
  );
}
