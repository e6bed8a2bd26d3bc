import { ChevronDown, RotateCw } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { AuditPage } from '#shared/contract/auditViews.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import { RoleGate } from '../../../components/RoleGate.tsx';
import { type FailureCode, failureOf } from '../../../state/engineClient.ts';
import { AuditTable } from './AuditTable.tsx';
import { ExportButtons } from './ExportButtons.tsx';
import { FilterForm } from './FilterForm.tsx';
import type { AuditFilter } from './filter.ts';
import { Verification } from './Verification.tsx';

const PAGE = 100;

function AuditRecord({ session }: { session: string }) {
  const words = useWords();
  const { connection } = useServices();
  const [filter, setFilter] = useState<AuditFilter>({});
  /** Where the page begins: before this entry; null for the newest. */
  const [before, setBefore] = useState<number | null>(null);
  const [asked, setAsked] = useState(0);
  const [page, setPage] = useState<AuditPage | null>(null);
  const [failed, setFailed] = useState<FailureCode | null>(null);
  const said = words.audit;

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when `asked` counts on.
  useEffect(() => {
    let over = false;
    const query = { session, ...filter, ...(before !== null && { before }), limit: PAGE };
    connection
      .request((client, options) => client.audit.list(query, options))
      .then(
        (answer) => {
          if (over) return;
          setPage(answer);
          setFailed(null);
        },
        (error: unknown) => {
          if (!over) setFailed(failureOf(error).code);
        },
      );
    return () => {
      over = true;
    };
  }, [connection, session, filter, before, asked]);

  const newest = () => {
    setBefore(null);
    setAsked((count) => count + 1);
  };
  const first = page?.entries[0];
  const last = page?.entries.at(-1);
  return (
    <section className="page-section" aria-label={said.title}>
      <p className="section-note">{said.intro}</p>
      <Verification session={session} />
      <FilterForm
        onFilter={(wanted) => {
          setFilter(wanted);
          newest();
        }}
      />
      {failed !== null && (
        <p className="note note-bad" role="alert">
          {words.failures[failed]}
        </p>
      )}
      {page !== null && <AuditTable entries={page.entries} />}
      <div className="audit-pages">
        <span className="note num">
          {first && last && said.range({ from: String(last.seq), to: String(first.seq) })}
        </span>
        <button type="button" className="button" data-testid="audit-newest" onClick={newest}>
          <RotateCw aria-hidden="true" />
          {said.newest}
        </button>
        <button
          type="button"
          className="button"
          data-testid="audit-older"
          disabled={page?.more !== true}
          onClick={() => setBefore(last?.seq ?? null)}
        >
          <ChevronDown aria-hidden="true" />
          {said.older}
        </button>
      </div>
      <ExportButtons session={session} filter={filter} />
    </section>
  );
}

/** Settings: everything that was done and changed, by whom. */
export function AuditSection() {
  const words = useWords();
  return (
    <RoleGate least="supervisor" otherwise={words.audit.needsSupervisor}>
      {(session) => <AuditRecord session={session} />}
    </RoleGate>
  );
}
