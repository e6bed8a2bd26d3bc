import { UserCheck, UserX } from 'lucide-react';
import { useDesk, useServices, useWords } from './hooks.ts';

/** Whether somebody has promised to look first. Always there, because which of the two holds is never self-evident. */
export function AttendedSwitch() {
  const { escalation: words } = useWords();
  const { view } = useServices();
  const attended = useDesk(
    (desk) => desk.status !== null && desk.status.escalation.attended !== null,
  );
  const Icon = attended ? UserCheck : UserX;
  return (
    <button
      type="button"
      className="attend"
      data-testid="attended-switch"
      data-attended={attended}
      title={words.modeHint}
      onClick={() => view.setState({ attending: true })}
    >
      <Icon aria-hidden="true" />
      <span>
        <small>{words.mode}</small>
        <b>{attended ? words.attended : words.unattended}</b>
      </span>
    </button>
  );
}
