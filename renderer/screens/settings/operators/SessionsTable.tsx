import { LogOut } from 'lucide-react';
import { useStore } from 'zustand';
import { useEngineNow, useServices, useTime, useWords } from '../../../app/hooks.ts';
import { useRevised } from '../../../state/revised.ts';
import { ChangeRefusedNote } from './ChangeRefusedNote.tsx';
import { useChange } from './useChange.ts';

/** Who is signed on, and where. */
export function SessionsTable({ session }: { session: string }) {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow();
  const shift = useServices().session;
  const mayEnd = useStore(shift.state, ({ operator }) => operator?.role === 'administrator');
  const { busy, refused, run } = useChange();
  const { value: sessions, failed } = useRevised(
    'sessions',
    (client, options) => client.operators.sessions({ session }, options),
    session,
  );
  const said = words.access.sessions;
  const end = (sessionId: string) =>
    run((client, own, options) =>
      client.operators.endSession({ session: own, sessionId }, options),
    );
  return (
    <section className="page-section" aria-label={said.title}>
      <h3>{said.title}</h3>
      {failed !== null && <p className="note note-bad">{words.failures[failed]}</p>}
      <ChangeRefusedNote refused={refused} />
      <table className="table table-acts" data-testid="sessions">
        <thead>
          <tr>
            <th scope="col">{words.access.accounts.name}</th>
            <th scope="col">{words.access.accounts.role}</th>
            <th scope="col">{words.operator.desk}</th>
            <th scope="col">{said.since}</th>
            <th scope="col">{said.lastAct}</th>
            <th scope="col">{words.access.accounts.acts}</th>
          </tr>
        </thead>
        <tbody>
          {sessions?.map(({ id, operator, desk, since, lastActAt, own }) => (
            <tr key={id} data-testid="session" data-name={operator.name} data-own={own}>
              <th scope="row">{operator.name}</th>
              <td>{words.roles[operator.role]}</td>
              <td>{desk}</td>
              <td className="num">{time.moment(since, now)}</td>
              <td className="num">
                {lastActAt === null ? words.access.none : time.moment(lastActAt, now)}
              </td>
              <td>
                {own && <small className="cell-note">{said.own}</small>}
                {!own && mayEnd && (
                  <button
                    type="button"
                    className="button button-small"
                    data-testid="session-end"
                    aria-label={said.endOf({ name: operator.name, desk })}
                    disabled={busy}
                    onClick={() => end(id)}
                  >
                    <LogOut aria-hidden="true" />
                    {said.end}
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
