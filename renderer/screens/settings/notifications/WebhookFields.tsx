import { KeyRound } from 'lucide-react';
import { TOPICS_BY_URGENCY } from '#shared/notifications/urgency.ts';
import { useWords } from '../../../app/hooks.ts';
import { newSigningKey } from '../../../state/channelDraft.ts';
import { SecretFieldInput, TextField, useChannelForm } from './ChannelFields.tsx';

export function WebhookFields() {
  const { topics, form: words } = useWords().notifications;
  const { draft, change } = useChannelForm();
  const makeKey = () => {
    const signingKey = newSigningKey((bytes) => crypto.getRandomValues(bytes));
    change({ secrets: { ...draft.secrets, signingKey } });
  };
  return (
    <>
      <TextField
        name="url"
        label={words.url}
        path="settings.url"
        hint={words.urlHint}
        inputMode="url"
        placeholder="https://"
      />
      <label className="check">
        <input
          type="checkbox"
          checked={draft.allowPlainHttp}
          onChange={(event) => change({ allowPlainHttp: event.target.checked })}
        />
        {words.allowPlainHttp}
        {draft.allowPlainHttp && <small>{words.allowPlainHttpHint}</small>}
      </label>
      <div className="field-with-button">
        <SecretFieldInput name="signingKey" hint={words.signingKeyHint} />
        <button type="button" className="button" data-testid="channel-make-key" onClick={makeKey}>
          <KeyRound aria-hidden="true" />
          {words.makeKey}
        </button>
      </div>
      <fieldset className="field field-group">
        <legend>{words.webhookTopics}</legend>
        <div className="check-row">
          {TOPICS_BY_URGENCY.map((topic) => (
            <label key={topic} className="check">
              <input
                type="checkbox"
                data-testid={`channel-topic-${topic}`}
                checked={draft.topics[topic]}
                onChange={(event) =>
                  change({ topics: { ...draft.topics, [topic]: event.target.checked } })
                }
              />
              {topics[topic]}
            </label>
          ))}
        </div>
      </fieldset>
      <TextField name="ca" label={words.ca} path="settings.ca" lines={2} hint={words.caHint} />
    </>
  );
}
