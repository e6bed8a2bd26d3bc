import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { headsPath } from '#engine/audit/headsFile.ts';
import { verifyFile } from '#engine/audit/verifyFile.ts';
import { describeBreak } from '#shared/audit/describeBreak.ts';
import type { ChainReport } from '#shared/audit/entry.ts';
import { stamp } from '#shared/i18n/stamp.ts';
import { type Language, WORDS } from '#shared/i18n/words.ts';
import { CliError, EXIT } from './exitCodes.ts';
import { messageOf } from './options.ts';

export interface VerifyAuditOptions {
  readonly data: string;
  /** Files of signed heads that were kept elsewhere. */
  readonly heads: readonly string[];
  readonly language: Language;
  readonly json: boolean;
}

/**
 * Verifies the audit record of a data folder, which may be in use.
 * @returns 0 when it is intact
 * @throws {CliError} when there is no record to verify, or a file can't be read
 */
export async function verifyAudit(
  { data, heads, language, json }: VerifyAuditOptions,
  write: (text: string) => void,
): Promise<number> {
  const file = join(data, 'control-room.db');
  if (!existsSync(file)) throw new CliError(`${data} holds no control-room.db`);
  for (const kept of heads)
    if (!existsSync(kept)) throw new CliError(`--heads ${kept} can't be read: no such file`);
  // Those from outside first: they are what is to be believed.
  const files = [...heads, headsPath(data)];
  const zone = timeZoneOf(file);
  let report: ChainReport;
  try {
    report = await verifyFile(file, files);
  } catch (error) {
    throw new CliError(`${file} can't be verified: ${messageOf(error)}`);
  }
  const text = json ? JSON.stringify(report) : sentences(report, language, zone).join('\n');
  write(`${text}\n`);
  return report.intact ? EXIT.ok : EXIT.problem;
}

function sentences(report: ChainReport, language: Language, zone: string): string[] {
  const words = WORDS[language];
  const { intact, entries, breaks, breakCount, headsChecked, headLinesUnreadable } = report;
  const more = breakCount - breaks.length;
  return [
    intact ? words.audit.intact({ count: entries }) : words.audit.broken({ count: breakCount }),
    ...breaks.map((found) => `  ${describeBreak(found, words, (at) => stamp(at, zone))}`),
    ...(more > 0 ? [`  ${words.audit.moreBreaks({ count: more })}`] : []),
    headsChecked > 0 ? words.audit.against({ count: headsChecked }) : words.audit.againstNone,
    ...(headLinesUnreadable > 0
      ? [words.audit.unreadableLines({ count: headLinesUnreadable })]
      : []),
  ];
}

/** The site's, so that the times are those of the building; UTC where it can't be read. */
function timeZoneOf(file: string): string {
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true });
    try {
      return db.prepare<[], string>('SELECT time_zone FROM site').pluck().get() ?? 'UTC';
    } finally {
      db.close();
    }
  } catch {
    return 'UTC';
  }
}
