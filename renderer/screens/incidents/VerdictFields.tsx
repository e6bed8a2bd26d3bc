import {
  NUISANCE_CAUSES,
  type NuisanceCause,
  OUTCOMES,
  type Outcome,
  type Verdict,
} from '#shared/response/outcome.ts';
import { useWords } from '../../app/hooks.ts';

/** The cause of a nuisance: a choice that begins with none, so that nobody confirms what they did not choose. */
export function CauseChoice({
  value,
  testId,
  onChange,
}: {
  value: NuisanceCause | null;
  testId: string;
  onChange: (cause: NuisanceCause | null) => void;
}) {
  const words = useWords();
  return (
    <select
      className="input"
      aria-label={words.incidents.cause}
      data-testid={testId}
      value={value ?? ''}
      onChange={({ target }) =>
        onChange(NUISANCE_CAUSES.find((cause) => cause === target.value) ?? null)
      }
    >
      <option value="">{words.incidents.chooseCause}</option>
      {NUISANCE_CAUSES.map((cause) => (
        <option key={cause} value={cause}>
          {words.incidents.causes[cause]}
        </option>
      ))}
    </select>
  );
}

/** What it turned out to be, in the four words that stay for ever. */
export function VerdictFields({
  value,
  choices = OUTCOMES,
  onChange,
}: {
  value: Partial<Verdict>;
  choices?: readonly Outcome[];
  onChange: (verdict: Partial<Verdict>) => void;
}) {
  const words = useWords();
  return (
    <>
      <fieldset className="field">
        <legend>{words.incidents.outcome}</legend>
        <div className="outcome-choices">
          {choices.map((outcome, i) => (
            <label key={outcome} className="outcome-choice" data-outcome={outcome}>
              <input
                type="radio"
                name="outcome"
                data-testid={`outcome-${outcome}`}
                {...(i === 0 ? { 'data-first': '' } : {})}
                checked={value.outcome === outcome}
                onChange={() =>
                  onChange({
                    ...value,
                    outcome,
                    cause: outcome === 'nuisance' ? (value.cause ?? null) : null,
                  })
                }
              />
              <span>
                <b>{words.incidents.outcomes[outcome]}</b>
                <small>{words.incidents.outcomeHints[outcome]}</small>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      {value.outcome === 'nuisance' && (
        <div className="field">
          {words.incidents.cause}
          <CauseChoice
            value={value.cause ?? null}
            testId="cause"
            onChange={(cause) => onChange({ ...value, cause })}
          />
        </div>
      )}
      <label className="field">
        {words.incidents.closeText}
        <textarea
          className="input"
          data-testid="outcome-text"
          rows={3}
          maxLength={2000}
          value={value.text ?? ''}
          onChange={({ target }) => onChange({ ...value, text: target.value })}
        />
      </label>
    </>
  );
}
