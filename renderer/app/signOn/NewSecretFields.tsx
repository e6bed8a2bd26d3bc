import { useId } from 'react';
import { SECRET_KINDS, SECRET_LIMITS } from '#shared/access/secret.ts';
import { useWords } from '../hooks.ts';
import type { NewSecret } from './useNewSecret.ts';

/** Chooses a password or PIN, typed twice. */
export function NewSecretFields({ value, first = false }: { value: NewSecret; first?: boolean }) {
  const words = useWords();
  const id = useId();
  const { kind, text, again, problem, change } = value;
  const field = {
    type: 'password',
    inputMode: kind === 'pin' ? 'numeric' : 'text',
    maxLength: SECRET_LIMITS.longest,
    autoComplete: 'new-password',
    required: true,
  } as const;
  return (
    <>
      <fieldset className="field">
        <legend>{words.access.secret.how}</legend>
        <div className="choices">
          {SECRET_KINDS.map((one) => (
            <label key={one} className="choice" data-chosen={kind === one}>
              <input
                type="radio"
                name={`${id}-kind`}
                data-testid={`secret-kind-${one}`}
                checked={kind === one}
                onChange={() => change({ kind: one })}
              />
              <span>
                <b>{words.access.kinds[one]}</b>
                <small>
                  {one === 'pin' ? words.access.secret.pinHint : words.access.secret.passwordHint}
                </small>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="field-pair">
        <label className="field">
          {words.access.kinds[kind]}
          <input
            {...field}
            className="input input-secret"
            data-testid="new-secret"
            {...(first ? { 'data-first': '' } : {})}
            value={text}
            onChange={(event) => change({ text: event.target.value })}
          />
        </label>
        <label className="field">
          {words.access.secret.again}
          <input
            {...field}
            className="input input-secret"
            data-testid="new-secret-again"
            aria-invalid={problem !== null}
            aria-describedby={`${id}-problem`}
            value={again}
            onChange={(event) => change({ again: event.target.value })}
          />
        </label>
      </div>
      <p id={`${id}-problem`} className="note secret-problem" role="status">
        {problem !== null &&
          (problem === 'differs' ? words.access.secret.differs : words.access.refusals[problem])}
      </p>
    </>
  );
}
