import * as Popover from '@radix-ui/react-popover';
import { FileDown } from 'lucide-react';
import { useRef, useState } from 'react';
import type { TableView } from '#shared/alarms/alarmTable.ts';
import { useDesk, useServices, useWords } from '../../../app/hooks.ts';
import { type TextParts, tableFileName } from '../../../state/alarmTableText.ts';
import { download } from '../../../state/download.ts';
import { type FailureCode, failureOf } from '../../../state/engineClient.ts';
import { type ExportFormat, exportAlarms } from '../../../state/exportAlarms.ts';

type Progress =
  | { readonly state: 'collecting' | 'done'; readonly rows: number }
  | { readonly state: 'failed'; readonly why: FailureCode };

/** Takes what is shown out of the machine, as a file. */
export function ExportAlarms({ view, text }: { view: TableView; text: TextParts }) {
  const words = useWords();
  const said = words.alarmTable;
  const { connection, session, clock } = useServices();
  const site = useDesk((desk) => desk.status);
  const [progress, setProgress] = useState<Progress | null>(null);
  const stopped = useRef(false);
  const busy = progress?.state === 'collecting';

  const run = async (format: ExportFormat) => {
    if (site === null || busy) return;
    stopped.current = false;
    setProgress({ state: 'collecting', rows: 0 });
    const now = clock.now();
    try {
      const exported = await exportAlarms({
        act: { request: connection.request, session },
        view,
        format,
        site,
        text: { ...text, now },
        progress: (rows) => setProgress({ state: 'collecting', rows }),
        stopped: () => stopped.current,
      });
      if (exported === null) return setProgress(null);
      const type = format === 'csv' ? 'text/csv' : 'application/json';
      const blob = new Blob([...exported.file], { type: `${type};charset=utf-8` });
      download(blob, tableFileName(format, site, { ...text, now }));
      setProgress({ state: 'done', rows: exported.rows });
    } catch (error) {
      setProgress({ state: 'failed', why: failureOf(error).code });
    }
  };

  return (
    <Popover.Root>
      <Popover.Trigger className="button button-small" data-testid="export">
        <FileDown aria-hidden="true" />
        {said.exportTitle}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="menu"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={said.exportTitle}
          // The sign-on may open above it, and what was begun goes on.
          onInteractOutside={(event) => busy && event.preventDefault()}
        >
          {(['csv', 'json'] as const).map((format) => (
            <button
              key={format}
              type="button"
              className="menu-item"
              data-testid={`export-${format}`}
              disabled={busy}
              onClick={() => run(format)}
            >
              <FileDown aria-hidden="true" />
              {format === 'csv' ? said.exportCsv : said.exportJson}
            </button>
          ))}
          <p className="note menu-note num" role="status" data-testid="export-state">
            {progress === null && said.exportHint}
            {progress?.state === 'collecting' && said.exporting({ count: progress.rows })}
            {progress?.state === 'done' && said.exported({ count: progress.rows })}
            {progress?.state === 'failed' && `${said.exportFailed} ${words.failures[progress.why]}`}
          </p>
          {busy && (
            <button
              type="button"
              className="button button-small"
              data-testid="export-stop"
              onClick={() => {
                stopped.current = true;
              }}
            >
              {said.stop}
            </button>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
