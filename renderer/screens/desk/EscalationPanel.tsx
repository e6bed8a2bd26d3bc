import { Check, CircleDashed, CirclePause, CircleSlash } from 'lucide-react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import type { LadderStep, StepState } from '#shared/escalation/ladder.ts';
import { useDesk, useEngineNow, useTime, useWords } from '../../app/hooks.ts';
import { actionText } from '../../state/escalationText.ts';
import { countdown, isUntold, mayInvestigate } from '../../state/escalationView.ts';
import { useRevised } from '../../state/revised.ts';
import { Countdown } from './EscalationNote.tsx';

const ICONS: Readonly<Record<StepState, typeof Check>> = {
  waiting: CircleDashed,
  held: CirclePause,
  taken: Check,
  stopped: CircleSlash,
};

function Rung({ step }: { step: LadderStep }) {
  const { escalation: words } = useWords();
  const time = useTime();
  const now = useEngineNow();
  const Icon = ICONS[step.state];
  const untold = useDesk((desk) => isUntold(step.topic, desk.status?.untoldTopics));
  const when =
    step.state === 'taken' && step.takenAt !== null
      ? time.clock(step.takenAt)
      : step.state === 'waiting'
        ? countdown(step.dueAt, now)
        : null;
  return (
    <li
      className="rung"
      data-testid="rung"
      data-state={step.state}
      data-action={step.action}
      data-untold={untold}
    >
      <Icon aria-hidden="true" />
      <span>{words.step({ step: step.step, action: actionText(step, words) })}</span>
      <small className="num">
        {words.states[step.state]}
        {when !== null && ` ${when}`}
        {untold && ` · ${words.nobody}`}
      </small>
    </li>
  );
}

/** Who has been told of this alarm, and who will be when. */
export function EscalationPanel({ alarm }: { alarm: AlarmRecord }) {
  const { escalation: words } = useWords();
  const { id: alarmId } = alarm;
  const { value, failed } = useRevised(
    'escalation',
    (client, options) => client.escalation.of({ alarmId }, options),
    alarmId,
  );
  return (
    <div className="escalation-panel" data-testid="escalation-panel">
      <h4>{words.ladder}</h4>
      {value?.delay && <Countdown delay={value.delay} />}
      {failed !== null && <p className="note note-bad">{words.ladderFailed}</p>}
      {value === null && failed === null && <p className="note">{words.ladderNone}</p>}
      {value !== null && (
        <ol className="rungs">
          {value.steps.map((step) => (
            <Rung key={step.step} step={step} />
          ))}
        </ol>
      )}
      {mayInvestigate(alarm) && <p className="note">{words.keys}</p>}
    </div>
  );
}
