import { Megaphone, MessageSquareText } from 'lucide-react';
import { useState } from 'react';
import type { AlarmEventRecord, AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { technicalPart } from '#shared/alarms/troubleDetail.ts';
import { troubleText } from '#shared/i18n/troubleText.ts';
import { useEngineNow, useTime, useWords } from '../../app/hooks.ts';
import { ClassMark } from '../../components/ClassMark.tsx';
import { remarkText } from '../../state/escalationText.ts';
import { AlarmEvidencePanel } from './AlarmEvidencePanel.tsx';
import { DeviceReasons } from './DeviceReasons.tsx';
import { EscalationPanel } from './EscalationPanel.tsx';
import { BurstLine } from './FirstOut.tsx';
import { useAlarmDetail } from './useDeviceDetail.ts';

/** What is read at a glance; an alarm that came and went for days has more. */
const SHOWN = 8;

function Step({ event }: { event: AlarmEventRecord }) {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  return (
    <li data-testid="alarm-step" data-type={event.type}>
      <span className="num">{time.moment(event.at, now)}</span>
      <b>{words.events[event.type]}</b>
      {event.operator !== null && (
        <span className="truncate">
          {[event.operator, event.desk].filter((part) => part !== null).join(' · ')}
        </span>
      )}
      {event.note !== null &&
        (event.type === 'escalate' ? (
          <p className="step-note" data-testid="escalation-note">
            <Megaphone aria-hidden="true" />
            {remarkText(event.note, words.escalation)}
          </p>
        ) : (
          <p className="step-note" data-testid="alarm-note">
            <MessageSquareText aria-hidden="true" />
            {event.note}
          </p>
        ))}
    </li>
  );
}

/** Who did what to an alarm, when, and with which note. Newest first, so that the last note is in sight. */
export function AlarmSteps({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  const { value, failed } = useAlarmDetail(alarm);
  const [all, setAll] = useState(false);
  if (failed) return <p className="note note-bad">{words.drawer.stepsFailed}</p>;
  if (value === null) return <p className="note">{words.common.loading}</p>;
  const events = [...value.events].reverse();
  const older = events.length - SHOWN;
  return (
    <>
      <ol className="steps">
        {(all ? events : events.slice(0, SHOWN)).map((event) => (
          <Step
            key={`${event.at} ${event.type} ${event.toState} ${event.note ?? ''}`}
            event={event}
          />
        ))}
      </ol>
      {older > 0 && !all && (
        <button type="button" className="button button-small" onClick={() => setAll(true)}>
          {words.drawer.olderSteps({ count: older })}
        </button>
      )}
    </>
  );
}

/** What is wrong in words, and below it what the record holds, for whoever is called to mend it. */
function TroubleDetail({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  const time = useTime();
  if (alarm.detail === null) return null;
  const said = troubleText(alarm, words, time);
  const technical = technicalPart(alarm.detail);
  return (
    <>
      {said !== null && <p className="note">{said}</p>}
      {technical !== null && technical !== said && (
        <p className="note">{words.alarms.record({ text: technical })}</p>
      )}
    </>
  );
}

/**
 * The open alarm near the top of its device's details. The present values may be calm again, and then nothing else in
 * the drawer would say what happened.
 */
export function OpenAlarm({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  // While the cause lasts the device's present reasons stand below and say the same.
  const reasons = alarm.conditionActive ? [] : (alarm.evidence?.assessment.reasons ?? []);
  const waiting = waitsForAcknowledgement(alarm.state);
  return (
    <section
      className="drawer-section open-alarm"
      data-testid="open-alarm"
      data-alarm-id={alarm.id}
      data-class={alarm.alarmClass}
      data-waiting={waiting}
    >
      <header className="open-alarm-head">
        <h3>{words.drawer.alarm}</h3>
        <ClassMark alarmClass={alarm.alarmClass} />
        <b className="truncate">{words.kinds[alarm.kind]}</b>
        <span className="state-chip" data-waiting={waiting}>
          {words.states[alarm.state]}
        </span>
      </header>
      {reasons.length > 0 && (
        <>
          <h4>{words.drawer.whyRaised}</h4>
          <DeviceReasons reasons={reasons} />
        </>
      )}
      <BurstLine alarm={alarm} />
      <TroubleDetail alarm={alarm} />
      {alarm.evidence !== null && alarm.alarmClass === 'fire' && (
        <AlarmEvidencePanel alarm={alarm} evidence={alarm.evidence} />
      )}
      <EscalationPanel alarm={alarm} />
      <h4>{words.drawer.steps}</h4>
      <AlarmSteps alarm={alarm} />
    </section>
  );
}
