import { type FormEvent, useState } from 'react';
import { useDesk, useLanguage, useWords } from '../../app/hooks.ts';
import { Modal } from '../../components/Modal.tsx';
import { PAGE_SIZE } from '../../state/incidentQuery.ts';
import { useRevised } from '../../state/revised.ts';
import { placeText } from './placeText.ts';

/** Chooses another open incident, and says why. */
export function OtherIncidentDialog({
  title,
  intro,
  label,
  submit,
  except,
  own,
  busy,
  failure,
  onSubmit,
  onClose,
}: {
  title: string;
  intro?: string;
  label: string;
  submit: string;
  except: string;
  /** The word for none of them, where that is a choice. */
  own?: string;
  busy: boolean;
  failure: string | null;
  /** Told `''` for none of them. */
  onSubmit: (incidentId: string, reason: string) => void;
  onClose: () => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const floors = useDesk((desk) => desk.floors);
  const devices = useDesk((desk) => desk.devices);
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const { value: page } = useRevised('incidents', (client, options) =>
    client.incidents.list({ phase: 'open', limit: 2 * PAGE_SIZE }, options),
  );
  const others = page?.items.filter(({ id }) => id !== except) ?? [];
  const ready = chosen !== null && reason.trim() !== '';
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onSubmit(chosen, reason.trim());
  };
  return (
    <Modal
      title={title}
      {...(intro === undefined ? {} : { intro })}
      testId="other-incident-dialog"
      onClose={onClose}
    >
      <form className="form" onSubmit={send}>
        <div className="field">
          {label}
          <select
            className="input"
            data-first=""
            data-testid="other-incident"
            aria-label={label}
            value={chosen ?? '-'}
            onChange={({ target }) => setChosen(target.value === '-' ? null : target.value)}
          >
            <option value="-">{words.incidents.chooseOther}</option>
            {own !== undefined && <option value="">{own}</option>}
            {others.map(({ id, number, place }) => (
              <option key={id} value={id}>
                {`#${number} ${placeText(place, floors, devices, words, language)}`}
              </option>
            ))}
          </select>
        </div>
        <label className="field">
          {words.incidents.reason}
          <textarea
            className="input"
            data-testid="other-reason"
            rows={2}
            maxLength={2000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
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
            data-testid="other-submit"
            disabled={!ready || busy}
          >
            {submit}
          </button>
        </div>
      </form>
    </Modal>
  );
}
