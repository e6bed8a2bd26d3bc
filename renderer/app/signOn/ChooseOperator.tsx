import { UserRound } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { nameKey } from '#shared/access/operatorName.ts';
import type { SignOnChoice } from '#shared/contract/operatorViews.ts';
import { useWords } from '../hooks.ts';

interface ChooseOperatorProps {
  readonly choices: readonly SignOnChoice[];
  readonly onChoose: (choice: SignOnChoice) => void;
}

/** Who is it? Type a part of the name and press Enter, or press the name. */
export function ChooseOperator({ choices, onChoose }: ChooseOperatorProps) {
  const words = useWords();
  const [typed, setTyped] = useState('');
  const field = useRef<HTMLInputElement>(null);
  // Also when somebody comes back to it from a person who isn't them.
  useEffect(() => field.current?.focus(), []);
  const found = choices.filter(({ name }) => nameKey(name).includes(nameKey(typed)));
  const exact = choices.find(({ name }) => nameKey(name) === nameKey(typed));
  const press = (event: KeyboardEvent) => {
    // A Korean syllable that is being composed is finished by its own Enter.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const choice = exact ?? found.find(({ signsInWith }) => signsInWith !== null);
    if (choice?.signsInWith != null) onChoose(choice);
  };
  return (
    <div className="form">
      <label className="field">
        {words.operator.choose}
        <input
          ref={field}
          className="input"
          data-testid="operator-name"
          data-first=""
          autoComplete="off"
          placeholder={words.access.signOn.find}
          maxLength={40}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={press}
        />
      </label>
      <ul className="operators">
        {found.map((choice) => (
          <li key={choice.id}>
            <button
              type="button"
              className="operator"
              data-testid="operator-choice"
              data-name={choice.name}
              disabled={choice.signsInWith === null}
              onClick={() => onChoose(choice)}
            >
              <UserRound aria-hidden="true" />
              <b className="truncate">{choice.name}</b>
              <small>
                {choice.signsInWith === null
                  ? words.access.signOn.noSecret
                  : words.roles[choice.role]}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className="note">{words.access.signOn.nobody}</p>}
    </div>
  );
}
