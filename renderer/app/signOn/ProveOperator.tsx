import { ArrowLeft, LogIn } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { SignOnChoice } from '#shared/contract/operatorViews.ts';
import { useServices, useWords } from '../hooks.ts';
import { SignOnRefused } from './SignOnRefused.tsx';
import { useAttempt } from './useAttempt.ts';

interface ProveOperatorProps {
  readonly choice: SignOnChoice;
  /** The next shift takes over from the one that is signed on. */
  readonly handOver: boolean;
  readonly onBack: () => void;
}

/** The password or PIN of one person: type it, press Enter, be on duty. */
export function ProveOperator({ choice, handOver, onBack }: ProveOperatorProps) {
  const words = useWords();
  const { session } = useServices();
  const known = useStore(session.state, (state) => state.desk);
  const [desk, setDesk] = useState(known ?? words.operator.deskDefault);
  const [secret, setSecret] = useState('');
  const { busy, refused, run } = useAttempt();
  const field = useRef<HTMLInputElement>(null);
  const kind = choice.signsInWith ?? 'password';
  // The name was chosen with the same keyboard: the hands stay where they are.
  useEffect(() => field.current?.focus(), []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (secret === '' || desk.trim() === '') return;
    const done = await run(() =>
      handOver
        ? session.handOver(choice.id, secret)
        : session.signOn(choice.id, secret, desk.trim()),
    );
    if (done) return;
    setSecret('');
    field.current?.focus();
  };

  return (
    <form className="form" data-testid="prove-operator" onSubmit={submit}>
      <div className="chosen-operator">
        <span>
          <b>{choice.name}</b>
          <small>{words.roles[choice.role]}</small>
        </span>
        <button type="button" className="button" data-testid="someone-else" onClick={onBack}>
          <ArrowLeft aria-hidden="true" />
          {words.access.signOn.someoneElse}
        </button>
      </div>
      <label className="field">
        {words.access.kinds[kind]}
        <input
          ref={field}
          className="input input-secret input-large"
          data-testid="operator-secret"
          data-first=""
          type="password"
          inputMode={kind === 'pin' ? 'numeric' : 'text'}
          autoComplete="off"
          maxLength={512}
          required
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
        />
      </label>
      {!handOver && (
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
      )}
      {refused !== null && <SignOnRefused refused={refused} />}
      <button
        type="submit"
        className="button button-primary button-large"
        data-testid="operator-submit"
        disabled={busy || secret === '' || desk.trim() === ''}
      >
        <LogIn aria-hidden="true" />
        {busy
          ? words.access.signOn.checking
          : handOver
            ? words.access.handOver.button
            : words.operator.signOn}
      </button>
    </form>
  );
}
