import type Database from 'better-sqlite3';
import { z } from 'zod';
import { ChannelConfig, SECRET_FIELDS, type SecretField } from '#shared/notifications/channel.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Logger } from '../log.ts';

/** Which entry of the secret store holds which secret. */
export type SecretNames = Readonly<Partial<Record<SecretField, string>>>;

export interface StoredChannel {
  readonly id: string;
  readonly config: ChannelConfig;
  readonly secrets: SecretNames;
}

interface Row {
  readonly id: string;
  readonly config_json: string;
  readonly secrets_json: string;
}

const Names = z.partialRecord(z.enum(SECRET_FIELDS), z.string());

/** The channels as the administrator set them up, without their secrets. */
export class ChannelStore {
  readonly #all: Database.Statement<[], Row>;
  readonly #save: Database.Statement<[Row & { at: EpochMs; by: string }]>;
  readonly #remove: Database.Statement<[string]>;
  readonly #log: Logger;

  constructor({ db, log }: { readonly db: Database.Database; readonly log: Logger }) {
    this.#log = log;
    this.#all = db.prepare(
      'SELECT id, config_json, secrets_json FROM notification_channel ORDER BY created_ms, id',
    );
    this.#save = db.prepare(
      `INSERT INTO notification_channel
         (id, config_json, secrets_json, created_ms, changed_ms, changed_by)
       VALUES (@id, @config_json, @secrets_json, @at, @at, @by)
       ON CONFLICT (id) DO UPDATE SET config_json = excluded.config_json,
         secrets_json = excluded.secrets_json, changed_ms = excluded.changed_ms,
         changed_by = excluded.changed_by`,
    );
    this.#remove = db.prepare('DELETE FROM notification_channel WHERE id = ?');
  }

  /** In the order in which they were added. One that this version can't read is left out, and said. */
  all(): readonly StoredChannel[] {
    return this.#all.all().flatMap((row) => {
      const config = ChannelConfig.safeParse(JSON.parse(row.config_json));
      const secrets = Names.safeParse(JSON.parse(row.secrets_json));
      if (config.success && secrets.success)
        return [{ id: row.id, config: config.data, secrets: secrets.data as SecretNames }];
      this.#log.error({ channel: row.id }, 'a notification channel is not readable and not used');
      return [];
    });
  }

  save({ id, config, secrets }: StoredChannel, at: EpochMs, by: string): void {
    const config_json = JSON.stringify(config);
    this.#save.run({ id, config_json, secrets_json: JSON.stringify(secrets), at, by });
  }

  remove(id: string): void {
    this.#remove.run(id);
  }
}
