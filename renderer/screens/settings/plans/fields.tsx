/** Fields whose value becomes a step of the draft when it is left or confirmed, and not with each letter. */
import { type KeyboardEvent, useId, useState } from 'react';

interface FieldProps<T> {
  readonly label: string;
  readonly testId: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

const confirmWithEnter = (event: KeyboardEvent<HTMLInputElement>) => {
  if (event.key === 'Enter') event.currentTarget.blur();
};

export function TextField({
  label,
  testId,
  value,
  max,
  mayBeEmpty = false,
  onChange,
}: FieldProps<string> & { readonly max: number; readonly mayBeEmpty?: boolean }) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="input"
        maxLength={max}
        data-testid={testId}
        value={typed ?? value}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={confirmWithEnter}
        onBlur={() => {
          const text = typed?.trim();
          setTyped(null);
          if (text === undefined || text === value || (text === '' && !mayBeEmpty)) return;
          onChange(text);
        }}
      />
    </div>
  );
}

/** What is out of range, or no number, is as if nothing had been typed. */
export function NumberField({
  label,
  testId,
  value,
  min,
  max,
  step,
  hint,
  hideLabel = false,
  onChange,
}: FieldProps<number> & {
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly hint?: string;
  readonly hideLabel?: boolean;
}) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <div className="field">
      <label htmlFor={id} className={hideLabel ? 'sr-only' : undefined}>
        {label}
      </label>
      <input
        id={id}
        className="input num"
        type="number"
        min={min}
        max={max}
        step={step ?? 'any'}
        data-testid={testId}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        value={typed ?? Math.round(value * 1000) / 1000}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={confirmWithEnter}
        onBlur={() => {
          const number = typed === null || typed === '' ? Number.NaN : Number(typed);
          setTyped(null);
          if (number >= min && number <= max && number !== value) onChange(number);
        }}
      />
      {hint !== undefined && (
        <small id={`${id}-hint`} className="field-hint">
          {hint}
        </small>
      )}
    </div>
  );
}
