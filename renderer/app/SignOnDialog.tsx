import { useState } from 'react';
import { useStore } from 'zustand';
import type { SignOnChoice } from '#shared/contract/operatorViews.ts';
import { Modal } from '../components/Modal.tsx';
import { useRevised } from '../state/revised.ts';
import type { Asking } from '../state/session.ts';
import { useServices, useWords } from './hooks.ts';
import { ChangeSecret } from './signOn/ChangeSecret.tsx';
import { ChooseOperator } from './signOn/ChooseOperator.tsx';
import { FirstAdministrator } from './signOn/FirstAdministrator.tsx';
import { ProveOperator } from './signOn/ProveOperator.tsx';

/** Until an administrator can sign in, whoever sits at the desk is asked to become one. */
const needsAdministrator = (choices: readonly SignOnChoice[]): boolean =>
  !choices.some(({ role, signsInWith }) => role === 'administrator' && signsInWith !== null);

function SignOn({ asking, onClose }: { asking: Asking; onClose: () => void }) {
  const words = useWords();
  const { session } = useServices();
  const { operator, lastOperatorId } = useStore(session.state);
  const { value: choices, failed } = useRevised('operators', (client, options) =>
    client.operators.list(undefined, options),
  );
  const handOver = asking === 'handOver';
  // Whoever was here last is the likeliest to come back, and has only the PIN to type.
  const [chosenId, setChosenId] = useState(handOver ? null : lastOperatorId);
  const others = choices?.filter(({ id }) => !handOver || id !== operator?.id) ?? [];
  const chosen = others.find(({ id, signsInWith }) => id === chosenId && signsInWith !== null);
  const first = choices !== null && needsAdministrator(choices);
  const title = first
    ? words.access.first.title
    : handOver
      ? words.access.handOver.title
      : words.operator.title;
  const why = first
    ? words.access.first.why
    : handOver
      ? words.access.handOver.why({ name: operator?.name ?? '' })
      : asking === 'expired'
        ? words.operator.expired
        : words.operator.why;
  return (
    // What to fill in first is known once the names are there, so the dialog begins anew with them.
    <Modal
      key={choices === null ? 'asking' : first ? 'first' : 'known'}
      title={title}
      intro={why}
      testId="sign-on-dialog"
      onClose={onClose}
    >
      {choices === null ? (
        <p className="note" role="status">
          {failed === null ? words.common.loading : words.failures[failed]}
        </p>
      ) : first ? (
        <FirstAdministrator />
      ) : chosen ? (
        <ProveOperator
          key={chosen.id}
          choice={chosen}
          handOver={handOver}
          onBack={() => setChosenId(null)}
        />
      ) : (
        <ChooseOperator choices={others} onChoose={({ id }) => setChosenId(id)} />
      )}
    </Modal>
  );
}

export function SignOnDialog() {
  const words = useWords();
  const { session } = useServices();
  const asking = useStore(session.state, (state) => state.asking);
  if (asking === null) return null;
  const close = () => session.cancel();
  if (asking !== 'changeSecret') return <SignOn key={asking} asking={asking} onClose={close} />;
  return (
    <Modal
      title={words.access.change.title}
      intro={words.access.change.why}
      testId="sign-on-dialog"
      onClose={close}
    >
      <ChangeSecret />
    </Modal>
  );
}
