import { useWords } from '../../../app/hooks.ts';
import {
  Field,
  SecretFieldInput,
  TextField,
  TopicFields,
  useChannelForm,
} from './ChannelFields.tsx';

const PORTS = { starttls: '587', tls: '465', none: '25' } as const;

export function EmailFields() {
  const words = useWords().notifications.form;
  const { draft, change } = useChannelForm();
  const choose = (security: keyof typeof PORTS) => {
    // The usual port follows, unless somebody typed another.
    const usual = draft.port === PORTS[draft.security];
    change({ security, ...(usual && { port: PORTS[security] }) });
  };
  const security = { starttls: words.starttls, tls: words.tls, none: words.plain } as const;
  return (
    <>
      <div className="field-three">
        <TextField
          name="host"
          label={words.host}
          path="settings.host"
          placeholder="smtp.example.com"
        />
        <TextField name="port" label={words.port} path="settings.port" inputMode="numeric" />
        <Field
          label={words.security}
          path="settings.security"
          hint={draft.security === 'none' ? words.plainHint : undefined}
        >
          {(props) => (
            <select
              {...props}
              className="input"
              data-testid="channel-security"
              value={draft.security}
              onChange={(event) => choose(event.target.value as keyof typeof PORTS)}
            >
              {(['starttls', 'tls', 'none'] as const).map((one) => (
                <option key={one} value={one}>
                  {security[one]}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <div className="field-pair">
        <TextField name="username" label={words.username} path="settings.username" />
        {draft.username.trim() !== '' && <SecretFieldInput name="password" />}
      </div>
      <TextField
        name="from"
        label={words.from}
        path="settings.from"
        inputMode="email"
        placeholder="desk@example.com"
      />
      <fieldset className="field field-group">
        <legend>{words.recipients}</legend>
        <p className="field-hint">{words.recipientsHint}</p>
        <TopicFields name="recipients" path="settings.recipients" placeholder="name@example.com" />
      </fieldset>
      <TextField name="ca" label={words.ca} path="settings.ca" lines={2} hint={words.caHint} />
    </>
  );
}
