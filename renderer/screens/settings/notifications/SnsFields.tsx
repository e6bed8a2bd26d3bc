import type { SnsCredentialType } from '#shared/notifications/channel.ts';
import { useWords } from '../../../app/hooks.ts';
import {
  Field,
  SecretFieldInput,
  TextField,
  TopicFields,
  useChannelForm,
} from './ChannelFields.tsx';

const CREDENTIALS: readonly SnsCredentialType[] = ['iotRoleAlias', 'sso', 'keys'];

export function SnsFields() {
  const words = useWords().notifications.form;
  const { draft, change } = useChannelForm();
  return (
    <>
      <fieldset className="field field-group">
        <legend>{words.topicArns}</legend>
        <p className="field-hint">{words.topicArnHint}</p>
        <TopicFields name="arns" path="settings.topics" placeholder="arn:aws:sns:…" />
      </fieldset>
      <Field
        label={words.credentials}
        path="settings.credentials.type"
        hint={draft.credentials === 'keys' ? words.keysHint : undefined}
      >
        {(props) => (
          <select
            {...props}
            className="input"
            data-testid="channel-credentials"
            value={draft.credentials}
            onChange={(event) => change({ credentials: event.target.value as SnsCredentialType })}
          >
            {CREDENTIALS.map((type) => (
              <option key={type} value={type}>
                {words[type]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {draft.credentials === 'iotRoleAlias' && <RoleAliasFields />}
      {draft.credentials === 'sso' && (
        <TextField name="profile" label={words.profile} path="settings.credentials.profile" />
      )}
      {draft.credentials === 'keys' && (
        <div className="field-pair">
          <TextField
            name="accessKeyId"
            label={words.accessKeyId}
            path="settings.credentials.accessKeyId"
          />
          <SecretFieldInput name="secretAccessKey" />
        </div>
      )}
      <TextField
        name="serviceEndpoint"
        label={words.serviceEndpoint}
        path="settings.endpoint"
        hint={words.serviceEndpointHint}
      />
    </>
  );
}

function RoleAliasFields() {
  const words = useWords().notifications.form;
  const path = (name: string) => `settings.credentials.${name}`;
  return (
    <>
      <TextField
        name="credentialEndpoint"
        label={words.endpoint}
        path={path('endpoint')}
        placeholder="….credentials.iot.ap-northeast-2.amazonaws.com"
      />
      <div className="field-pair">
        <TextField name="roleAlias" label={words.roleAlias} path={path('roleAlias')} />
        <TextField name="thingName" label={words.thingName} path={path('thingName')} />
      </div>
      <TextField
        name="certificate"
        label={words.certificate}
        path={path('certificate')}
        lines={4}
        placeholder="-----BEGIN CERTIFICATE-----"
      />
      <SecretFieldInput name="privateKey" lines={4} />
      <TextField name="ca" label={words.ca} path={path('ca')} lines={2} hint={words.caHint} />
    </>
  );
}
