import { Save, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import type { ChannelRefusal, ChannelView } from '#shared/contract/notificationViews.ts';
import { CHANNEL_KINDS, type ChannelKind } from '#shared/notifications/channel.ts';
import { useLanguage, useServices, useWords } from '../../../app/hooks.ts';
import { Modal } from '../../../components/Modal.tsx';
import { actAs } from '../../../state/actAs.ts';
import { type ChannelDraft, checkDraft, draftOf, newDraft } from '../../../state/channelDraft.ts';
import { type FailureCode, failureOf } from '../../../state/engineClient.ts';
import { ChannelFormContext, Field, TextField, useChannelForm } from './ChannelFields.tsx';
import { EmailFields } from './EmailFields.tsx';
import { SnsFields } from './SnsFields.tsx';
import { WebhookFields } from './WebhookFields.tsx';

const FIELDS = { sns: SnsFields, email: EmailFields, webhook: WebhookFields } as const;
type Changed =
  | { readonly done: true; readonly withdrawn: number }
  | { readonly done: false; readonly refusal: ChannelRefusal };

const NOTHING_WRONG: ReadonlySet<string> = new Set();

interface DialogProps {
  /** Null adds one. */
  readonly channel: ChannelView | null;
  readonly onClose: () => void;
  /** @param withdrawn how many that waited are given up by it */
  readonly onSaved: (withdrawn: number) => void;
}

export function ChannelDialog({ channel, onClose, onSaved }: DialogProps) {
  const words = useWords().notifications.form;
  return (
    <Modal
      title={channel === null ? words.addTitle : words.editTitle}
      testId="channel-dialog"
      onClose={onClose}
    >
      <ChannelForm channel={channel} onClose={onClose} onSaved={onSaved} />
    </Modal>
  );
}

function ChannelForm({ channel, onClose, onSaved }: DialogProps) {
  const { notifications, failures, common } = useWords();
  const words = notifications.form;
  const language = useLanguage();
  const { connection, session } = useServices();
  const [draft, setDraft] = useState<ChannelDraft>(() =>
    channel === null ? newDraft('sns', language) : draftOf(channel.config),
  );
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<FailureCode | null>(null);
  const [refusal, setRefusal] = useState<ChannelRefusal | null>(null);
  const stored = channel?.secrets ?? [];
  const checked = checkDraft(draft, stored);
  const Kind = FIELDS[draft.kind];

  /** @param run null when somebody declined to sign on */
  async function attempt(run: () => Promise<Changed | null>): Promise<void> {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    setRefusal(null);
    try {
      const changed = await run();
      if (changed?.done) return onSaved(changed.withdrawn);
      if (changed) setRefusal(changed.refusal);
    } catch (error) {
      setFailure(failureOf(error).code);
    }
    setBusy(false);
  }

  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    // Drawn before it is looked for.
    flushSync(() => setTried(true));
    const { config, secrets } = checked;
    if (config === null) {
      form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    attempt(() =>
      actAs({ request: connection.request, session }, (client, by, options) =>
        client.notifications.save(
          { session: by, channelId: channel?.id ?? null, config, secrets },
          options,
        ),
      ),
    );
  };

  const remove = ({ id }: ChannelView) =>
    attempt(async () => {
      const removed = await actAs({ request: connection.request, session }, (client, by, options) =>
        client.notifications.remove({ session: by, channelId: id }, options),
      );
      return removed && { done: true, withdrawn: removed.withdrawn };
    });

  const wrong = tried ? checked.wrong : NOTHING_WRONG;
  const change = (said: Partial<ChannelDraft>) => setDraft((before) => ({ ...before, ...said }));
  return (
    <ChannelFormContext value={{ draft, change, wrong, stored }}>
      <form className="form channel-form" onSubmit={save} noValidate>
        {channel === null && <KindChoice />}
        <CommonFields />
        <Kind />
        <RateFields />
        {wrong.size > 0 && (
          <p className="note note-bad" role="alert">
            {words.invalid}
          </p>
        )}
        {refusal !== null && (
          <p className="note note-bad" role="alert">
            {notifications.refusals[refusal]}
          </p>
        )}
        {failure !== null && (
          <p className="note note-bad" role="alert">
            {words.failed} {failures[failure]}
          </p>
        )}
        <div className="form-buttons">
          {channel !== null && (
            <RemoveButton channel={channel} busy={busy} onRemove={() => remove(channel)} />
          )}
          <button type="button" className="button" onClick={onClose}>
            {common.cancel}
          </button>
          <button
            type="submit"
            className="button button-primary"
            data-testid="channel-save"
            disabled={busy}
          >
            <Save aria-hidden="true" />
            {busy ? words.saving : words.save}
          </button>
        </div>
      </form>
    </ChannelFormContext>
  );
}

function KindChoice() {
  const { kinds, kindHints, form: words } = useWords().notifications;
  const { draft, change } = useChannelForm();
  return (
    <fieldset className="field">
      <legend>{words.kind}</legend>
      <div className="kind-choice">
        {CHANNEL_KINDS.map((kind: ChannelKind) => (
          <label key={kind} className="kind-option" data-chosen={draft.kind === kind}>
            <input
              type="radio"
              name="kind"
              data-testid={`channel-kind-${kind}`}
              checked={draft.kind === kind}
              onChange={() => change({ kind })}
            />
            <b>{kinds[kind]}</b>
            <small>{kindHints[kind]}</small>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function CommonFields() {
  const words = useWords().notifications.form;
  const { draft, change } = useChannelForm();
  return (
    <>
      <div className="field-pair">
        <TextField
          name="name"
          label={words.name}
          path="name"
          placeholder={words.nameHint}
          first={true}
        />
        <Field label={words.language} path="language">
          {(props) => (
            <select
              {...props}
              className="input"
              value={draft.language}
              onChange={(event) => change({ language: event.target.value === 'en' ? 'en' : 'ko' })}
            >
              <option value="ko">{words.korean}</option>
              <option value="en">{words.english}</option>
            </select>
          )}
        </Field>
      </div>
      <label className="check">
        <input
          type="checkbox"
          data-testid="channel-enabled"
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.target.checked })}
        />
        {words.enabled}
      </label>
    </>
  );
}

function RateFields() {
  const words = useWords().notifications.form;
  return (
    <fieldset className="field field-group">
      <legend>{words.rate}</legend>
      <div className="field-pair">
        <TextField
          name="everySeconds"
          label={words.rateEvery}
          path="rate.everySeconds"
          inputMode="numeric"
        />
        <TextField name="burst" label={words.rateBurst} path="rate.burst" inputMode="numeric" />
      </div>
    </fieldset>
  );
}

/** Pressed twice: what waits for the channel is given up with it. */
function RemoveButton({
  channel,
  busy,
  onRemove,
}: {
  channel: ChannelView;
  busy: boolean;
  onRemove: () => void;
}) {
  const words = useWords().notifications.form;
  const [sure, setSure] = useState(false);
  return (
    <div className="form-remove">
      <button
        type="button"
        className="button button-danger"
        data-testid="channel-remove"
        disabled={busy}
        onClick={() => (sure ? onRemove() : setSure(true))}
      >
        <Trash2 aria-hidden="true" />
        {sure ? words.removeSure : words.remove}
      </button>
      {sure && channel.waiting > 0 && (
        <p className="field-hint" role="status">
          {words.removeHint({ count: channel.waiting })}
        </p>
      )}
    </div>
  );
}
