import * as Popover from '@radix-ui/react-popover';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';

/** A button that says what it filters by now, and opens what can be chosen. */
export function FilterButton(props: {
  name: string;
  /** Null when it filters nothing. */
  value: string | null;
  testId: string;
  children: ReactNode;
}) {
  const { name, value, testId, children } = props;
  return (
    <Popover.Root>
      <Popover.Trigger
        className="filter-button"
        data-testid={testId}
        data-active={value !== null}
        title={value === null ? undefined : `${name}: ${value}`}
      >
        <span>{name}</span>
        {value !== null && <b className="truncate">{value}</b>}
        <ChevronDown aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu filter-menu"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={name}
          data-testid={`${testId}-menu`}
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Any of several words. None chosen is no filter, and neither are all of them. */
export function Choices<T extends string>(props: {
  options: readonly (readonly [code: T, word: string])[];
  chosen: readonly T[] | undefined;
  testId: string;
  onChange: (chosen: T[] | undefined) => void;
}) {
  const { options, chosen = [], testId, onChange } = props;
  const turn = (code: T, on: boolean) => {
    const next = options
      .map(([one]) => one)
      .filter((one) => (one === code ? on : chosen.includes(one)));
    onChange(next.length === 0 || next.length === options.length ? undefined : next);
  };
  return (
    <div className="filter-choices">
      {options.map(([code, word]) => (
        <label key={code} className="check filter-choice">
          <input
            type="checkbox"
            data-testid={`${testId}-${code}`}
            checked={chosen.includes(code)}
            onChange={({ target }) => turn(code, target.checked)}
          />
          {word}
        </label>
      ))}
    </div>
  );
}
