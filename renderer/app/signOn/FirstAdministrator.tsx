import { ShieldCheck } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import { useServices, useWords } from '../hooks.ts';
import { NewSecretFields } from './NewSecretFields.tsx';
import { SignOnRefused } from './SignOnRefused.tsx';
import { useAttempt } from './useAttempt.ts';
import { useNewSecret } from './useNewSecret.ts';

/** The first start: whoever fills this in administers the desk from then on. */
export function FirstAdministrator() {
  const words = useWords();
  const { session, view, desk: live } = useServices();
  const known = useStore(session.state, (state) => state.desk);
  const [name, setName] = useState('');
  const [desk, setDesk] = useState(known ?? words.operator.deskDefault);
  const chosen = useNewSecret(name);
  const { busy, refused, run } = useAttempt();
  const ready = name.trim() !== '' && desk.trim() !== '' && chosen.secret !== null;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { secret } = chosen;
    if (!ready || secret === null) return;
    const done = await run(() => session.makeAdministrator(name.trim(), secret, desk.trim()));
    // A simulated building has nothing to be set up.
    if (done && live.getState().status?.simulated === false) view.setState({ settingUp: true });
  };

  return (
    <form className="form" data-testid="first-administrator" onSubmit={submit}>
      <div className="field-pair">
        <label className="field">
          {words.operator.name}
          <input
            className="input"
            data-testid="operator-name"
            data-first=""
            autoComplete="off"
            maxLength={40}
            required
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
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
      </div>
      <NewSecretFields value={chosen} />
      {refused !== null && <SignOnRefused refused={refused} />}
      <button
        type="submit"
        className="button button-primary button-large"
        data-testid="operator-submit"
        disabled={busy || !ready}
      >
        <ShieldCheck aria-hidden="true" />
        {busy ? words.access.signOn.checking : words.access.first.submit}
      </button>
    </form>
  );
}
