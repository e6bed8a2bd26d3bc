import { type FormEvent, useState } from 'react';
import { useWords } from '../../app/hooks.ts';
import { Modal } from '../../components/Modal.tsx';

/** One text and its button, in a dialog: a note, or the reason of an act. Empty text can't be sent. */
export function TextDialog({
  title,
  intro,
  label,
  submit,
  busy = false,
  failure = null,
  initial = '',
  onSubmit,
  onClose,
}: {
  title: string;
  intro?: string;
  label: string;
  submit: string;
  busy?: boolean;
  failure?: string | null;
  initial?: string;
  onSubmit: (text: string) => void;
  onClose: () => void;
}) {
  const words = useWords();
  const [text, setText] = useState(initial);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onSubmit(text.trim());
  };
  return (
    <Modal
      title={title}
      {...(intro === undefined ? {} : { intro })}
      testId="text-dialog"
      onClose={onClose}
    >
      <form className="form" onSubmit={send}>
        <textarea
          className="input"
          data-first=""
          data-testid="text-input"
          rows={4}
          maxLength={2000}
          aria-label={label}
          placeholder={label}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            // Two hands on the keyboard and no mouse: Enter alone is a new line.
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(event);
          }}
        />
        {failure !== null && (
          <p className="note note-bad" role="alert">
            {failure}
          </p>
        )}
        <div className="form-buttons">
          <button type="button" className="button" onClick={onClose}>
            {words.common.cancel}
          </button>
          <button
            type="submit"
            className="button button-primary"
            data-testid="text-submit"
            disabled={busy || text.trim() === ''}
          >
            {submit}
            <kbd>{words.response.sendKeys}</kbd>
          </button>
        </div>
      </form>
    </Modal>
  );
}
