import { useState } from 'react';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { waitsForAcknowledgement } from '#shared/alarms/sounding.ts';
import { useServices, useWords } from '../../app/hooks.ts';
import { Modal } from '../../components/Modal.tsx';
import { useRefusalText } from './refusalText.ts';

/** How many it is for, as soon as it is more than the selected one. */
export function AcknowledgeWord({ count }: { count: number }) {
  const words = useWords();
  return count > 1 ? words.alarms.acknowledgeMany({ count }) : words.alarms.acknowledge;
}

/** Stays until it is done: what was written must not vanish because the shift had ended or the alarm got worse. */
export function NoteDialog({
  first,
  onClose,
}: {
  first: readonly AlarmRecord[];
  onClose: () => void;
}) {
  const words = useWords();
  const { acknowledge, acts, desk } = useServices();
  const refusalText = useRefusalText();
  // Frozen when the dialog opens: the selection may move while somebody writes.
  const [meant, setMeant] = useState(first);
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const send = async () => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const done = await acknowledge(meant, note);
    setBusy(false);
    if (done) return onClose();
    const { refused } = acts.state.getState();
    const why = meant.flatMap(({ id }) => refused.get(id) ?? [])[0];
    setFailure(why === undefined ? null : refusalText(why));
    // What is tried again is tried on what is left, as it is by now and as the screen behind shows it.
    const { alarms } = desk.getState();
    const left = meant
      .flatMap(({ id }) => alarms.get(id) ?? [])
      .filter((one) => waitsForAcknowledgement(one.state));
    if (left.length > 0) setMeant(left);
  };
  return (
    <Modal title={words.alarms.noteTitle} testId="note-dialog" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <textarea
          className="input"
          data-first=""
          data-testid="note-text"
          rows={4}
          maxLength={2000}
          aria-label={words.alarms.note}
          placeholder={words.alarms.notePlaceholder}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
          }}
        />
        {failure !== null && (
          <p className="note note-bad" role="alert" data-testid="note-failure">
            {failure}
          </p>
        )}
        <div className="form-buttons">
          <button type="button" className="button" onClick={onClose}>
            {words.common.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={busy}>
            <AcknowledgeWord count={meant.length} />
            <kbd>{words.response.sendKeys}</kbd>
          </button>
        </div>
      </form>
    </Modal>
  );
}
