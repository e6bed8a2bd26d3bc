import type Database from 'better-sqlite3';
import type { LogLine, LogPage } from '#shared/contract/shiftViews.ts';
import { LOG_LINE_TYPES, type LogCategory, type LogLineType } from '#shared/shift/log.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import { LOG_LINES } from './logLines.ts';

export interface LogQuery {
  readonly from?: EpochMs | undefined;
  /** Exclusive. */
  readonly to?: EpochMs | undefined;
  /** Where the page before ended. */
  readonly after?: { readonly at: EpochMs; readonly key: string } | undefined;
  /** Only these; all without. */
  readonly types?: readonly LogLineType[] | undefined;
  /** Words to look for in what was written and in names. */
  readonly text?: string | undefined;
  /** Lines of these types are found whatever they say: their own words, which the page knows, have the text. */
  readonly namedTypes?: readonly LogLineType[] | undefined;
  readonly limit: number;
}

interface Parameters {
  readonly from: number;
  readonly to: number;
  readonly afterAt: number;
  readonly afterKey: string;
  readonly types: string;
  readonly text: string;
  readonly namedTypes: string;
  readonly limit: number;
}

/** What people wrote during their shifts, among what the desk knows by itself. Nothing written is ever changed. */
export class ShiftLog {
  readonly #db: Database.Database;
  readonly #now: () => EpochMs;
  readonly #audit: AuditChain;
  readonly #lines: Database.Statement<[Parameters], LogLine>;
  readonly #insert: Database.Statement;
  readonly #exists: Database.Statement<[number]>;

  constructor(parts: {
    readonly db: Database.Database;
    readonly now: () => EpochMs;
    readonly audit: AuditChain;
  }) {
    this.#db = parts.db;
    this.#now = parts.now;
    this.#audit = parts.audit;
    this.#lines = parts.db.prepare(
      `SELECT line.*, device.name AS subjectName
       FROM (${LOG_LINES}) line LEFT JOIN device ON device.id = line.subject
       WHERE line.at >= @from AND line.at < @to AND (line.at, line.key) < (@afterAt, @afterKey)
         AND line.type IN (SELECT value FROM json_each(@types))
         AND (@text = '' OR line.type IN (SELECT value FROM json_each(@namedTypes))
           OR instr(lower(concat_ws(' ', line.operator, line.desk, line.text, line.subject,
                device.name)), lower(@text)) > 0)
       ORDER BY line.at DESC, line.key DESC LIMIT @limit`,
    );
    this.#insert = parts.db.prepare(
      `INSERT INTO shift_entry (at_ms, category, text, operator, role, desk, corrects)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#exists = parts.db.prepare('SELECT 1 FROM shift_entry WHERE id = ?');
  }

  read(query: LogQuery): LogPage {
    const { from = 0, to = Number.MAX_SAFE_INTEGER, after, limit } = query;
    const found = this.#lines.all({
      from,
      to,
      afterAt: after?.at ?? Number.MAX_SAFE_INTEGER,
      afterKey: after?.key ?? '',
      types: JSON.stringify(query.types ?? LOG_LINE_TYPES),
      text: query.text?.trim() ?? '',
      namedTypes: JSON.stringify(query.namedTypes ?? []),
      limit: limit + 1,
    });
    const lines = found.slice(0, limit);
    const last = lines.at(-1);
    return { lines, next: found.length > limit && last ? { at: last.at, key: last.key } : null };
  }

  /**
   * @param corrects the entry whose words no longer hold
   * @returns false when there is no such entry.
   */
  write(
    entry: {
      readonly category: LogCategory;
      readonly text: string;
      readonly corrects: number | null;
    },
    by: Caller,
  ): boolean {
    const { category, text, corrects } = entry;
    return this.#db
      .transaction(() => {
        if (corrects !== null && this.#exists.get(corrects) === undefined) return false;
        const { lastInsertRowid } = this.#insert.run(
          this.#now(),
          category,
          text,
          by.operator,
          by.role,
          by.desk,
          corrects,
        );
        this.#audit.append({
          by,
          action: 'shift.entry',
          subject: String(lastInsertRowid),
          detail: { category, text, corrects },
        });
        return true;
      })
      .immediate();
  }
}
