import * as Popover from '@radix-ui/react-popover';
import { ArrowLeftRight, ChevronDown, KeyRound, LogOut, UserRound, UserRoundX } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { useServices, useWords } from './hooks.ts';

function NobodyOnDuty({ ended }: { ended: boolean }) {
  const words = useWords();
  const { session } = useServices();
  return (
    <button
      type="button"
      className="duty duty-none"
      data-testid="sign-on"
      data-ended={ended}
      title={ended ? words.access.endedHint : words.operator.signOn}
      onClick={() => session.ask()}
    >
      <UserRoundX aria-hidden="true" />
      <span>
        <small role="status">{ended ? words.access.ended : words.operator.none}</small>
        <b>{words.operator.signOn}</b>
      </span>
    </button>
  );
}

/** What the person on duty does for themselves. */
function DutyMenu({ given }: { given: boolean }) {
  const words = useWords();
  const { session } = useServices();
  const [open, setOpen] = useState(false);
  const then = (act: () => void) => () => {
    setOpen(false);
    act();
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className="icon-button duty-more"
        data-testid="duty-menu"
        data-given={given}
        aria-label={
          given ? `${words.access.menu}: ${words.access.change.given}` : words.access.menu
        }
        title={given ? words.access.change.given : words.access.menu}
      >
        <ChevronDown aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="menu" align="end" sideOffset={6} aria-label={words.access.menu}>
          {given && <p className="note menu-note">{words.access.change.given}</p>}
          <button
            type="button"
            className="menu-item"
            data-testid="hand-over"
            onClick={then(() => session.ask('handOver'))}
          >
            <ArrowLeftRight aria-hidden="true" />
            {words.access.handOver.button}
          </button>
          <button
            type="button"
            className="menu-item"
            data-testid="change-own-secret"
            onClick={then(() => session.ask('changeSecret'))}
          >
            <KeyRound aria-hidden="true" />
            {words.access.change.button}
          </button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Who acts from this window. */
export function OnDuty() {
  const words = useWords();
  const { session } = useServices();
  const { operator, session: token, desk, ended } = useStore(session.state);
  if (token === null) return <NobodyOnDuty ended={ended} />;
  return (
    <div
      className="duty"
      data-testid="on-duty"
      data-operator={operator?.name}
      data-role={operator?.role}
    >
      <UserRound aria-hidden="true" />
      <span>
        <small className="truncate">{desk}</small>
        <b className="truncate">{operator?.name ?? words.common.loading}</b>
      </span>
      <DutyMenu given={operator?.secretGiven === true} />
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
