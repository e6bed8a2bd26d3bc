import { randomBytes } from 'node:crypto';
import {
  CONNECTION_SECRETS,
  type ConnectionSecret,
  type GivenSecrets,
} from '#shared/connections/connection.ts';
import type { Logger } from '../log.ts';
import type { SecretStore } from '../secrets/SecretStore.ts';
import type { SecretNames, StoredConnection } from './ConnectionStore.ts';
import type { OpenedSecrets } from './openConnection.ts';

const PREFIX = 'connections/';

/** The connections' own part of the desk's secret store. */
export class ConnectionSecrets {
  readonly store: SecretStore;
  readonly #log: Logger;

  constructor(store: SecretStore, log: Logger) {
    this.store = store;
    this.#log = log;
  }

  /** What can be opened, and the names of what can't. */
  async open(
    names: SecretNames,
  ): Promise<{ readonly secrets: OpenedSecrets; readonly failed: readonly ConnectionSecret[] }> {
    const secrets: Partial<Record<ConnectionSecret, string>> = {};
    const failed: ConnectionSecret[] = [];
    for (const field of CONNECTION_SECRETS) {
      const name = names[field];
      if (name === undefined) continue;
      try {
        const secret = await this.store.get(name);
        if (secret === null) failed.push(field);
        else secrets[field] = secret;
      } catch (error) {
        this.#log.error({ err: error }, 'a secret of a connection could not be opened');
        failed.push(field);
      }
    }
    return { secrets, failed };
  }

  /**
   * Under new names, so that the old settings hold until the new ones are committed.
   * @returns undefined when this machine can't keep secrets; the log says why
   */
  async keep(connectionId: string, given: GivenSecrets): Promise<SecretNames | undefined> {
    const names: Partial<Record<ConnectionSecret, string>> = {};
    try {
      for (const field of CONNECTION_SECRETS) {
        const secret = given[field];
        if (!secret) continue;
        const name = `${PREFIX}${connectionId}/${field}/${randomBytes(6).toString('hex')}`;
        await this.store.set(name, secret);
        names[field] = name;
      }
      return names;
    } catch (error) {
      this.#log.error({ err: error }, 'a secret could not be stored');
      return undefined;
    }
  }

  /** Deletes what none of the connections names, a crash's leavings among it. */
  async dropUnused(connections: readonly StoredConnection[]): Promise<void> {
    try {
      const used = new Set(connections.flatMap((one) => Object.values(one.secrets)));
      for (const name of await this.store.names())
        if (name.startsWith(PREFIX) && !used.has(name)) await this.store.delete(name);
    } catch (error) {
      this.#log.warn({ err: error }, 'secrets that are no longer used could not be deleted');
    }
  }
}
