import { type FormEvent, useState } from 'react';
import { formatNumber } from '#shared/i18n/format.ts';
import {
  DEFAULT_LIMITS,
  MODEL_LIMIT_RANGES,
  type ModelLimits,
} from '#shared/prediction/monitoring/limits.ts';
import { useLanguage, useWords } from '../../app/hooks.ts';
import { useAct } from '../../app/useAct.ts';
import { useRevised } from '../../state/revised.ts';
import {
  isPercent,
  LIMIT_KEYS,
  type LimitKey,
  limitsOf,
  type TypedLimits,
  typedOf,
} from './limitsForm.ts';
import { useRoleNote } from './useRoleNote.ts';

function LimitField({
  name,
  typed,
  wrong,
  disabled,
  onType,
}: {
  name: LimitKey;
  typed: string;
  wrong: boolean;
  disabled: boolean;
  onType: (typed: string) => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const own = words.model.limits;
  const { least, most, step } = MODEL_LIMIT_RANGES[name];
  const number = (value: number) => formatNumber(value, 0, language);
  return (
    <label className="field limit-field">
      <span>{own.names[name]}</span>
      <span className="limit-value">
        <input
          className="input num"
          type="number"
          data-testid={`limit-${name}`}
          min={least}
          max={most}
          step={step}
          required
          disabled={disabled}
          aria-invalid={wrong}
          aria-describedby={`limit-hint-${name}`}
          value={typed}
          onChange={({ target }) => onType(target.value)}
        />
        {isPercent(name) ? '%' : name === 'hours' && own.hoursUnit}
      </span>
      <small className={wrong ? 'note note-bad' : 'note'} id={`limit-hint-${name}`}>
        {wrong ? own.range({ least: number(least), most: number(most) }) : own.hints[name]}
      </small>
    </label>
  );
}

function LimitsForm({ limits }: { limits: ModelLimits }) {
  const words = useWords();
  const own = words.model.limits;
  const note = useRoleNote('administrator');
  const { busy, failed, act } = useAct();
  const [edited, setEdited] = useState<TypedLimits | null>(null);
  const [saved, setSaved] = useState(false);
  const inForce = typedOf(limits);
  const typed = edited ?? inForce;
  const { value, wrong } = limitsOf(typed);
  const changed = LIMIT_KEYS.some((name) => typed[name] !== inForce[name]);
  const edit = (change: Partial<TypedLimits>) => {
    setSaved(false);
    setEdited({ ...typed, ...change });
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (value === null) return;
    act(
      (client, session, options) =>
        client.prediction.saveLimits({ session, limits: value }, options),
      () => {
        setEdited(null);
        setSaved(true);
      },
    );
  };
  return (
    <form className="form limits-form" onSubmit={save} noValidate>
      <div className="limit-fields">
        {LIMIT_KEYS.map((name) => (
          <LimitField
            key={name}
            name={name}
            typed={typed[name]}
            wrong={wrong.includes(name)}
            disabled={note !== null}
            onType={(text) => edit({ [name]: text })}
          />
        ))}
      </div>
      {failed !== null && (
        <p className="note note-bad" role="alert" data-testid="limits-failed">
          {own.failed} {words.failures[failed]}
        </p>
      )}
      {saved && (
        <p className="note note-good" role="status" data-testid="limits-saved">
          {own.saved}
        </p>
      )}
      {note === null ? (
        <div className="button-row">
          <button
            type="submit"
            className="button button-primary"
            data-testid="limits-save"
            disabled={busy || !changed || value === null}
          >
            {busy ? own.saving : own.save}
          </button>
          {changed && (
            <button type="button" className="button" onClick={() => setEdited(null)}>
              {own.discard}
            </button>
          )}
          <button
            type="button"
            className="button"
            data-testid="limits-default"
            onClick={() => edit(typedOf(DEFAULT_LIMITS))}
          >
            {own.asDelivered}
          </button>
        </div>
      ) : (
        <p className="note" data-testid="limits-note">
          {note}
        </p>
      )}
    </form>
  );
}

/** From where on the desk says that the model is no longer to be relied on. An administrator's. */
export function LimitsSection() {
  const words = useWords();
  const own = words.model.limits;
  const { value, failed } = useRevised('prediction', (client, options) =>
    client.prediction.limits(undefined, options),
  );
  return (
    <section className="section page-section" data-testid="model-limits">
      <h3>{own.title}</h3>
      <p className="note">{own.intro}</p>
      {failed !== null && <p className="note note-bad">{own.loadFailed}</p>}
      {value === null ? (
        failed === null && <p className="note">{words.common.loading}</p>
      ) : (
        <LimitsForm limits={value} />
      )}
    </section>
  );
}
