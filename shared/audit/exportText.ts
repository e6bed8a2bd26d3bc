/** The record as files: JSON lines that prove themselves, and CSV for a spreadsheet. */
import type { AuditKey, AuditRow, SignedHead } from './entry.ts';

export interface ExportHeading {
  readonly siteName: string;
  /** A file of made-up data must say so. */
  readonly simulated: boolean;
  readonly keys: readonly AuditKey[];
}

/** The first line. */
export function jsonlHeading(heading: ExportHeading): string {
  return `${JSON.stringify({ type: 'emberwatch-audit', version: 1, ...heading })}\n`;
}

/** Every field as it is stored, so that the hashes can be computed again. */
export function jsonlRows(rows: readonly AuditRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The last line. `verify-audit --heads` reads it. */
export function jsonlHead(head: SignedHead): string {
  return `${JSON.stringify({ head })}\n`;
}

export interface CsvWords {
  readonly headings: readonly string[];
  readonly action: (action: string) => string;
  readonly role: (role: string) => string;
  readonly stamp: (at: number) => string;
}

/** Tells spreadsheets that it is UTF-8: without it Korean turns into nonsense. */
export const CSV_BEGIN = '\uFEFF';

/**
 * A cell that a spreadsheet doesn't take for a formula, whatever an operator wrote. Those begin with = + - @ (also full
 * width), and blanks or line ends before them don't hinder it.
 */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}

export const csvLine = (cells: readonly (string | number)[]): string =>
  `${cells.map(csvCell).join(',')}\r\n`;

export function csvRows(rows: readonly AuditRow[], words: CsvWords): string {
  return rows
    .map((row) =>
      csvLine([
        row.seq,
        words.stamp(row.at_ms),
        row.operator ?? '',
        row.role === null ? '' : words.role(row.role),
        row.desk ?? '',
        words.action(row.action),
        row.subject ?? '',
        row.detail_json === '{}' ? '' : row.detail_json,
        row.hash,
      ]),
    )
    .join('');
}
