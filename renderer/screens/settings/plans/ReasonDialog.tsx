import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useWords } from '../../../app/hooks.ts';
import { Modal } from '../../../components/Modal.tsx';

/** Nothing is changed for everybody without a reason that others can read later. */
export function ReasonDialog(props: {
  readonly title: string;
  readonly intro: string;
  readonly act: string;
  readonly testId: string;
  readonly busy: boolean;
  readonly disabled?: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (reason: string) => void;
  readonly children?: ReactNode;
}) {
  const words = useWords();
  const said = words.plans;
  const id = useId();
  const [reason, setReason] = useState('');
  const ready = reason.trim() !== '' && !props.busy && props.disabled !== true;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) props.onConfirm(reason.trim());
  };
  return (
    <Modal title={props.title} intro={props.intro} testId={props.testId} onClose={props.onClose}>
      <form className="form" onSubmit={submit}>
        <div className="field">
          <label htmlFor={id}>{said.reason}</label>
          <input
            id={id}
            className="input"
            data-first
            data-testid="plan-reason"
            required
            maxLength={500}
            placeholder={said.reasonHint}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        {props.children}
        <div className="form-buttons">
          <button type="button" className="button" onClick={props.onClose}>
            {words.common.cancel}
          </button>
          <button
            type="submit"
            className="button button-primary"
            data-testid="plan-confirm"
            disabled={!ready}
          >
            {props.act}
          </button>
        </div>
      </form>
    </Modal>
  );
}
