import { FolderClock, MessageSquarePlus, UserCheck } from 'lucide-react';
import { useStore } from 'zustand';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { useServices, useWords } from '../../app/hooks.ts';
import { useRevised } from '../../state/revised.ts';
import { take, takingOf, writeNote } from '../../state/taking.ts';
import { showIncident } from '../../state/view.ts';
import { LevelChip } from '../response/LevelChip.tsx';
import { ResponseProgress, ResponseSteps } from '../response/ResponseSteps.tsx';

/** Who has the alarm, and the one press that takes it, takes it over or gives it up. */
function Taken({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  const services = useServices();
  const operator = useStore(services.session.state, (state) => state.operator?.name ?? null);
  const pending = useStore(services.acts.state, (state) => state.pending.has(alarm.id));
  return (
    <div className="response-acts">
      <span className="taken" data-testid="taken-by" data-taken={alarm.takenBy !== null}>
        <UserCheck aria-hidden="true" />
        {alarm.takenBy === null
          ? words.response.nobody
          : words.response.takenBy({ name: alarm.takenBy })}
      </span>
      <button
        type="button"
        className="button button-small"
        data-testid="act-take"
        disabled={pending}
        onClick={() => take(services, alarm)}
      >
        {words.response[takingOf(alarm, operator)]}
        <kbd>T</kbd>
      </button>
      <button
        type="button"
        className="button button-small"
        data-testid="act-alarm-note"
        disabled={pending}
        onClick={() => writeNote(services, alarm)}
      >
        <MessageSquarePlus aria-hidden="true" />
        {words.response.note}
        <kbd>N</kbd>
      </button>
    </div>
  );
}

/** What to do about the selected alarm, and who does it: the first thing in the drawer. */
export function ResponsePanel({ alarm }: { alarm: AlarmRecord }) {
  const words = useWords();
  const { view } = useServices();
  const { value: sheet, failed } = useRevised(
    'incidents',
    (client, options) => client.procedures.sheet({ subject: { alarmId: alarm.id } }, options),
    alarm.id,
  );
  return (
    <section className="drawer-section response-panel" data-testid="response-panel">
      <header className="response-head">
        <h3>{words.response.title}</h3>
        {sheet !== null && (
          <>
            <LevelChip level={sheet.level} />
            <ResponseProgress sheet={sheet} />
          </>
        )}
      </header>
      <Taken alarm={alarm} />
      {failed !== null && sheet === null && (
        <p className="note note-bad">{words.response.failed}</p>
      )}
      {sheet !== null && <ResponseSteps subject={{ alarmId: alarm.id }} fetched={sheet} />}
      {sheet?.incident != null && (
        <button
          type="button"
          className="response-incident"
          data-testid="open-incident"
          title={words.response.openIncident}
          onClick={() => sheet.incident !== null && showIncident(view, sheet.incident.id)}
        >
          <FolderClock aria-hidden="true" />
          {words.response.incident({ number: sheet.incident.number })} ·{' '}
          {words.incidents.phases[sheet.incident.phase]}
        </button>
      )}
    </section>
  );
}
