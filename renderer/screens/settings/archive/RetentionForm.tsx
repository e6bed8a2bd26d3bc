import { type FormEvent, useId, useState } from 'react';
import {
  RETENTION_FIELDS,
  RETENTION_LIMITS,
  type RetentionField,
  type RetentionPeriods,
  RetentionPeriodsSchema,
} from '#shared/archive/periods.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { useLanguage, useWords } from '../../../app/hooks.ts';
import { useAct } from '../../../app/useAct.ts';

/** How long what is kept. An administrator's. */
export function RetentionForm({ current }: { current: RetentionPeriods }) {
  const words = useWords();
  const said = words.archive;
  const language = useLanguage();
  const id = useId();
  const { busy, failed, act } = useAct();
  const [edited, setEdited] = useState(current);
  const [saved, setSaved] = useState(false);
  const valid = RetentionPeriodsSchema.safeParse(edited).success;
  const changed = RETENTION_FIELDS.filter((field) => edited[field] !== current[field]);
  const shorter = changed.some((field) => field !== 'keepFreeMb' && edited[field] < current[field]);
  const whole = (value: number) => formatNumber(value, 0, language);

  const save = (event: FormEvent) => {
    event.preventDefault();
    setSaved(false);
    act(
      (client, session, options) =>
        client.archive.saveRetention({ session, periods: edited }, options).then(() => true),
      () => setSaved(true),
    );
  };

  const field = (name: RetentionField) => {
    const { least, most } = RETENTION_LIMITS[name];
    return (
      <div className="field" key={name}>
        <label htmlFor={`${id}-${name}`}>{said.fields[name]}</label>
        <input
          id={`${id}-${name}`}
          className="input num"
          type="number"
          data-testid={`retention-${name}`}
          aria-describedby={`${id}-${name}-hint`}
          required
          min={least}
          max={most}
          step={1}
          value={Number.isNaN(edited[name]) ? '' : edited[name]}
          onChange={(event) => {
            setSaved(false);
            setEdited({ ...edited, [name]: event.target.valueAsNumber });
          }}
        />
        <small id={`${id}-${name}-hint`} className="field-hint">
          {said.hints[name]} ({said.range({ least: whole(least), most: whole(most) })})
        </small>
      </div>
    );
  };

  return (
    <form className="form" onSubmit={save}>
      <div className="archive-fields">{RETENTION_FIELDS.map(field)}</div>
      {shorter && (
        <p className="note note-bad" data-testid="retention-shorter">
          {said.shorter}
        </p>
      )}
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {failed === 'forbidden' ? said.administratorOnly : words.failures[failed]}
        </p>
      )}
      {saved && (
        <p className="note note-good" role="status" data-testid="retention-saved">
          {said.saved}
        </p>
      )}
      <div className="form-buttons">
        <button
          type="submit"
          className="button button-primary"
          data-testid="retention-save"
          disabled={busy || !valid || changed.length === 0}
        >
          {said.save}
        </button>
      </div>
    </form>
  );
}
