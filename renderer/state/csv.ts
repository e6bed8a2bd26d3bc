/** Tables as comma-separated text (RFC 4180), for spreadsheets. */

/** Begins with one of these: a spreadsheet would work it out instead of showing it, and a device may be called so. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** With a byte-order mark, without which a spreadsheet takes Korean for gibberish. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}
