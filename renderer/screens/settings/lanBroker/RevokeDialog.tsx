import type { LanCredentialView } from '#shared/contract/lanBrokerViews.ts';
import { useWords } from '../../../app/hooks.ts';
import { Modal } from '../../../components/Modal.tsx';
import { useLanAct } from './useLanAct.ts';

export function RevokeDialog({
  credential: { id, name },
  onClose,
}: {
  readonly credential: LanCredentialView;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const said = words.lanBroker;
  const { busy, failed, run } = useLanAct();
  const revoke = async () => {
    const done = await run((client, session, options) =>
      client.lanBroker.revoke({ session, credentialId: id }, options),
    );
    if (done) onClose();
  };
  return (
    <Modal
      title={said.revokeTitle({ name })}
      intro={said.revokeHint}
      testId="lan-revoke-dialog"
      onClose={onClose}
    >
      <div className="form">
        {failed !== null && (
          <p className="note note-bad" role="alert">
            {words.failures[failed]}
          </p>
        )}
        <div className="form-buttons">
          <button type="button" className="button" data-first="" onClick={onClose}>
            {words.common.cancel}
          </button>
          <button
            type="button"
            className="button button-primary"
            data-testid="lan-revoke-confirm"
            disabled={busy}
            onClick={revoke}
          >
            {said.revoke}
          </button>
        </div>
      </div>
    </Modal>
  );
}
