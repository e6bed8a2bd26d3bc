/** Takes the alarm table out of the machine: exactly what is shown, page by page, however many rows there are. */
import { filterAt, type TableView } from '#shared/alarms/alarmTable.ts';
import type { AlarmCursor, AlarmTablePage } from '#shared/contract/alarmTableViews.ts';
import type { DeskStatus } from '#shared/contract/views.ts';
import { type ActingParts, actAs } from './actAs.ts';
import { csvFile, jsonFile, type TextParts } from './alarmTableText.ts';

/** The contract's limit for one page. */
const PAGE = 1_000;

export type ExportFormat = 'csv' | 'json';

export interface ExportParts {
  readonly act: ActingParts;
  readonly view: TableView;
  readonly format: ExportFormat;
  readonly site: Pick<DeskStatus, 'siteName' | 'timeZone' | 'simulated'>;
  readonly text: TextParts;
  readonly progress: (rows: number) => void;
  /** Asked before each page; true ends it. */
  readonly stopped: () => boolean;
}

/**
 * @returns the file's parts with how many rows are in them; null when it was stopped, or nobody signed on for it
 * @throws RequestFailure
 */
export async function exportAlarms(
  parts: ExportParts,
): Promise<{ readonly file: readonly string[]; readonly rows: number } | null> {
  const { act, view, format, site, text, progress, stopped } = parts;
  const { sort, order } = view;
  const filter = filterAt(view.filter, text.now, text.timeZone);
  const question = { filter, sort, order };
  const columns = view.columns.map(({ id }) => id);
  const begun = await actAs(act, (client, session, options) =>
    client.alarmTable.beginExport({ session, ...question, format, columns }, options),
  );
  if (begun === null) return null;
  const { through } = begun;
  const writer = (format === 'csv' ? csvFile : jsonFile)(view, site, text);
  const file: string[] = [writer.begin];
  let rows = 0;
  let after: AlarmCursor | null = null;
  do {
    if (stopped()) return null;
    const asked = { ...question, through, ...(after && { after }), limit: PAGE };
    const page: AlarmTablePage = await act.request((client, options) =>
      client.alarmTable.page(asked, options),
    );
    file.push(writer.rows(page.rows, rows === 0));
    rows += page.rows.length;
    progress(rows);
    after = page.next;
  } while (after !== null);
  file.push(writer.end);
  return { file, rows };
}
