import { UserRoundPlus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { OperatorView } from '#shared/contract/views.ts';
import { useWords } from '../../../app/hooks.ts';
import { NewSecretFields } from '../../../app/signOn/NewSecretFields.tsx';
import { useNewSecret } from '../../../app/signOn/useNewSecret.ts';
import { Modal } from '../../../components/Modal.tsx';
import { ChangeRefusedNote } from './ChangeRefusedNote.tsx';
import { ROLES } from './roles.ts';
import { useChange } from './useChange.ts';

function AddForm({ onDone }: { onDone: () => void }) {
  const words = useWords();
  const [name, setName] = useState('');
  const [role, setRole] = useState<OperatorView['role']>('operator');
  const [later, setLater] = useState(false);
  const chosen = useNewSecret(name);
  const { busy, refused, run } = useChange();
  const ready = name.trim() !== '' && (later || chosen.secret !== null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const secret = later ? null : chosen.secret;
    const done = await run((client, session, options) =>
      client.operators.add({ session, name: name.trim(), role, secret }, options),
    );
    if (done) onDone();
  };

  return (
    <form className="form" onSubmit={submit}>
      <label className="field">
        {words.access.accounts.name}
        <input
          className="input"
          data-testid="account-name"
          data-first=""
          autoComplete="off"
          maxLength={40}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <fieldset className="field">
        <legend>{words.access.accounts.role}</legend>
        <div className="choices choices-stacked">
          {ROLES.map((one) => (
            <label key={one} className="choice" data-chosen={role === one}>
              <input
                type="radio"
                name="role"
                data-testid={`account-role-${one}`}
                checked={role === one}
                onChange={() => setRole(one)}
              />
              <span>
                <b>{words.roles[one]}</b>
                <small>{words.access.accounts.roleHints[one]}</small>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <label className="check">
        <input
          type="checkbox"
          data-testid="secret-later"
          checked={later}
          onChange={(event) => setLater(event.target.checked)}
        />
        {words.access.accounts.secretLater}
      </label>
      {!later && <NewSecretFields value={chosen} />}
      <ChangeRefusedNote refused={refused} />
      <div className="form-buttons">
        <button type="button" className="button" onClick={onDone}>
          {words.common.cancel}
        </button>
        <button
          type="submit"
          className="button button-primary"
          data-testid="account-save"
          disabled={busy || !ready}
        >
          {words.access.accounts.save}
        </button>
      </div>
    </form>
  );
}

export function AddOperator() {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <button
        type="button"
        className="button button-primary"
        data-testid="account-add"
        onClick={() => setOpen(true)}
      >
        <UserRoundPlus aria-hidden="true" />
        {words.access.accounts.add}
      </button>
      {open && (
        <Modal title={words.access.accounts.addTitle} testId="account-add-dialog" onClose={close}>
          <AddForm onDone={close} />
        </Modal>
      )}
    </>
  );
}
