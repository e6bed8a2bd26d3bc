import { useStore } from 'zustand';
import { useServices, useWords } from '../../../app/hooks.ts';
import { RoleGate } from '../../../components/RoleGate.tsx';
import { useRevised } from '../../../state/revised.ts';
import { AddCredential } from './AddCredential.tsx';
import { AuthorityCard } from './AuthorityCard.tsx';
import { CredentialTable } from './CredentialTable.tsx';
import { RefusedTable } from './RefusedTable.tsx';

/** Settings: who may publish to the broker inside the desk. A supervisor sees, an administrator changes. */
export function LanBrokerSection() {
  const words = useWords();
  return (
    <RoleGate least="supervisor" otherwise={words.lanBroker.needsSupervisor}>
      {(session) => <Overview session={session} />}
    </RoleGate>
  );
}

function Overview({ session }: { session: string }) {
  const words = useWords();
  const said = words.lanBroker;
  const shift = useServices().session;
  const mayChange = useStore(shift.state, ({ operator }) => operator?.role === 'administrator');
  const { value, failed } = useRevised(
    'lanBroker',
    (client, options) => client.lanBroker.overview({ session }, options),
    session,
  );
  return (
    <section className="page-section" aria-label={said.title} data-testid="lan-broker">
      <div className="section-head">
        <p className="section-note">{mayChange ? said.intro : said.readOnly}</p>
        {mayChange && <AddCredential />}
      </div>
      {failed !== null && <p className="note note-bad">{words.failures[failed]}</p>}
      {value === null && failed === null && <p className="note">{words.common.loading}</p>}
      {value !== null && (
        <>
          <CredentialTable credentials={value.credentials} mayChange={mayChange} />
          <AuthorityCard authority={value.authority} />
          <RefusedTable refused={value.refused} total={value.refusedTotal} />
        </>
      )}
    </section>
  );
}
