/** The fields of a channel's form. Each knows by its path whether it is wrong. */
import { createContext, type ReactNode, use, useId } from 'react';
import { TOPICS_BY_URGENCY } from '#shared/notifications/urgency.ts';
import { useWords } from '../../../app/hooks.ts';
import type { ByTopic, ChannelDraft } from '../../../state/channelDraft.ts';

export interface ChannelForm {
  readonly draft: ChannelDraft;
  readonly change: (said: Partial<ChannelDraft>) => void;
  /** Empty until somebody has tried to save. */
  readonly wrong: ReadonlySet<string>;
  readonly stored: readonly string[];
}

export const ChannelFormContext = createContext<ChannelForm | null>(null);

export function useChannelForm(): ChannelForm {
  const form = use(ChannelFormContext);
  if (form === null) throw new Error('outside of a channel form');
  return form;
}

type TextKey = {
  [K in keyof ChannelDraft]: ChannelDraft[K] extends string ? K : never;
}[keyof ChannelDraft];

interface FieldProps {
  readonly label: string;
  /** Where the configuration has it. */
  readonly path: string;
  readonly hint?: string | undefined;
  readonly children: (props: {
    readonly id: string;
    readonly 'aria-invalid': boolean;
    readonly 'aria-describedby': string | undefined;
  }) => ReactNode;
}

export function Field({ label, path, hint, children }: FieldProps) {
  const words = useWords().notifications.form;
  const { wrong } = useChannelForm();
  const id = useId();
  const hinted = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div className="field" data-wrong={wrong.has(path)}>
      <label htmlFor={id}>
        {label}
        {wrong.has(path) && <b className="field-wrong">{words.wrong}</b>}
      </label>
      {children({ id, 'aria-invalid': wrong.has(path), 'aria-describedby': hinted })}
      {hint !== undefined && (
        <p className="field-hint" id={hinted}>
          {hint}
        </p>
      )}
    </div>
  );
}

export function TextField({
  name,
  label,
  path,
  hint,
  lines,
  ...rest
}: {
  name: TextKey;
  label: string;
  path: string;
  hint?: string;
  lines?: number;
  placeholder?: string;
  inputMode?: 'numeric' | 'email' | 'url';
  first?: boolean;
}) {
  const { draft, change } = useChannelForm();
  const { first, ...input } = rest;
  return (
    <Field label={label} path={path} hint={hint}>
      {(props) => {
        const shared = {
          ...props,
          ...input,
          ...(first && { 'data-first': '' }),
          className: 'input',
          'data-testid': `channel-${name}`,
          value: String(draft[name]),
          spellCheck: false,
          autoComplete: 'off',
          onChange: (event: { target: { value: string } }) =>
            change({ [name]: event.target.value }),
        };
        return lines === undefined ? <input {...shared} /> : <textarea {...shared} rows={lines} />;
      }}
    </Field>
  );
}

/** Written and never shown: what is stored stays unless something is typed. */
export function SecretFieldInput({
  name,
  lines,
  hint,
}: {
  name: keyof ChannelDraft['secrets'];
  lines?: number;
  hint?: string;
}) {
  const words = useWords().notifications.form;
  const { draft, change, stored } = useChannelForm();
  const shared = {
    className: 'input',
    'data-testid': `channel-secret-${name}`,
    value: draft.secrets[name],
    placeholder: stored.includes(name) ? words.stored : '',
    spellCheck: false,
    autoComplete: 'new-password',
    onChange: (event: { target: { value: string } }) =>
      change({ secrets: { ...draft.secrets, [name]: event.target.value } }),
  };
  return (
    <Field label={words.secrets[name]} path={`secrets.${name}`} hint={hint}>
      {(props) =>
        lines === undefined ? (
          <input {...props} {...shared} type={name === 'signingKey' ? 'text' : 'password'} />
        ) : (
          <textarea {...props} {...shared} rows={lines} />
        )
      }
    </Field>
  );
}

/** One line for each topic. */
export function TopicFields({
  name,
  path,
  placeholder,
}: {
  name: 'arns' | 'recipients';
  path: string;
  placeholder: string;
}) {
  const words = useWords().notifications;
  const { draft, change } = useChannelForm();
  const values: ByTopic<string> = draft[name];
  return TOPICS_BY_URGENCY.map((topic) => (
    <Field key={topic} label={words.topics[topic]} path={`${path}.${topic}`}>
      {(props) => (
        <input
          {...props}
          className="input"
          data-testid={`channel-${name}-${topic}`}
          placeholder={placeholder}
          value={values[topic]}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => change({ [name]: { ...values, [topic]: event.target.value } })}
        />
      )}
    </Field>
  ));
}
