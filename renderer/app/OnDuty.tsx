import { LogOut, UserRound, UserRoundX } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices, useWords } from './hooks.ts';

/** Who acts from this window. */
export function OnDuty() {
  const words = useWords();
  const { session } = useServices();
  const { operator, session: token, desk } = useStore(session.state);
  if (token === null) {
    return (
      <button
        type="button"
        className="duty duty-none"
        data-testid="sign-on"
        onClick={() => session.ask()}
      >
        <UserRoundX aria-hidden="true" />
        <span>
          <small>{words.operator.none}</small>
          <b>{words.operator.signOn}</b>
        </span>
      </button>
    );
  }
  return (
    <div className="duty" data-testid="on-duty" data-operator={operator?.name}>
      <UserRound aria-hidden="true" />
      <span>
        <small className="truncate">{desk}</small>
        <b className="truncate">{operator?.name ?? words.common.loading}</b>
      </span>
      <button
        type="button"
        className="icon-button"
        data-testid="sign-off"
        aria-label={words.operator.signOff}
        title={words.operator.signOff}
        onClick={() => session.signOff()}
      >
        <LogOut aria-hidden="true" />
      </button>
    </div>
  );
}
