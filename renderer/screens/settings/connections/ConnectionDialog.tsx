import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ConnectionView } from '#shared/contract/connectionViews.ts';
import { useWords } from '../../../app/hooks.ts';
import { useAct } from '../../../app/useAct.ts';
import { Modal } from '../../../components/Modal.tsx';
import { ConnectionForm } from './ConnectionForm.tsx';

export function ConnectionDialog({
  connection,
  onClose,
  onSaved,
}: {
  /** Null adds one. */
  readonly connection: ConnectionView | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}) {
  const { connections, common } = useWords();
  const words = connections.form;
  return (
    <Modal
      title={connection === null ? words.addTitle : words.editTitle}
      testId="connection-dialog"
      onClose={onClose}
    >
      <ConnectionForm
        connection={connection}
        onSaved={onSaved}
        buttons={
          <>
            {connection !== null && <RemoveButton connection={connection} onRemoved={onSaved} />}
            <button type="button" className="button" onClick={onClose}>
              {common.cancel}
            </button>
          </>
        }
      />
    </Modal>
  );
}

/** Pressed twice: nothing comes by this way any more. */
function RemoveButton({
  connection: { id },
  onRemoved,
}: {
  connection: ConnectionView;
  onRemoved: () => void;
}) {
  const { connections, failures } = useWords();
  const words = connections.form;
  const [sure, setSure] = useState(false);
  const { busy, failed, act } = useAct();
  const remove = () =>
    act(
      (client, session, options) =>
        client.connections.remove({ session, connectionId: id }, options).then(() => true),
      onRemoved,
    );
  return (
    <div className="form-remove">
      <button
        type="button"
        className="button button-danger"
        data-testid="connection-remove"
        disabled={busy}
        onClick={() => (sure ? void remove() : setSure(true))}
      >
        <Trash2 aria-hidden="true" />
        {sure ? words.removeSure : words.remove}
      </button>
      {sure && (
        <p className="field-hint" role="status">
          {failed === null ? words.removeHint : failures[failed]}
        </p>
      )}
    </div>
  );
}
