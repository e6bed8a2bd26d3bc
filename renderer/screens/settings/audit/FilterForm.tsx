import { Search, X } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { AUDIT_ACTIONS } from '#shared/audit/actions.ts';
import { wordOf } from '#shared/i18n/words.ts';
import { fromField } from '#shared/i18n/zonedTime.ts';
import { useDesk, useWords } from '../../../app/hooks.ts';
import { useRevised } from '../../../state/revised.ts';
import type { AuditFilter } from './filter.ts';

const EMPTY = { person: '', action: '', from: '', to: '' };

const areaOf = (action: string): string => action.split('.')[0] ?? action;
const AREAS = [...new Set(AUDIT_ACTIONS.map(areaOf))];

/** What to look for: a person, an act, a span of time. */
export function FilterForm({ onFilter }: { onFilter: (filter: AuditFilter) => void }) {
  const words = useWords();
  const id = useId();
  const timeZone = useDesk((desk) => desk.status?.timeZone ?? 'UTC');
  const [typed, setTyped] = useState(EMPTY);
  const { value: people } = useRevised('operators', (client, options) =>
    client.operators.list(undefined, options),
  );
  const said = words.audit;
  const change = (part: Partial<typeof EMPTY>) => setTyped((before) => ({ ...before, ...part }));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const person = typed.person.trim();
    const action = AUDIT_ACTIONS.find((one) => one === typed.action);
    const from = fromField(typed.from, timeZone);
    const to = fromField(typed.to, timeZone);
    onFilter({
      ...(person !== '' && { person }),
      ...(action && { action }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
    });
  };
  const clear = () => {
    setTyped(EMPTY);
    onFilter({});
  };

  return (
    <form className="audit-filter" aria-label={said.filters} onSubmit={submit}>
      <label className="field">
        {said.person}
        <input
          className="input"
          data-testid="audit-person"
          list={`${id}-people`}
          maxLength={64}
          placeholder={said.anyPerson}
          value={typed.person}
          onChange={(event) => change({ person: event.target.value })}
        />
        <datalist id={`${id}-people`}>
          {people?.map(({ id: key, name }) => (
            <option key={key} value={name} />
          ))}
        </datalist>
      </label>
      <label className="field">
        {said.what}
        <select
          className="input"
          data-testid="audit-action"
          value={typed.action}
          onChange={(event) => change({ action: event.target.value })}
        >
          <option value="">{said.anyAction}</option>
          {AREAS.map((area) => (
            <optgroup key={area} label={wordOf(said.areas, area)}>
              {AUDIT_ACTIONS.filter((action) => areaOf(action) === area).map((action) => (
                <option key={action} value={action}>
                  {said.actions[action]}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </label>
      <label className="field">
        {said.from}
        <input
          className="input"
          type="datetime-local"
          data-testid="audit-from"
          value={typed.from}
          onChange={(event) => change({ from: event.target.value })}
        />
      </label>
      <label className="field">
        {said.until}
        <input
          className="input"
          type="datetime-local"
          data-testid="audit-until"
          value={typed.to}
          onChange={(event) => change({ to: event.target.value })}
        />
      </label>
      <div className="row-acts">
        <button type="submit" className="button button-primary" data-testid="audit-search">
          <Search aria-hidden="true" />
          {said.search}
        </button>
        <button type="button" className="button" onClick={clear}>
          <X aria-hidden="true" />
          {said.clear}
        </button>
      </div>
    </form>
  );
}
