/** The fields of a connection's form. Each knows by its path whether it is wrong. */
import { useId } from 'react';
import type { ConnectionSecret } from '#shared/connections/connection.ts';
import { useWords } from '../../../app/hooks.ts';
import { type FieldSpec, secretOf } from '../../../state/connectionFields.ts';
import { type ConnectionDraft, mapProblems, shownFields } from '../../../state/connectionForm.ts';

export interface FieldsProps {
  readonly draft: ConnectionDraft;
  readonly onChange: (path: string, value: string) => void;
  /** Empty until somebody has tried to save or to test. */
  readonly wrong: ReadonlySet<string>;
  readonly stored: readonly ConnectionSecret[];
  readonly imported: readonly ConnectionSecret[];
}

export function ConnectionFields(props: FieldsProps) {
  const { form } = useWords().connections;
  const shown = shownFields(props.draft);
  const advanced = shown.filter((field) => field.advanced);
  // Nothing that has to be mended may be out of sight.
  const mustOpen = advanced.some(({ path }) => props.wrong.has(path));
  return (
    <>
      {shown
        .filter((field) => !field.advanced)
        .map((field) => (
          <ConnectionField key={keyOf(field)} field={field} {...props} />
        ))}
      {advanced.length > 0 && (
        <details className="form-advanced" open={mustOpen || undefined}>
          <summary data-testid="connection-advanced">{form.advanced}</summary>
          <div className="form">
            {advanced.map((field) => (
              <ConnectionField key={keyOf(field)} field={field} {...props} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

const keyOf = ({ path, word }: FieldSpec): string => `${path} ${word}`;

function ConnectionField({
  field,
  draft,
  onChange,
  wrong,
  stored,
  imported,
}: FieldsProps & { field: FieldSpec }) {
  const { fields, secrets, choices, form } = useWords().connections;
  const id = useId();
  const { path, word, type } = field;
  const isSecret = type === 'secret' || type === 'secretPem';
  const words: { readonly label: string; readonly hint?: string } =
    word === null ? { label: secrets[secretOf(field)] } : fields[word];
  const isWrong = wrong.has(path);
  const value = draft.typed[path] ?? '';
  const hint = words.hint === undefined ? undefined : `${id}-hint`;
  const shared = {
    id,
    className: 'input',
    'data-testid': `connection-${path}`,
    'aria-invalid': isWrong,
    'aria-describedby': hint,
    value,
    onChange: (event: { target: { value: string } }) => onChange(path, event.target.value),
  };
  if (type === 'check')
    return (
      <label className="check">
        <input
          type="checkbox"
          data-testid={`connection-${path}`}
          checked={value === 'true'}
          onChange={(event) => onChange(path, event.target.checked ? 'true' : '')}
        />
        {words.label}
      </label>
    );
  const typing = {
    ...shared,
    spellCheck: false,
    autoComplete: isSecret ? 'new-password' : 'off',
    placeholder: isSecret ? secretHint(secretOf(field), { stored, imported }, form) : undefined,
  };
  return (
    <div className="field" data-wrong={isWrong}>
      <label htmlFor={id}>
        {words.label}
        {isWrong && <b className="field-wrong">{form.wrong}</b>}
      </label>
      {type === 'choice' || type === 'numberChoice' ? (
        <select {...shared}>
          {field.choices?.map((choice) => (
            <option key={choice} value={choice}>
              {choices[choice]}
            </option>
          ))}
        </select>
      ) : type === 'pem' || type === 'secretPem' || type === 'json' ? (
        <textarea {...typing} rows={type === 'json' ? 8 : 3} />
      ) : (
        <input
          {...typing}
          type={isSecret ? 'password' : 'text'}
          inputMode={type === 'number' ? 'numeric' : undefined}
        />
      )}
      {type === 'json' &&
        isWrong &&
        mapProblems(value)
          .slice(0, 5)
          .map((problem) => (
            <p key={problem} className="field-hint mono" lang="en">
              {problem}
            </p>
          ))}
      {words.hint !== undefined && (
        <p className="field-hint" id={hint}>
          {words.hint}
        </p>
      )}
    </div>
  );
}

/** Written and never shown: what is stored, or imported, stays unless something is typed. */
function secretHint(
  name: ConnectionSecret,
  { stored, imported }: Pick<FieldsProps, 'stored' | 'imported'>,
  words: { readonly stored: string; readonly imported: string },
): string {
  if (imported.includes(name)) return words.imported;
  return stored.includes(name) ? words.stored : '';
}
