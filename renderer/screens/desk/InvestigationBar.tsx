import { ClipboardCheck, Flame, TimerReset } from 'lucide-react';
import { useState } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { useDesk, useServices, useWords } from '../../app/hooks.ts';
import { actAs } from '../../state/actAs.ts';
import { failureOf } from '../../state/engineClient.ts';
import { markOf, mayInvestigate } from '../../state/escalationView.ts';
import { Countdown } from './EscalationNote.tsx';

function ExtendButton({ alarm }: { alarm: AlarmRecord }) {
  const all = useWords();
  const words = all.escalation;
  const { connection, session } = useServices();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);

  async function extend(): Promise<void> {
    setBusy(true);
    setSaid(null);
    try {
      const answer = await actAs(
        { request: connection.request, session },
        (client, token, options) =>
          client.escalation.extend({ session: token, alarmId: alarm.id }, options),
      );
      if (answer?.done === false) setSaid(words.refusals[answer.refusal]);
    } catch (error) {
      setSaid(all.failures[failureOf(error).code]);
    }
    setBusy(false);
  }

  return (
    <>
      <button
        type="button"
        className="button button-small"
        data-testid="investigation-extend"
        title={words.extendHint}
        disabled={busy}
        onClick={extend}
      >
        <TimerReset aria-hidden="true" />
        {words.extend}
      </button>
      {said !== null && (
        <span className="alarm-refused" role="alert">
          {said}
        </span>
      )}
    </>
  );
}

/** What can be said of the selected fire risk by somebody who has seen it. It stands still above the acts. */
export function InvestigationBar({ alarm }: { alarm: AlarmRecord | null }) {
  const { escalation: words } = useWords();
  const { view } = useServices();
  const mark = useDesk((desk) => alarm && markOf(desk.status?.escalation, alarm.id));
  if (alarm === null || !mayInvestigate(alarm)) return null;
  const delay = mark?.delay ?? null;
  const ask = (what: 'confirm' | 'report') =>
    view.setState({ investigating: { alarmId: alarm.id, what } });
  return (
    <div
      className="investigation"
      data-testid="investigation"
      data-phase={delay?.phase ?? 'none'}
      data-confirmed={mark?.confirmed === true}
    >
      <p className="investigation-words">
        {delay !== null && <Countdown delay={delay} />}
        <span>
          {mark?.confirmed === true
            ? words.confirmedAlready
            : delay === null
              ? words.canConfirm
              : delay.phase === 'acknowledge'
                ? words.acknowledgeFirst
                : words.goAndLook}
        </span>
      </p>
      <div className="investigation-buttons">
        <button
          type="button"
          className="button button-small button-hazard"
          data-testid="investigation-confirm"
          title={words.confirmHint}
          onClick={() => ask('confirm')}
        >
          <Flame aria-hidden="true" />
          {words.confirm}
          <kbd>F</kbd>
        </button>
        {delay !== null && (
          <button
            type="button"
            className="button button-small"
            data-testid="investigation-report"
            title={words.reportHint}
            disabled={delay.phase === 'acknowledge'}
            onClick={() => ask('report')}
          >
            <ClipboardCheck aria-hidden="true" />
            {words.report}
            <kbd>I</kbd>
          </button>
        )}
        {delay?.phase === 'investigate' && !delay.extended && (
          <ExtendButton key={alarm.id} alarm={alarm} />
        )}
      </div>
    </div>
  );
}
