import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { useDesk, useLanguage, useServices, useWords } from '../../../app/hooks.ts';
import { download } from '../../../state/download.ts';
import { type FailureCode, failureOf } from '../../../state/engineClient.ts';
import { type ExportFormat, exportAudit, exportName } from './exportAudit.ts';
import type { AuditFilter } from './filter.ts';

type Progress =
  | { readonly state: 'collecting' | 'done'; readonly entries: number }
  | { readonly state: 'failed'; readonly why: FailureCode };

/** Takes what is found out of the machine, as a file. */
export function ExportButtons({ session, filter }: { session: string; filter: AuditFilter }) {
  const words = useWords();
  const language = useLanguage();
  const { connection, clock } = useServices();
  const status = useDesk((desk) => desk.status);
  const [progress, setProgress] = useState<Progress | null>(null);
  const said = words.audit;
  const busy = progress?.state === 'collecting';

  const run = async (format: ExportFormat) => {
    if (status === null) return;
    const { simulated, timeZone, siteName } = status;
    setProgress({ state: 'collecting', entries: 0 });
    try {
      const { file, entries } = await exportAudit({
        request: connection.request,
        session,
        filter,
        format,
        words,
        siteName: siteName[language],
        simulated,
        timeZone,
        progress: (collected) => setProgress({ state: 'collecting', entries: collected }),
      });
      download(file, exportName(clock.now(), timeZone, format, simulated));
      setProgress({ state: 'done', entries });
    } catch (error) {
      setProgress({ state: 'failed', why: failureOf(error).code });
    }
  };

  return (
    <div className="audit-export">
      <div className="row-acts">
        {(['csv', 'jsonl'] as const).map((format) => (
          <button
            key={format}
            type="button"
            className="button"
            data-testid={`audit-export-${format}`}
            disabled={busy}
            onClick={() => run(format)}
          >
            <FileDown aria-hidden="true" />
            {format === 'csv' ? said.exportCsv : said.exportJsonl}
          </button>
        ))}
      </div>
      <p className="note" role="status" data-testid="audit-export-state">
        {progress === null && said.exportHint}
        {progress?.state === 'collecting' && said.exporting({ count: progress.entries })}
        {progress?.state === 'done' && said.exported({ count: progress.entries })}
        {progress?.state === 'failed' && `${said.exportFailed} ${words.failures[progress.why]}`}
      </p>
    </div>
  );
}
