import { useWords } from '../../../app/hooks.ts';
import { RoleGate } from '../../../components/RoleGate.tsx';
import { useRevised } from '../../../state/revised.ts';
import { BackupForm } from './BackupForm.tsx';
import { BackupState } from './BackupState.tsx';
import { KeptNow } from './KeptNow.tsx';
import { RetentionForm } from './RetentionForm.tsx';

function Archive({ session }: { session: string }) {
  const words = useWords();
  const said = words.archive;
  const { value, failed } = useRevised(
    'archive',
    (client, options) => client.archive.overview({ session }, options),
    session,
  );
  if (value === null)
    return (
      <p className={failed === null ? 'note' : 'note note-bad'}>
        {failed === null ? words.common.loading : `${said.loadFailed} ${words.failures[failed]}`}
      </p>
    );
  const { periods, kept, backup } = value;
  return (
    <>
      <section className="page-section" aria-label={said.retention} data-testid="retention">
        <h3>{said.retention}</h3>
        <p className="section-note">{said.retentionIntro}</p>
        <KeptNow kept={kept} />
        <RetentionForm key={JSON.stringify(periods)} current={periods} />
      </section>
      <section className="page-section" aria-label={said.backup} data-testid="backup">
        <h3>{said.backup}</h3>
        <p className="section-note">{said.backupIntro}</p>
        <BackupState backup={backup} />
        <BackupForm key={JSON.stringify(backup.settings)} current={backup.settings} />
        <p className="note">{said.restoreHint}</p>
      </section>
    </>
  );
}

/** Settings: what is kept, how long, and where else. */
export function ArchiveSection() {
  const words = useWords();
  return (
    <RoleGate least="supervisor" otherwise={words.archive.needsSupervisor}>
      {(session) => <Archive session={session} />}
    </RoleGate>
  );
}
