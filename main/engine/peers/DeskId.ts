import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Settings } from '../storage/Settings.ts';

const KEY = 'desk.id';

/**
 * What tells this desk from the others of its site. Random, and not the name that people give a desk: two may have the
 * same name, and a name may be changed. It lies in the data folder, so whoever copies that copies the id.
 */
export class DeskId {
  readonly #db: Database.Database;
  readonly #settings: Pick<Settings, 'get' | 'set'>;
  readonly #audit: Pick<AuditChain, 'append'>;
  readonly #now: () => EpochMs;
  #id: string;

  constructor(parts: {
    readonly db: Database.Database;
    readonly settings: Pick<Settings, 'get' | 'set'>;
    readonly audit: Pick<AuditChain, 'append'>;
    readonly now: () => EpochMs;
  }) {
    this.#db = parts.db;
    this.#settings = parts.settings;
    this.#audit = parts.audit;
    this.#now = parts.now;
    const known = this.#settings.get(KEY, z.uuid());
    this.#id = known ?? randomUUID();
    if (known === null) this.#settings.set(KEY, this.#id, Math.round(this.#now()));
  }

  get(): string {
    return this.#id;
  }

  /** Makes a new one: for a desk whose folder is a copy of another's. @throws when the disk refuses; the old one stays. */
  renew(by: Caller): void {
    const id = randomUUID();
    this.#db
      .transaction(() => {
        this.#settings.set(KEY, id, Math.round(this.#now()), by.operator);
        const detail = { before: this.#id, after: id };
        this.#audit.append({ by, action: 'notifications.newDeskId', subject: null, detail });
      })
      .immediate();
    this.#id = id;
  }
}
