import { KeyRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type {
  AddLanCredentialOutcome,
  LanCredentialRefusal,
} from '#shared/contract/lanBrokerViews.ts';
import { useWords } from '../../../app/hooks.ts';
import { Modal } from '../../../components/Modal.tsx';
import { askedFor, type CredentialDraft, EMPTY_DRAFT } from './credentialDraft.ts';
import { IssuedDialog } from './IssuedDialog.tsx';
import { useLanAct } from './useLanAct.ts';

type Issued = Extract<AddLanCredentialOutcome, { done: true }>;

interface ChoiceProps<T extends string> {
  readonly group: keyof CredentialDraft;
  readonly title: string;
  readonly options: readonly (readonly [value: T, label: string, hint: string])[];
  readonly value: T;
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>({ group, title, options, value, onChange }: ChoiceProps<T>) {
  return (
    <fieldset className="field">
      <legend>{title}</legend>
      <div className="choices choices-stacked">
        {options.map(([one, label, hint]) => (
          <label key={one} className="choice" data-chosen={value === one}>
            <input
              type="radio"
              name={group}
              data-testid={`lan-${group}-${one}`}
              checked={value === one}
              onChange={() => onChange(one)}
            />
            <span>
              <b>{label}</b>
              <small>{hint}</small>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function AddForm({
  onIssued,
  onClose,
}: {
  readonly onIssued: (issued: Issued) => void;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const said = words.lanBroker.form;
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const [refusal, setRefusal] = useState<LanCredentialRefusal | null>(null);
  const { busy, failed, run } = useLanAct();
  const change = (part: Partial<CredentialDraft>) => setDraft({ ...draft, ...part });
  const asked = askedFor(draft);
  const wrong = 'wrong' in asked ? asked.wrong : [];
  const ready = wrong.length === 0 && (draft.proof !== 'given' || draft.certificate.trim() !== '');

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || 'wrong' in asked) return;
    const done = await run((client, session, options) =>
      client.lanBroker.add({ session, ...asked.asked }, options),
    );
    if (done?.answer.done === true) onIssued(done.answer);
    else setRefusal(done?.answer.refusal ?? null);
  };

  return (
    <form className="form" onSubmit={submit}>
      <Choice
        group="who"
        title={said.who}
        options={[
          ['device', said.device, said.deviceHint],
          ['gateway', said.gateway, said.gatewayHint],
        ]}
        value={draft.who}
        onChange={(who) => change({ who })}
      />
      <label className="field">
        {draft.who === 'device' ? said.deviceName : said.gatewayName}
        <input
          className="input"
          data-testid="lan-name"
          data-first=""
          autoComplete="off"
          maxLength={128}
          required
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        {draft.name !== '' && wrong.includes('name') && (
          <small className="note-bad">{said.invalidName}</small>
        )}
      </label>
      {draft.who === 'gateway' && (
        <label className="field">
          {said.devices}
          <textarea
            className="input mono"
            data-testid="lan-devices"
            rows={6}
            required
            value={draft.devices}
            onChange={(event) => change({ devices: event.target.value })}
          />
          {draft.devices.trim() !== '' && wrong.includes('devices') && (
            <small className="note-bad">{said.invalidName}</small>
          )}
        </label>
      )}
      <Choice
        group="proof"
        title={said.proof}
        options={[
          ['password', said.password, said.passwordHint],
          ['made', said.made, said.madeHint],
          ['given', said.given, said.givenHint],
        ]}
        value={draft.proof}
        onChange={(proof) => change({ proof })}
      />
      {draft.proof === 'given' && (
        <label className="field">
          {said.certificate}
          <textarea
            className="input mono"
            data-testid="lan-certificate"
            rows={6}
            required
            value={draft.certificate}
            onChange={(event) => change({ certificate: event.target.value })}
          />
        </label>
      )}
      {refusal !== null && (
        <p className="note note-bad" role="alert" data-testid="lan-refusal" data-why={refusal}>
          {words.lanBroker.refusals[refusal]}
        </p>
      )}
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {words.failures[failed]}
        </p>
      )}
      <div className="form-buttons">
        <button type="button" className="button" onClick={onClose}>
          {words.common.cancel}
        </button>
        <button
          type="submit"
          className="button button-primary"
          data-testid="lan-save"
          disabled={busy || !ready}
        >
          {said.save}
        </button>
      </div>
    </form>
  );
}

/** Gives a device or gateway what it signs in with, and shows it once. */
export function AddCredential() {
  const words = useWords().lanBroker;
  const [open, setOpen] = useState<'form' | Issued | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <button
        type="button"
        className="button button-primary"
        data-testid="lan-add"
        onClick={() => setOpen('form')}
      >
        <KeyRound aria-hidden="true" />
        {words.add}
      </button>
      {open === 'form' && (
        <Modal title={words.form.title} testId="lan-add-dialog" onClose={close}>
          <AddForm onIssued={setOpen} onClose={close} />
        </Modal>
      )}
      {open !== null && open !== 'form' && <IssuedDialog issued={open} onClose={close} />}
    </>
  );
}
