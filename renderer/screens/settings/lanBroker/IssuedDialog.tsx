import { FileDown } from 'lucide-react';
import type { AddLanCredentialOutcome } from '#shared/contract/lanBrokerViews.ts';
import { useWords } from '../../../app/hooks.ts';
import { Modal } from '../../../components/Modal.tsx';
import { download } from '../../../state/download.ts';

/** What the device signs in with: shown here, and never again. */
export function IssuedDialog({
  issued: { credential, secret, made },
  onClose,
}: {
  readonly issued: Extract<AddLanCredentialOutcome, { done: true }>;
  readonly onClose: () => void;
}) {
  const said = useWords().lanBroker.issued;
  const { name } = credential;
  const text =
    made === null
      ? `username=${name}\npassword=${secret}\n`
      : `${made.certificate}\n${made.privateKey}`;
  const save = () =>
    download(new Blob([text], { type: 'text/plain' }), `${name}.${made === null ? 'txt' : 'pem'}`);
  const kept = secret === null && made === null;
  return (
    <Modal
      title={said.title({ name })}
      intro={kept ? said.registered : said.once}
      testId="lan-issued"
      onClose={onClose}
    >
      <div className="form">
        {secret !== null && (
          <>
            <Shown label={said.username} value={name} testId="lan-username" />
            <Shown label={said.secret} value={secret} testId="lan-secret" />
          </>
        )}
        {made !== null && (
          <>
            <Shown label={said.certificate} value={made.certificate} testId="lan-made" rows={6} />
            <Shown label={said.privateKey} value={made.privateKey} testId="lan-key" rows={6} />
          </>
        )}
        <div className="form-buttons">
          {!kept && (
            <button type="button" className="button" data-testid="lan-issued-save" onClick={save}>
              <FileDown aria-hidden="true" />
              {said.save}
            </button>
          )}
          <button
            type="button"
            className="button button-primary"
            data-testid="lan-issued-close"
            onClick={onClose}
          >
            {said.close}
          </button>
        </div>
      </div>
    </Modal>
  );
}

/** Ready to be copied: choosing the field chooses all of it. */
function Shown({
  label,
  value,
  testId,
  rows = 1,
}: {
  readonly label: string;
  readonly value: string;
  readonly testId: string;
  readonly rows?: number;
}) {
  return (
    <label className="field">
      {label}
      <textarea
        className="input mono"
        data-testid={testId}
        readOnly
        rows={rows}
        value={value}
        onFocus={(event) => event.target.select()}
      />
    </label>
  );
}
