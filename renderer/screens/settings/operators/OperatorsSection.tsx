import { useMemo } from 'react';
import { useServices, useWords } from '../../../app/hooks.ts';
import { RoleGate } from '../../../components/RoleGate.tsx';
import { useRevised } from '../../../state/revised.ts';
import { AccountRow } from './AccountRow.tsx';
import { AddOperator } from './AddOperator.tsx';
import { SessionsTable } from './SessionsTable.tsx';

function Accounts({ session }: { session: string }) {
  const words = useWords();
  const { clock } = useServices();
  const { value: accounts, failed } = useRevised(
    'operators',
    (client, options) => client.operators.accounts({ session }, options),
    session,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment at which this list came.
  const toldAt = useMemo(() => clock.now(), [accounts]);
  const said = words.access.accounts;
  return (
    <section className="page-section" aria-label={words.access.title}>
      <div className="section-head">
        <p className="section-note">{words.access.intro}</p>
        <AddOperator />
      </div>
      {failed !== null && <p className="note note-bad">{words.failures[failed]}</p>}
      <table className="table table-acts" data-testid="accounts">
        <thead>
          <tr>
            <th scope="col">{said.name}</th>
            <th scope="col">{said.role}</th>
            <th scope="col">{said.signsInWith}</th>
            <th scope="col">{said.state}</th>
            <th scope="col">{said.lastSignOn}</th>
            <th scope="col">{said.acts}</th>
          </tr>
        </thead>
        <tbody>
          {accounts?.map((account) => (
            <AccountRow key={account.id} account={account} toldAt={toldAt} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Settings: the people of this desk, and who is signed on. */
export function OperatorsSection() {
  const words = useWords();
  return (
    <RoleGate least="supervisor" otherwise={words.access.needsAdministrator}>
      {(session) => (
        <>
          <RoleGate least="administrator" otherwise={words.access.needsAdministrator}>
            {() => <Accounts session={session} />}
          </RoleGate>
          <SessionsTable session={session} />
        </>
      )}
    </RoleGate>
  );
}
