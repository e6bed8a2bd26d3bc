import type { FormEvent } from 'react';
import type { OperatorAccount } from '#shared/contract/operatorViews.ts';
import { useWords } from '../../../app/hooks.ts';
import { NewSecretFields } from '../../../app/signOn/NewSecretFields.tsx';
import { useNewSecret } from '../../../app/signOn/useNewSecret.ts';
import { Modal } from '../../../components/Modal.tsx';
import { ChangeRefusedNote } from './ChangeRefusedNote.tsx';
import { useChange } from './useChange.ts';

interface AccountDialogProps {
  readonly account: OperatorAccount;
  readonly onClose: () => void;
}

/** A new password or PIN for somebody who forgot theirs, or has none yet. */
export function GiveSecret({ account, onClose }: AccountDialogProps) {
  const words = useWords();
  const chosen = useNewSecret(account.name);
  const { busy, refused, run } = useChange();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { secret } = chosen;
    if (secret === null) return;
    const done = await run((client, session, options) =>
      client.operators.giveSecret({ session, operatorId: account.id, secret }, options),
    );
    if (done) onClose();
  };
  return (
    <Modal
      title={words.access.accounts.giveSecretTitle({ name: account.name })}
      intro={words.access.accounts.giveSecretWhy}
      testId="give-secret-dialog"
      onClose={onClose}
    >
      <form className="form" onSubmit={submit}>
        <NewSecretFields value={chosen} first />
        <ChangeRefusedNote refused={refused} />
        <div className="form-buttons">
          <button type="button" className="button" onClick={onClose}>
            {words.common.cancel}
          </button>
          <button
            type="submit"
            className="button button-primary"
            data-testid="give-secret-save"
            disabled={busy || chosen.secret === null}
          >
            {words.access.accounts.save}
          </button>
        </div>
      </form>
    </Modal>
  );
}

export function RemoveOperator({ account, onClose }: AccountDialogProps) {
  const words = useWords();
  const { busy, refused, run } = useChange();
  const remove = async () => {
    const done = await run((client, session, options) =>
      client.operators.remove({ session, operatorId: account.id }, options),
    );
    if (done) onClose();
  };
  return (
    <Modal
      title={words.access.accounts.removeTitle({ name: account.name })}
      intro={words.access.accounts.removeWhy}
      testId="remove-operator-dialog"
      onClose={onClose}
    >
      <div className="form">
        <ChangeRefusedNote refused={refused} />
        <div className="form-buttons">
          <button type="button" className="button" data-first="" onClick={onClose}>
            {words.common.cancel}
          </button>
          <button
            type="button"
            className="button button-danger"
            data-testid="remove-operator-confirm"
            disabled={busy}
            onClick={remove}
          >
            {words.access.accounts.remove}
          </button>
        </div>
      </div>
    </Modal>
  );
}
