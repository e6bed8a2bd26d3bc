import { Ear, Hourglass } from 'lucide-react';
import { useStore } from 'zustand';
import { spanText } from '../state/escalationText.ts';
import { useDesk, useServices, useTime, useWords } from './hooks.ts';
import { Lamp } from './Lamp.tsx';

/** EN 54-2: while outputs may be delayed it shows, also in alarm, and how many are. */
function DelayLamp() {
  const { escalation: words } = useWords();
  const time = useTime();
  const { view } = useServices();
  const status = useDesk((desk) => desk.status?.escalation);
  if (!status || (status.attended === null && status.delayed === 0)) return null;
  const { attended, delayed, acknowledgeSeconds, investigateSeconds } = status;
  return (
    <Lamp id="delay" tone="warning" onClick={() => view.setState({ attending: true })}>
      <Hourglass aria-hidden="true" />
      {words.lamp({
        t1: spanText(acknowledgeSeconds, words),
        t2: spanText(investigateSeconds, words),
      })}
      {attended !== null && (
        <small>{words.lampWho({ name: attended.by, time: time.minutes(attended.until) })}</small>
      )}
      {delayed > 0 && (
        <b className="lamp-count" data-testid="delayed-count" data-count={delayed}>
          {words.delayed({ count: delayed })}
        </b>
      )}
    </Lamp>
  );
}

/** A seat that is silent on purpose says so. */
function SeatLamp() {
  const { escalation: words } = useWords();
  const { preferences, view } = useServices();
  const seat = useStore(preferences, (one) => one.seat);
  if (seat === 'primary') return null;
  return (
    <Lamp
      id="second-seat"
      tone="off"
      onClick={() => view.setState({ screen: 'settings', section: 'escalation' })}
    >
      <Ear aria-hidden="true" />
      {words.seatLamp}
      <small>{words.seatLampHint}</small>
    </Lamp>
  );
}

export function EscalationLamps() {
  return (
    <>
      <DelayLamp />
      <SeatLamp />
    </>
  );
}
