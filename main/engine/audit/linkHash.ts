import { createHash } from 'node:crypto';
import type { AuditRow } from '#shared/audit/entry.ts';

/** What stands before the first entry. */
export const GENESIS = '0'.repeat(64);

/** SHA-256 over the hash before and every field, as one JSON array, so that no two rows can read the same. */
export function linkHash(before: string, row: Omit<AuditRow, 'hash'>): string {
  const fields = [
    before,
    row.seq,
    row.at_ms,
    row.operator,
    row.role,
    row.desk,
    row.action,
    row.subject,
    row.detail_json,
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
