import type Database from 'better-sqlite3';
import { z } from 'zod';
import {
  CONNECTION_SECRETS,
  ConnectionConfig,
  type ConnectionSecret,
} from '#shared/connections/connection.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';

/** Which entry of the secret store holds which secret. */
export type SecretNames = Readonly<Partial<Record<ConnectionSecret, string>>>;

export interface StoredConnection {
  readonly id: string;
  readonly config: ConnectionConfig;
  readonly secrets: SecretNames;
}

interface Row {
  readonly id: string;
  readonly config_json: string;
  readonly secrets_json: string;
}

const Names = z.partialRecord(z.enum(CONNECTION_SECRETS), z.string());

/** The connections as the administrator set them up, without their secrets. */
export class ConnectionStore {
  readonly #all: Database.Statement<[], Row>;
  readonly #save: Database.Statement<[Row & { at: EpochMs; by: string }]>;
  readonly #remove: Database.Statement<[string]>;
  readonly #log: Logger;

  constructor({ db, log }: { readonly db: Database.Database; readonly log: Logger }) {
    this.#log = log;
    this.#all = db.prepare(
      'SELECT id, config_json, secrets_json FROM connection ORDER BY created_ms, id',
    );
    this.#save = db.prepare(
      `INSERT INTO connection (id, config_json, secrets_json, created_ms, changed_ms, changed_by)
       VALUES (@id, @config_json, @secrets_json, @at, @at, @by)
       ON CONFLICT (id) DO UPDATE SET config_json = excluded.config_json,
         secrets_json = excluded.secrets_json, changed_ms = excluded.changed_ms,
         changed_by = excluded.changed_by`,
    );
    this.#remove = db.prepare('DELETE FROM connection WHERE id = ?');
  }

  /** In the order in which they were added. One that this version can't read is left out, and said. */
  all(): readonly StoredConnection[] {
    return this.#all.all().flatMap((row) => {
      const config = ConnectionConfig.safeParse(JSON.parse(row.config_json));
      const secrets = Names.safeParse(JSON.parse(row.secrets_json));
      if (config.success && secrets.success)
        return [{ id: row.id, config: config.data, secrets: secrets.data as SecretNames }];
      this.#log.error({ connection: row.id }, 'a connection is not readable and not used');
      return [];
    });
  }

  get(id: string): StoredConnection | undefined {
    return this.all().find((one) => one.id === id);
  }

  save({ id, config, secrets }: StoredConnection, at: EpochMs, by: string): void {
    const config_json = JSON.stringify(config);
    this.#save.run({ id, config_json, secrets_json: JSON.stringify(secrets), at, by });
  }

  remove(id: string): void {
    this.#remove.run(id);
  }
}
