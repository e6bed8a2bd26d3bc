import {
  CSV_BEGIN,
  csvLine,
  csvRows,
  jsonlHead,
  jsonlHeading,
  jsonlRows,
} from '#shared/audit/exportText.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { stamp } from '#shared/i18n/stamp.ts';
import { wordOf } from '#shared/i18n/words.ts';
import type { Request } from '../../../state/engineClient.ts';
import type { AuditFilter } from './filter.ts';

/** The contract's limit for one page. */
const PAGE = 500;

export type ExportFormat = 'csv' | 'jsonl';

interface ExportParts {
  readonly request: Request;
  readonly session: string;
  readonly filter: AuditFilter;
  readonly format: ExportFormat;
  readonly words: Words;
  readonly siteName: string;
  readonly simulated: boolean;
  readonly timeZone: string;
  readonly progress: (entries: number) => void;
}

/** Collects the record as a file, page by page, up to the entry that tells of this export. */
export async function exportAudit(
  parts: ExportParts,
): Promise<{ readonly file: Blob; readonly entries: number }> {
  const { request, session, filter, format, words, siteName, simulated, timeZone } = parts;
  const { until, head, keys } = await request((client, options) =>
    client.audit.beginExport({ session, format, ...filter }, options),
  );
  const said = words.audit;
  const csvWords = {
    headings: [
      said.seq,
      said.time,
      said.who,
      said.role,
      said.desk,
      said.what,
      said.subject,
      said.detail,
      'SHA-256',
    ],
    action: (action: string) => wordOf(said.actions, action),
    role: (role: string) => wordOf(words.roles, role),
    stamp: (at: number) => stamp(at, timeZone),
  };
  const csv = format === 'csv';
  const text: string[] = csv
    ? [CSV_BEGIN, csvLine(csvWords.headings)]
    : [jsonlHeading({ siteName, simulated, keys })];
  let entries = 0;
  let after = 0;
  for (;;) {
    const query = { session, ...filter, after, limit: PAGE };
    const page = await request((client, options) => client.audit.list(query, options));
    const rows = page.entries.filter(({ seq }) => seq <= until);
    text.push(csv ? csvRows(rows, csvWords) : jsonlRows(rows));
    entries += rows.length;
    parts.progress(entries);
    const last = page.entries.at(-1);
    if (!page.more || last === undefined || last.seq >= until) break;
    after = last.seq;
  }
  if (csv) {
    const marks = simulated ? [said.simulated] : [];
    const { seq, hash, at, publicKeyId, signature } = head;
    text.push(
      csvLine([
        said.signedHead,
        csvWords.stamp(at),
        siteName,
        ...marks,
        publicKeyId,
        signature,
        seq,
        hash,
      ]),
    );
  } else text.push(jsonlHead(head));
  const type = csv ? 'text/csv' : 'application/jsonl';
  return { file: new Blob(text, { type: `${type};charset=utf-8` }), entries };
}

/** emberwatch-audit-20260105-1403.csv, and `simulated` in it when that is what it is. */
export function exportName(
  at: number,
  timeZone: string,
  format: ExportFormat,
  simulated: boolean,
): string {
  const when = stamp(at, timeZone).replace(/[-:]/g, '').replace(' ', '-').slice(0, 13);
  return `emberwatch-audit-${simulated ? 'simulated-' : ''}${when}.${format}`;
}
