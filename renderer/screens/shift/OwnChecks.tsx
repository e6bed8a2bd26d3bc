import { Plus, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { CHECK_LISTS, type CheckListName } from '#shared/shift/checkLists.ts';
import { useServices, useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';
import { Failure } from './Failure.tsx';
import { useAct } from './useAct.ts';

/** What an administrator adds to the lists of this site, and takes out again. */
export function OwnChecks() {
  const words = useWords();
  const { checks } = words.shift;
  const { session } = useServices();
  // The engine decides; this only spares everybody else a form that would be refused.
  const mayChange = useStore(session.state, (state) => state.operator?.role === 'administrator');
  const listId = useId();
  const { value } = useRevised('shift', (client, options) =>
    client.shift.ownChecks(undefined, options),
  );
  const { busy, failed, act } = useAct();
  const [list, setList] = useState<CheckListName>('daily');
  const [text, setText] = useState('');
  const add = async () => {
    const done = await act((client, session, options) =>
      client.shift.addCheck({ session, list, text }, options),
    );
    if (done) setText('');
  };
  return (
    <section className="page-section screen-only" data-testid="own-checks">
      <h3>{checks.own}</h3>
      <p className="note">{checks.ownHint}</p>
      {value?.length === 0 && <p className="note">{checks.noOwn}</p>}
      <ul className="own-items">
        {value?.map((item) => (
          <li key={item.id} data-testid="own-check">
            <span className="muted">{checks.lists[item.list]}</span>
            <b>{item.text}</b>
            {mayChange && (
              <button
                type="button"
                className="button button-small"
                data-testid="own-retire"
                disabled={busy}
                onClick={() =>
                  act((client, session, options) =>
                    client.shift.retireCheck({ session, id: item.id }, options),
                  )
                }
              >
                <Trash2 aria-hidden="true" />
                {checks.retire}
              </button>
            )}
          </li>
        ))}
      </ul>
      {mayChange && (
        <form
          className="field-row own-form"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <label className="sr-only" htmlFor={listId}>
            {checks.list}
          </label>
          <select
            id={listId}
            className="input"
            data-testid="own-list"
            value={list}
            onChange={(event) =>
              setList(CHECK_LISTS.find((one) => one === event.target.value) ?? 'daily')
            }
          >
            {CHECK_LISTS.map((one) => (
              <option key={one} value={one}>
                {checks.lists[one]}
              </option>
            ))}
          </select>
          <input
            className="input"
            data-testid="own-text"
            aria-label={checks.ownText}
            placeholder={checks.ownPlaceholder}
            maxLength={200}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <button
            type="submit"
            className="button"
            data-testid="own-add"
            disabled={busy || text.trim() === ''}
          >
            <Plus aria-hidden="true" />
            {checks.add}
          </button>
        </form>
      )}
      <Failure code={failed} />
    </section>
  );
}
