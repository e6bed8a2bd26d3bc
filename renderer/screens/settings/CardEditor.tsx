import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { ProcedureView } from '#shared/contract/responseViews.ts';
import {
  cardProblems,
  type EditedStep,
  MAX_STEP_LENGTH,
  MAX_STEPS,
  STEP_ROLES,
} from '#shared/response/card.ts';
import { useWords } from '../../app/hooks.ts';
import { useAct } from '../../app/useAct.ts';
import { isDeepEqual } from '../../state/isDeepEqual.ts';

/** A step in the form: with a key of its own, so that moving it moves what is typed in it. */
type Draft = EditedStep & { readonly key: number };

const EMPTY: EditedStep = { id: null, text: { ko: '', en: '' }, mandatory: false, who: 'operator' };

function StepFields({
  step,
  index,
  count,
  onChange,
  onMove,
  onRemove,
}: {
  step: Draft;
  index: number;
  count: number;
  onChange: (step: Draft) => void;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}) {
  const words = useWords();
  const number = index + 1;
  const label = (what: string) => `${words.procedures.step({ number })}: ${what}`;
  const text = (language: 'ko' | 'en', name: string) => (
    <input
      className="input"
      lang={language}
      data-testid={`step-${language}`}
      aria-label={label(name)}
      placeholder={name}
      maxLength={MAX_STEP_LENGTH}
      value={step.text[language]}
      onChange={({ target }) =>
        onChange({ ...step, text: { ...step.text, [language]: target.value } })
      }
    />
  );
  return (
    <li className="card-step" data-testid="card-step">
      <span className="card-number num" aria-hidden="true">
        {number}
      </span>
      <div className="card-texts">
        {text('ko', words.procedures.korean)}
        {text('en', words.procedures.english)}
      </div>
      <div className="card-marks">
        <select
          className="input"
          aria-label={label(words.procedures.who)}
          value={step.who}
          onChange={({ target }) =>
            onChange({ ...step, who: STEP_ROLES.find((who) => who === target.value) ?? step.who })
          }
        >
          {STEP_ROLES.map((who) => (
            <option key={who} value={who}>
              {words.response.who[who]}
            </option>
          ))}
        </select>
        <label className="check">
          <input
            type="checkbox"
            data-testid="step-mandatory"
            checked={step.mandatory}
            onChange={({ target }) => onChange({ ...step, mandatory: target.checked })}
          />
          {words.procedures.mandatory}
        </label>
      </div>
      <div className="card-acts">
        <button
          type="button"
          className="icon-button"
          aria-label={label(words.procedures.up)}
          title={words.procedures.up}
          disabled={index === 0}
          onClick={() => onMove(-1)}
        >
          <ArrowUp aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={label(words.procedures.down)}
          title={words.procedures.down}
          disabled={index === count - 1}
          onClick={() => onMove(1)}
        >
          <ArrowDown aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          data-testid="step-remove"
          aria-label={label(words.procedures.remove)}
          title={words.procedures.remove}
          onClick={onRemove}
        >
          <Trash2 aria-hidden="true" />
        </button>
      </div>
    </li>
  );
}

/** Edits a card into its next version. What stands is not touched before the engine has saved the new one. */
export function CardEditor({ current }: { current: ProcedureView }) {
  const words = useWords();
  const { busy, failed, act } = useAct();
  const [steps, setSteps] = useState<readonly Draft[]>(() =>
    current.steps.map((step, key) => ({ ...step, key })),
  );
  const [nextKey, setNextKey] = useState(current.steps.length);
  const [reason, setReason] = useState('');
  const edited = steps.map(({ key: _key, ...step }) => step);
  const changed = !isDeepEqual(edited, current.steps);
  const problems = cardProblems(
    current.kind,
    edited.map((step) => ({ ...step, id: step.id ?? '' })),
  );
  const ready = changed && problems.length === 0 && reason.trim() !== '' && !busy;
  const replace = (index: number, ...with_: readonly Draft[]) =>
    setSteps(steps.toSpliced(index, 1, ...with_));
  const move = (index: number, by: 1 | -1) => {
    const step = steps[index];
    if (step !== undefined) setSteps(steps.toSpliced(index, 1).toSpliced(index + by, 0, step));
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    act((client, session, options) =>
      client.procedures.save(
        {
          session,
          kind: current.kind,
          baseVersion: current.version,
          steps: edited,
          reason: reason.trim(),
        },
        options,
      ),
    );
  };
  return (
    <form className="form" onSubmit={save} data-testid="card-editor" data-version={current.version}>
      <h3>
        {words.kinds[current.kind]}{' '}
        <small className="num">{words.procedures.version({ version: current.version })}</small>
      </h3>
      <ol className="card-steps">
        {steps.map((step, index) => (
          <StepFields
            key={step.key}
            step={step}
            index={index}
            count={steps.length}
            onChange={(next) => replace(index, next)}
            onMove={(by) => move(index, by)}
            onRemove={() => replace(index)}
          />
        ))}
      </ol>
      <div className="card-foot">
        <button
          type="button"
          className="button"
          data-testid="step-add"
          disabled={steps.length >= MAX_STEPS}
          onClick={() => {
            setSteps([...steps, { ...EMPTY, key: nextKey }]);
            setNextKey(nextKey + 1);
          }}
        >
          <Plus aria-hidden="true" />
          {words.procedures.add}
        </button>
        <label className="field card-reason">
          {words.procedures.reason}
          <input
            className="input"
            data-testid="card-reason"
            maxLength={2000}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        <button
          type="submit"
          className="button button-primary"
          data-testid="card-save"
          disabled={!ready}
        >
          {busy ? words.procedures.saving : words.procedures.save}
        </button>
      </div>
      {changed &&
        problems.map((problem) => (
          <p key={problem} className="note note-bad" data-testid="card-problem">
            {words.procedures.problems[problem]}
          </p>
        ))}
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {failed === 'conflict'
            ? words.procedures.changedMeanwhile
            : failed === 'forbidden'
              ? words.procedures.administratorOnly
              : words.procedures.failed({ why: words.failures[failed] })}
        </p>
      )}
    </form>
  );
}
