import { UserRound, UserRoundPlus } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { OperatorView } from '#shared/contract/views.ts';
import { Modal } from '../components/Modal.tsx';
import { type FailureCode, failureOf } from '../state/engineClient.ts';
import { useServices, useWords } from './hooks.ts';

function SignOnForm() {
  const words = useWords();
  const { session, connection } = useServices();
  const known = useStore(session.state, (state) => state.desk);
  const [operators, setOperators] = useState<readonly OperatorView[] | null>(null);
  const [desk, setDesk] = useState(known ?? words.operator.deskDefault);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);

  useEffect(() => {
    connection
      .request((client, options) => client.operators.list(undefined, options))
      .then(setOperators, (error: unknown) => setFailure(failureOf(error).code));
  }, [connection]);

  async function attempt(run: () => Promise<void>): Promise<void> {
    if (busy || desk.trim() === '') return;
    setBusy(true);
    setFailure(null);
    try {
      await run();
    } catch (error) {
      setFailure(failureOf(error).code);
      setBusy(false);
    }
  }

  const add = (event: FormEvent) => {
    event.preventDefault();
    attempt(async () => {
      // Already on the list: the same person, not a second one of that name.
      const same = operators?.find((one) => one.name === name.trim());
      const operator =
        same ??
        (await connection.request((client, options) =>
          client.operators.add({ name: name.trim() }, options),
        ));
      await session.signOn(operator.id, desk.trim());
    });
  };

  return (
    <div className="form">
      <label className="field">
        {words.operator.desk}
        <input
          className="input"
          data-testid="desk-name"
          maxLength={64}
          required
          placeholder={words.operator.deskHint}
          value={desk}
          onChange={(event) => setDesk(event.target.value)}
        />
      </label>
      {operators !== null && operators.length > 0 && (
        <div className="field">
          {words.operator.choose}
          <ul className="operators">
            {operators.map((operator) => (
              <li key={operator.id}>
                <button
                  type="button"
                  className="operator"
                  data-testid="operator-choice"
                  disabled={busy}
                  onClick={() => attempt(() => session.signOn(operator.id, desk.trim()))}
                >
                  <UserRound aria-hidden="true" />
                  <b>{operator.name}</b>
                  <small>{words.roles[operator.role]}</small>
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <form className="field" onSubmit={add}>
        {operators?.length === 0 ? words.operator.empty : words.operator.addNew}
        <div className="field-row">
          <input
            className="input"
            data-testid="operator-name"
            data-first=""
            aria-label={words.operator.name}
            placeholder={words.operator.name}
            maxLength={40}
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button
            type="submit"
            className="button button-primary"
            data-testid="operator-add"
            disabled={busy || name.trim() === ''}
          >
            <UserRoundPlus aria-hidden="true" />
            {words.operator.signOn}
          </button>
        </div>
      </form>
      {failure !== null && (
        <p className="note note-bad" role="alert">
          {words.operator.failed} {words.failures[failure]}
        </p>
      )}
    </div>
  );
}

export function SignOnDialog() {
  const words = useWords();
  const { session } = useServices();
  const asking = useStore(session.state, (state) => state.asking);
  if (asking === null) return null;
  return (
    <Modal
      title={words.operator.title}
      intro={asking === 'expired' ? words.operator.expired : words.operator.why}
      testId="sign-on-dialog"
      onClose={() => session.cancel()}
    >
      <SignOnForm />
    </Modal>
  );
}
