import { randomBytes, randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import {
  addressOf,
  CONNECTION_SECRETS,
  type ConnectionConfig,
  type ConnectionSecret,
  type ConnectionSettings,
  type GivenSecrets,
  ownCertificate,
  secretsNeeded,
} from '#shared/connections/connection.ts';
import type { TestEvent } from '#shared/connections/testStep.ts';
import type {
  ConnectionRefusal,
  ConnectionSaved,
  ConnectionsOverview,
  ConnectionView,
  ImportView,
} from '#shared/contract/connectionViews.ts';
import type { DecodeOptions } from '#shared/telemetry/decode.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../access/Caller.ts';
import type { AuditChain } from '../audit/AuditChain.ts';
import type { Logger } from '../log.ts';
import type { SourceRack } from '../sources/SourceRack.ts';
import type { Source } from '../sources/source.ts';
import { UnusableSource } from '../sources/UnusableSource.ts';
import type { ConnectionSecrets } from './ConnectionSecrets.ts';
import type { ConnectionStore, StoredConnection } from './ConnectionStore.ts';
import { certificateView } from './certificateView.ts';
import { ImportShelf } from './ImportShelf.ts';
import type { ImportedFile } from './importedFile.ts';
import {
  connectionClientId,
  type OpenConnectionParts,
  type OpenedSecrets,
} from './openConnection.ts';
import { readImport } from './readImport.ts';
import { runSteps } from './steps/runSteps.ts';

/** More ways in than a building has. */
const MAX_CONNECTIONS = 16;
/** Of the command line: whoever can write the data folder is not asked who they are. */
const NOBODY = '';

export interface ConnectionDeskParts {
  readonly db: Database.Database;
  readonly store: ConnectionStore;
  readonly secrets: ConnectionSecrets;
  readonly sealedBy: () => Promise<ConnectionsOverview['sealedBy']>;
  readonly audit: AuditChain;
  readonly rack: SourceRack;
  readonly openSource: (
    settings: ConnectionSettings,
    parts: Pick<OpenConnectionParts, 'id' | 'secrets' | 'secretNames'>,
  ) => Source;
  /** How many may come in at the broker inside the desk. */
  readonly lanDevices: () => number;
  /** Ids of the sources that the program was started with. */
  readonly fixed: readonly string[];
  readonly clientId: () => string;
  readonly decoding: DecodeOptions;
  readonly now: () => EpochMs;
  readonly monotonicNow: () => number;
  readonly log: Logger;
  readonly changed: () => void;
}

export interface TestRequest {
  readonly connectionId: string | null;
  readonly settings: ConnectionSettings;
  readonly secrets: GivenSecrets;
  readonly importId: string | null;
  readonly messageSeconds: number;
}

/** What people do with the desk's ways in: set them up, try them, switch them off. */
export class ConnectionDesk {
  readonly #parts: ConnectionDeskParts;
  readonly #imports: ImportShelf;
  /** One change after the other: storing a secret and closing a source take a moment. */
  #changing: Promise<unknown> = Promise.resolve();
  #off: number;

  constructor(parts: ConnectionDeskParts) {
    this.#parts = parts;
    this.#imports = new ImportShelf(parts.monotonicNow);
    this.#off = offIn(parts.store);
  }

  /** How many are switched off: nothing is quietly off. */
  get off(): number {
    return this.#off;
  }

  async overview(): Promise<ConnectionsOverview> {
    const { store, fixed, sealedBy } = this.#parts;
    return {
      connections: store.all().map(viewOf),
      fixed,
      sealedBy: await sealedBy(),
    };
  }

  /** Opens what is enabled, and deletes secrets that a crash left behind. */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      for (const connection of this.#parts.store.all()) await this.#openSource(connection);
      await this.#parts.secrets.dropUnused(this.#parts.store.all());
    });
  }

  save(
    connectionId: string | null,
    config: ConnectionConfig,
    typed: GivenSecrets,
    importId: string | null,
    by: Caller | null,
  ): Promise<ConnectionSaved | 'notFound'> {
    return this.#inTurn(async () => {
      const { store } = this.#parts;
      const before = connectionId === null ? undefined : store.get(connectionId);
      if (connectionId !== null && !before) return 'notFound';
      const given = this.#given(typed, importId, by);
      if (given === null) return refused('importGone');
      const refusal = this.#refuse(before, config, given);
      if (refusal) return refused(refusal);

      const id = connectionId ?? randomUUID();
      const taken = secretsNeeded(config.settings);
      const stored = await this.#parts.secrets.keep(id, pick(given, taken));
      if (!stored) return refused('secretsUnavailable');
      const secrets = { ...pick(before?.secrets ?? {}, taken), ...stored };
      const connection: StoredConnection = { id, config, secrets };
      this.#write(connection, before, Object.keys(stored), by);
      if (importId !== null) this.#imports.forget(importId);
      await this.#reopen(connection);
      await this.#parts.secrets.dropUnused(this.#parts.store.all());
      return { done: true, connectionId: id };
    });
  }

  setEnabled(
    connectionId: string,
    enabled: boolean,
    by: Caller | null,
  ): Promise<ConnectionSaved | 'notFound'> {
    return this.#inTurn(async () => {
      const before = this.#parts.store.get(connectionId);
      if (!before) return 'notFound';
      if (before.config.enabled === enabled) return { done: true, connectionId };
      const connection = { ...before, config: { ...before.config, enabled } };
      this.#write(connection, before, [], by);
      await this.#reopen(connection);
      return { done: true, connectionId };
    });
  }

  remove(connectionId: string, by: Caller | null): Promise<null | 'notFound'> {
    return this.#inTurn(async () => {
      const { db, store, audit, rack } = this.#parts;
      const before = store.get(connectionId);
      if (!before) return 'notFound';
      db.transaction(() => {
        store.remove(connectionId);
        const detail = { before: before.config };
        audit.append({ by, action: 'connections.remove', subject: connectionId, detail });
      }).immediate();
      this.#off = offIn(store);
      await rack.remove(connectionId);
      await this.#parts.secrets.dropUnused(this.#parts.store.all());
      this.#parts.changed();
      return null;
    });
  }

  /** @returns null when the imported files are gone, `notFound` when there is no such connection */
  async test(
    request: TestRequest,
    by: Caller | null,
    signal: AbortSignal | undefined,
  ): Promise<AsyncGenerator<TestEvent> | null | 'notFound'> {
    const { db, store, audit, clientId, decoding, now, monotonicNow, rack, lanDevices } =
      this.#parts;
    const { connectionId, settings, importId } = request;
    const stored = connectionId === null ? undefined : store.get(connectionId);
    if (connectionId !== null && !stored) return 'notFound';
    const given = this.#given(request.secrets, importId, by);
    if (given === null) return null;
    db.transaction(() => {
      const detail = { name: stored?.config.name ?? null, address: addressOf(settings) };
      audit.append({ by, action: 'connections.test', subject: connectionId, detail });
    }).immediate();
    const taken = secretsNeeded(settings);
    const opened = await this.#parts.secrets.open(stored?.secrets ?? {});
    const own = connectionId === null ? clientId() : connectionClientId(clientId(), connectionId);
    const asked = 'clientId' in settings ? settings.clientId : '';
    return runSteps(
      {
        settings,
        secrets: { ...pick(opened.secrets, taken), ...pick(given, taken) },
        unavailable: opened.failed.filter((secret) => taken.includes(secret) && !given[secret]),
        // A name of its own: with the live one the broker would throw the desk out.
        clientId: `${asked || own}-test-${randomBytes(3).toString('hex')}`,
        decoding,
        messageMs: request.messageSeconds * 1_000,
        live: () => rack.list.find(({ id }) => id === connectionId)?.status() ?? null,
        lanDevices,
        now,
      },
      { monotonicNow, ...(signal && { signal }) },
    );
  }

  readFiles(files: readonly ImportedFile[], passphrase: string, by: Caller | null): ImportView {
    const { now } = this.#parts;
    const { proposal, secrets, problems } = readImport(files, { passphrase, now: now() });
    const importId = this.#imports.keep(secrets, by?.operatorId ?? NOBODY);
    return {
      importId,
      proposal,
      secrets: CONNECTION_SECRETS.filter((secret) => secrets[secret] !== undefined),
      certificate: certificateView(proposal.certificate ?? ''),
      problems,
    };
  }

  /** What was typed goes before what was imported. @returns null when the import is gone */
  #given(typed: GivenSecrets, importId: string | null, by: Caller | null): GivenSecrets | null {
    if (importId === null) return typed;
    const imported = this.#imports.take(importId, by?.operatorId ?? NOBODY);
    return imported && { ...imported, ...pick(typed, CONNECTION_SECRETS) };
  }

  #refuse(
    before: StoredConnection | undefined,
    { name, settings }: ConnectionConfig,
    given: GivenSecrets,
  ): ConnectionRefusal | null {
    const all = this.#parts.store.all();
    if (!before && all.length >= MAX_CONNECTIONS) return 'tooManyConnections';
    if (before && before.config.settings.kind !== settings.kind) return 'kindFixed';
    if (all.some((one) => one.id !== before?.id && one.config.name === name)) return 'nameTaken';
    const lacks = (secret: ConnectionSecret) => !given[secret] && !before?.secrets[secret];
    return secretsNeeded(settings).some(lacks) ? 'secretNeeded' : null;
  }

  #write(
    connection: StoredConnection,
    before: StoredConnection | undefined,
    newSecrets: readonly string[],
    by: Caller | null,
  ): void {
    const { db, store, audit, now } = this.#parts;
    db.transaction(() => {
      store.save(connection, Math.round(now()), by?.operator ?? NOBODY);
      audit.append({
        by,
        action: before ? 'connections.change' : 'connections.add',
        subject: connection.id,
        // The settings hold no secret; which ones are new is told by name.
        detail: { before: before?.config ?? null, after: connection.config, newSecrets },
      });
    }).immediate();
  }

  async #reopen(connection: StoredConnection): Promise<void> {
    this.#off = offIn(this.#parts.store);
    await this.#parts.rack.remove(connection.id);
    await this.#openSource(connection);
    this.#parts.changed();
  }

  async #openSource({ id, config, secrets: names }: StoredConnection): Promise<void> {
    const { rack, openSource, now } = this.#parts;
    if (!config.enabled) return;
    const { secrets, failed } = await this.#parts.secrets.open(names);
    const { settings } = config;
    rack.add(
      failed.length > 0
        ? new UnusableSource({
            id,
            address: addressOf(settings),
            problem: {
              code: 'configuration',
              text: 'A stored password or key can not be opened on this machine: enter it again.',
            },
            now,
          })
        : openSource(settings, { id, secrets, secretNames: names }),
    );
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const done = this.#changing.then(change);
    this.#changing = done.catch(() => undefined);
    return done;
  }
}

const offIn = (store: ConnectionStore): number =>
  store.all().filter(({ config }) => !config.enabled).length;

const refused = (refusal: ConnectionRefusal): { done: false; refusal: ConnectionRefusal } => ({
  done: false,
  refusal,
});

function pick(secrets: GivenSecrets, fields: readonly ConnectionSecret[]): OpenedSecrets {
  return Object.fromEntries(
    fields.flatMap((field) => (secrets[field] ? [[field, secrets[field]]] : [])),
  );
}

function viewOf({ id, config, secrets }: StoredConnection): ConnectionView {
  return {
    id,
    config,
    secrets: CONNECTION_SECRETS.filter((secret) => secrets[secret] !== undefined),
    certificate: certificateView(ownCertificate(config.settings)),
  };
}
