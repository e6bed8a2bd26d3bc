import type Database from 'better-sqlite3';
import type { AuditRow } from '#shared/audit/entry.ts';
import type { AuditPage } from '#shared/contract/auditViews.ts';

export interface AuditFilter {
  readonly person?: string | undefined;
  readonly action?: string | undefined;
  readonly subject?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export interface AuditQuery extends AuditFilter {
  /** Newest first from before this entry; the newest of all when neither is given. */
  readonly before?: number | undefined;
  /** Oldest first from behind this entry. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** One page of the record. */
export function readPage(db: Database.Database, query: AuditQuery): AuditPage {
  const { person, action, subject, from, to, before, after, limit } = query;
  const wanted: readonly (readonly [string, string | number | undefined])[] = [
    // Not LIKE: what is typed has no wildcards.
    ['instr(operator, ?) > 0', person],
    ['action = ?', action],
    ['subject = ?', subject],
    ['at_ms >= ?', from],
    ['at_ms <= ?', to],
    ['seq < ?', before],
    ['seq > ?', after],
  ];
  const given = wanted.filter(([, value]) => value !== undefined);
  const where = given.length > 0 ? `WHERE ${given.map(([sql]) => sql).join(' AND ')}` : '';
  const order = after === undefined ? 'DESC' : 'ASC';
  const rows = db
    .prepare<unknown[], AuditRow>(`SELECT * FROM audit ${where} ORDER BY seq ${order} LIMIT ?`)
    .all(...given.map(([, value]) => value), limit + 1);
  return { entries: rows.slice(0, limit), more: rows.length > limit };
}
