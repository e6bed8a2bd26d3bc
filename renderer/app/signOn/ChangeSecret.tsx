import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import { useServices, useWords } from '../hooks.ts';
import { NewSecretFields } from './NewSecretFields.tsx';
import { SignOnRefused } from './SignOnRefused.tsx';
import { useAttempt } from './useAttempt.ts';
import { useNewSecret } from './useNewSecret.ts';

/** One's own password or PIN. */
export function ChangeSecret() {
  const words = useWords();
  const { session } = useServices();
  const name = useStore(session.state, (state) => state.operator?.name ?? '');
  const [current, setCurrent] = useState('');
  const chosen = useNewSecret(name);
  const { busy, refused, run } = useAttempt();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { secret } = chosen;
    if (secret === null || current === '') return;
    run(() => session.changeSecret(current, secret));
  };

  return (
    <form className="form" data-testid="change-secret" onSubmit={submit}>
      <label className="field">
        {words.access.secret.current}
        <input
          className="input input-secret"
          data-testid="current-secret"
          data-first=""
          type="password"
          autoComplete="off"
          maxLength={512}
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
      </label>
      <NewSecretFields value={chosen} />
      {refused !== null && <SignOnRefused refused={refused} />}
      <button
        type="submit"
        className="button button-primary button-large"
        data-testid="change-submit"
        disabled={busy || chosen.secret === null || current === ''}
      >
        <KeyRound aria-hidden="true" />
        {words.access.change.submit}
      </button>
    </form>
  );
}
