import { type FormEvent, useState } from 'react';
import { GROUPING_MINUTES } from '#shared/response/grouping.ts';
import { useWords } from '../../app/hooks.ts';
import { useAct } from '../../app/useAct.ts';
import { useRevised } from '../../state/revised.ts';

function Minutes({ current }: { current: number }) {
  const words = useWords();
  const { busy, failed, act } = useAct();
  const [typed, setTyped] = useState(String(current));
  const minutes = Number(typed);
  const { least, most } = GROUPING_MINUTES;
  const valid = Number.isInteger(minutes) && minutes >= least && minutes <= most;
  const apply = (event: FormEvent) => {
    event.preventDefault();
    if (!valid || busy) return;
    act((client, session, options) =>
      client.incidents.saveSettings({ session, groupingMinutes: minutes }, options),
    );
  };
  return (
    <form className="grouping" onSubmit={apply}>
      <input
        className="input num"
        type="number"
        data-testid="grouping-minutes"
        aria-label={words.procedures.grouping}
        min={least}
        max={most}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      {words.procedures.minutes}
      <button
        type="submit"
        className="button"
        data-testid="grouping-apply"
        disabled={!valid || minutes === current || busy}
      >
        {words.procedures.apply}
      </button>
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {failed === 'forbidden' ? words.procedures.administratorOnly : words.failures[failed]}
        </p>
      )}
    </form>
  );
}

/** How close in time alarms of one place must be to be one incident. */
export function GroupingSetting() {
  const words = useWords();
  const { value } = useRevised('incidents', (client, options) =>
    client.incidents.settings(undefined, options),
  );
  return (
    <section className="page-section">
      <h3>{words.procedures.grouping}</h3>
      <p className="note">{words.procedures.groupingHint}</p>
      {value !== null && <Minutes key={value.groupingMinutes} current={value.groupingMinutes} />}
    </section>
  );
}
