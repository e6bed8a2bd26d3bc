import type Database from 'better-sqlite3';
import {
  DEFAULT_PERIODS,
  RETENTION_FIELDS,
  type RetentionPeriods,
  RetentionPeriodsSchema,
} from '#shared/archive/periods.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Settings } from '../storage/Settings.ts';

const KEY = 'retention.periods';

/** The standard ones until an administrator sets others. */
export const periodsOf = (settings: Pick<Settings, 'get'>): RetentionPeriods =>
  settings.get(KEY, RetentionPeriodsSchema) ?? DEFAULT_PERIODS;

/** How long what is kept, as an administrator set it. */
export class RetentionSettings {
  readonly #db: Database.Database;
  readonly #settings: Settings;
  readonly #audit: Pick<AuditChain, 'append'>;
  readonly #now: () => number;

  constructor(parts: {
    readonly db: Database.Database;
    readonly settings: Settings;
    readonly audit: Pick<AuditChain, 'append'>;
    readonly now: () => number;
  }) {
    this.#db = parts.db;
    this.#settings = parts.settings;
    this.#audit = parts.audit;
    this.#now = parts.now;
  }

  get(): RetentionPeriods {
    return periodsOf(this.#settings);
  }

  /** The setting and its entry in the record are one transaction. What didn't change is no entry. */
  save(periods: RetentionPeriods, by: Caller): void {
    const before = this.get();
    const changed = RETENTION_FIELDS.filter((field) => before[field] !== periods[field]);
    if (changed.length === 0) return;
    const told = changed.map((field) => [field, `${before[field]} → ${periods[field]}`] as const);
    this.#db
      .transaction(() => {
        this.#settings.set(KEY, periods, Math.round(this.#now()), by.operator);
        this.#audit.append({
          by,
          action: 'archive.retention',
          subject: null,
          detail: Object.fromEntries(told),
        });
      })
      .immediate();
  }
}
