import type Database from 'better-sqlite3';
import type { Finding, FindingKind } from '#shared/analytics/finding.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

export interface FindingQuery {
  /** Findings that were last seen at or after `from`, and began before `to` (exclusive). */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly deviceId?: string;
  readonly kind?: FindingKind;
  readonly limit: number;
}

interface FindingRow {
  readonly device_id: string;
  readonly kind: string;
  readonly subject: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly count: number;
  readonly value: number;
  readonly limit_value: number;
}

/** The only code that reads and writes the table `finding`. */
export class FindingStore {
  readonly #db: Database.Database;
  readonly #save: Database.Statement<[FindingRow]>;
  readonly #forget: Database.Statement<[EpochMs]>;

  constructor(db: Database.Database) {
    this.#db = db;
    this.#save = db.prepare(
      `INSERT INTO finding VALUES
         (@device_id, @kind, @subject, @from_ms, @to_ms, @count, @value, @limit_value)
       ON CONFLICT (device_id, kind, subject, from_ms) DO UPDATE SET
         to_ms = excluded.to_ms, count = excluded.count,
         value = excluded.value, limit_value = excluded.limit_value`,
    );
    this.#forget = db.prepare('DELETE FROM finding WHERE to_ms < ?');
  }

  /** Adds what is new and replaces what went on, in one transaction. */
  save(findings: readonly Finding[]): void {
    this.#db.transaction(() => {
      for (const finding of findings) this.#save.run(rowOf(finding));
    })();
  }

  /** Newest first. */
  find({ from, to, deviceId, kind, limit }: FindingQuery): readonly Finding[] {
    return this.#db
      .prepare<unknown[], FindingRow>(
        `SELECT * FROM finding WHERE to_ms >= ? AND from_ms < ?
           AND (? IS NULL OR device_id = ?) AND (? IS NULL OR kind = ?)
         ORDER BY from_ms DESC, device_id, kind, subject LIMIT ?`,
      )
      .all(from, to, ...twice(deviceId), ...twice(kind), limit)
      .map(findingOf);
  }

  /** Deletes what was last seen before. @returns how many there were */
  forget(before: EpochMs): number {
    return this.#forget.run(before).changes;
  }
}

const twice = (value: string | undefined): readonly [string | null, string | null] => [
  value ?? null,
  value ?? null,
];

const rowOf = ({
  deviceId,
  kind,
  subject,
  from,
  to,
  count,
  value,
  limit,
}: Finding): FindingRow => ({
  device_id: deviceId,
  kind,
  subject: subject ?? '',
  from_ms: from,
  to_ms: to,
  count,
  value,
  limit_value: limit,
});

const findingOf = (row: FindingRow): Finding => ({
  deviceId: row.device_id,
  kind: row.kind as FindingKind,
  subject: row.subject === '' ? null : row.subject,
  from: row.from_ms,
  to: row.to_ms,
  count: row.count,
  value: row.value,
  limit: row.limit_value,
});
