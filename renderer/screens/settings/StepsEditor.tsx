import { Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { AlarmClass } from '#shared/alarms/alarm.ts';
import {
  ESCALATION_ACTIONS,
  type EscalationAction,
  type EscalationStep,
  isOutside,
  POLICY_LIMITS,
} from '#shared/escalation/policy.ts';
import { stepFaults } from '#shared/escalation/policyFaults.ts';
import { NOTIFICATION_TOPICS } from '#shared/notifications/request.ts';
import { useWords } from '../../app/hooks.ts';
import { Modal } from '../../components/Modal.tsx';

/** The sound of the desk is the first of every table and is not up for choice. */
const CHOICES = ESCALATION_ACTIONS.filter((action) => action !== 'deskSound');

function StepFields({
  step,
  number,
  onChange,
  onRemove,
}: {
  step: EscalationStep;
  /** From 1. */
  number: number;
  onChange: (step: EscalationStep) => void;
  onRemove: () => void;
}) {
  const { escalation: words } = useWords();
  const choose = (action: EscalationAction) =>
    onChange({ ...step, action, topic: isOutside(action) ? (step.topic ?? 'high') : null });
  return (
    <li className="step-fields" data-testid={`step-${number}`}>
      <b className="num">{number}</b>
      <select
        className="input"
        data-testid={`step-${number}-action`}
        aria-label={`${number} ${words.action}`}
        value={step.action}
        onChange={({ target }) => {
          const action = CHOICES.find((one) => one === target.value);
          if (action !== undefined) choose(action);
        }}
      >
        {CHOICES.map((action) => (
          <option key={action} value={action}>
            {words.actions[action]}
          </option>
        ))}
      </select>
      <input
        className="input"
        type="number"
        data-testid={`step-${number}-after`}
        aria-label={`${number} ${words.afterSeconds}`}
        min={0}
        max={POLICY_LIMITS.maxAfterSeconds}
        step={1}
        value={step.afterSeconds}
        onChange={({ target }) =>
          onChange({ ...step, afterSeconds: Math.round(Number(target.value)) })
        }
      />
      {isOutside(step.action) ? (
        <select
          className="input"
          data-testid={`step-${number}-topic`}
          aria-label={`${number} ${words.topic}`}
          value={step.topic ?? ''}
          onChange={({ target }) => {
            const topic = NOTIFICATION_TOPICS.find((one) => one === target.value);
            if (topic !== undefined) onChange({ ...step, topic });
          }}
        >
          {NOTIFICATION_TOPICS.map((topic) => (
            <option key={topic} value={topic}>
              {words.topics[topic]}
            </option>
          ))}
        </select>
      ) : (
        <span className="note">{words.stays}</span>
      )}
      <button
        type="button"
        className="icon-button"
        data-testid={`step-${number}-remove`}
        aria-label={words.removeStep({ step: number })}
        title={words.removeStep({ step: number })}
        onClick={onRemove}
      >
        <Trash2 aria-hidden="true" />
      </button>
    </li>
  );
}

/** The steps of one table, with the sentence that they come to. Nothing is in force until the whole is saved. */
export function StepsEditor({
  alarmClass,
  title,
  steps: given,
  rule,
  onDone,
}: {
  alarmClass: AlarmClass;
  title: string;
  steps: readonly EscalationStep[];
  rule: (steps: readonly EscalationStep[]) => string;
  /** Null when nothing is to change. */
  onDone: (steps: readonly EscalationStep[] | null) => void;
}) {
  const { common, escalation: words } = useWords();
  // Each with a name of its own, so that a row that is removed takes its fields along and no other's.
  const [rows, setRows] = useState(() => given.map((step, id) => ({ id, step })));
  const steps = rows.map(({ step }) => step);
  const faults = stepFaults(alarmClass, steps);
  const [sound, ...others] = rows;
  const add = () => {
    const last = steps.at(-1)?.afterSeconds ?? 0;
    const id = Math.max(...rows.map((row) => row.id)) + 1;
    const step: EscalationStep = { action: 'notify', afterSeconds: last + 60, topic: 'high' };
    setRows([...rows, { id, step }]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (faults.length === 0) onDone(steps);
  };
  return (
    <Modal title={title} testId="steps-editor" onClose={() => onDone(null)}>
      <form className="form steps-editor" onSubmit={submit}>
        <div className="step-heads" aria-hidden="true">
          <span>{words.action}</span>
          <span>{words.afterSeconds}</span>
          <span>{words.topic}</span>
        </div>
        <ol className="step-list">
          {sound !== undefined && (
            <li className="step-fields">
              <b className="num">1</b>
              <span>{words.actions[sound.step.action]}</span>
              <span>{words.atOnce}</span>
              <span className="note">{words.stays}</span>
            </li>
          )}
          {others.map(({ id, step }, index) => (
            <StepFields
              key={id}
              step={step}
              number={index + 2}
              onChange={(changed) =>
                setRows(rows.map((row) => (row.id === id ? { id, step: changed } : row)))
              }
              onRemove={() => setRows(rows.filter((row) => row.id !== id))}
            />
          ))}
        </ol>
        <button
          type="button"
          className="button button-small"
          data-testid="step-add"
          disabled={rows.length >= POLICY_LIMITS.maxSteps}
          onClick={add}
        >
          <Plus aria-hidden="true" />
          {words.addStep}
        </button>
        <p className="rule-preview" data-testid="rule-preview">
          <small>{words.preview}</small>
          {rule(steps)}
        </p>
        {faults.length > 0 && (
          <div className="note note-bad" role="alert" data-testid="step-faults">
            {faults.map((code) => (
              <p key={code}>{words.faults[code]}</p>
            ))}
          </div>
        )}
        <div className="form-buttons">
          <button type="button" className="button" onClick={() => onDone(null)}>
            {common.cancel}
          </button>
          <button
            type="submit"
            className="button button-primary"
            data-testid="steps-apply"
            disabled={faults.length > 0}
          >
            {words.apply}
          </button>
        </div>
      </form>
    </Modal>
  );
}
