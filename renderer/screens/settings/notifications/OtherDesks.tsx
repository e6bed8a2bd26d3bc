import { useState } from 'react';
import type { OtherDeskView } from '#shared/contract/notificationViews.ts';
import { HELD_FIRE_MS, HELD_OTHER_MS } from '#shared/notifications/telling.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import { actAs } from '../../../state/actAs.ts';
import { failureOf } from '../../../state/engineClient.ts';

/** Which other desks tell the same people, and which of us tells first. */
export function OtherDesks({
  desks,
  mayChange,
}: {
  desks: readonly OtherDeskView[];
  mayChange: boolean;
}) {
  const words = useWords().notifications.otherDesks;
  return (
    <section className="section" data-testid="other-desks">
      <h3>{words.title}</h3>
      <p className="note">{words.hint}</p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.desk}</th>
            <th scope="col">{words.state}</th>
          </tr>
        </thead>
        <tbody>
          {desks.map((desk) => (
            <tr key={desk.host} data-testid="other-desk" data-state={desk.state}>
              <th scope="row">{desk.host}</th>
              <td>
                <span className="other-desk-state" data-doubled={desk.state !== 'inReach'}>
                  <StateText desk={desk} />
                </span>
                {desk.state === 'sameId' && mayChange && <NewId />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function StateText({ desk: { state, first } }: { desk: OtherDeskView }) {
  const words = useWords().notifications.otherDesks;
  if (state !== 'inReach') return words.states[state];
  if (first === 'this') return words.thisFirst;
  const times = { fireSeconds: HELD_FIRE_MS / 1_000, otherMinutes: HELD_OTHER_MS / 60_000 };
  return words.otherFirst(times);
}

/** Asks once more before it is done: at the wrong one of the two desks it would mend nothing. */
function NewId() {
  const { notifications, failures } = useWords();
  const words = notifications.otherDesks;
  const { connection, session } = useServices();
  const [sure, setSure] = useState(false);
  const [said, setSaid] = useState<string | null>(null);

  const renew = async () => {
    setSure(false);
    try {
      const done = await actAs(
        { request: connection.request, session },
        async (client, by, options) => {
          await client.notifications.newDeskId({ session: by }, options);
          return true;
        },
      );
      setSaid(done === true ? words.newIdDone : null);
    } catch (error) {
      setSaid(`${words.newIdFailed} ${failures[failureOf(error).code]}`);
    }
  };

  return (
    <div className="new-desk-id">
      <button
        type="button"
        className="button"
        data-testid="new-desk-id"
        onClick={() => (sure ? void renew() : setSure(true))}
      >
        {sure ? words.newIdSure : words.newId}
      </button>
      <p className="field-hint" role="status">
        {said ?? words.newIdHint}
      </p>
    </div>
  );
}
