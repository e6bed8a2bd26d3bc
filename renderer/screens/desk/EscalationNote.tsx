import { Hourglass, Megaphone } from 'lucide-react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { DelayView } from '#shared/contract/escalationViews.ts';
import { useDesk, useEngineNow, useTime, useWords } from '../../app/hooks.ts';
import { countdown, isUntold, markOf } from '../../state/escalationView.ts';

/** What is left of the time to look. The engine decides when it is over; this only counts along. */
export function Countdown({ delay }: { delay: DelayView }) {
  const { escalation: words } = useWords();
  const now = useEngineNow();
  const left = countdown(delay.until, now);
  return (
    <b className="countdown num" data-testid="countdown" data-phase={delay.phase}>
      <Hourglass aria-hidden="true" />
      {delay.phase === 'acknowledge'
        ? words.acknowledgeWithin({ left })
        : words.investigateWithin({ left })}
    </b>
  );
}

/** In an alarm's row: the countdown of its delay, or the newest step beyond the sound of the desk. */
export function EscalationNote({ alarm }: { alarm: AlarmRecord }) {
  const { escalation: words } = useWords();
  const time = useTime();
  const mark = useDesk((desk) => markOf(desk.status?.escalation, alarm.id));
  const untold = useDesk((desk) => isUntold(mark?.topic ?? null, desk.status?.untoldTopics));
  if (mark === undefined) return null;
  if (mark.delay !== null) return <Countdown delay={mark.delay} />;
  return (
    <span
      className="escalation-note num"
      data-testid="escalation-step"
      data-step={mark.step}
      data-action={mark.action}
      data-untold={untold}
    >
      <Megaphone aria-hidden="true" />
      {words.stepAt({
        step: mark.step,
        action: words.actions[mark.action],
        time: untold ? words.nobody : mark.takenAt === null ? '' : time.minutes(mark.takenAt),
      })}
    </span>
  );
}
