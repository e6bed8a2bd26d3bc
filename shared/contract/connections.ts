/** The desk's ways in: what is set up, trying it step by step, files for it, and the first set-up. */
import { eventIterator, type } from '@orpc/contract';
import { z } from 'zod';
import {
  CONNECTION_SECRETS,
  ConnectionConfig,
  ConnectionSettings,
} from '#shared/connections/connection.ts';
import { MAX_IMPORT_BYTES, MAX_IMPORT_FILES } from '#shared/connections/importing.ts';
import type { TestEvent } from '#shared/connections/testStep.ts';
import { base, Session } from './base.ts';
import {
  type ConnectionSaved,
  type ConnectionsOverview,
  type ImportView,
  SET_UP_STEPS,
  type SetUpView,
} from './connectionViews.ts';

const ConnectionId = z.string().min(1).max(64);
const ImportId = z.string().min(1).max(64);

/** Only the ones that are to be changed. */
const Secrets = z.partialRecord(z.enum(CONNECTION_SECRETS), z.string().min(1).max(20_000));

const ImportedFile = z.strictObject({
  name: z.string().min(1).max(255),
  /** Base64. */
  data: z.base64().max(Math.ceil(MAX_IMPORT_BYTES / 3) * 4),
});

export const connections = {
  /** A supervisor's. */
  overview: base.input(z.object({ session: Session })).output(type<ConnectionsOverview>()),
  /** An administrator's. What is enabled is open when this is answered; what came before it is acknowledged first. */
  save: base
    .input(
      z.object({
        session: Session,
        /** Null adds one. */
        connectionId: ConnectionId.nullable(),
        config: ConnectionConfig,
        secrets: Secrets.default({}),
        /** Secrets of imported files; one that is typed goes before. */
        importId: ImportId.nullable().default(null),
      }),
    )
    .output(type<ConnectionSaved>()),
  /** An administrator's: switches a connection on or off. */
  setEnabled: base
    .input(z.object({ session: Session, connectionId: ConnectionId, enabled: z.boolean() }))
    .output(type<ConnectionSaved>()),
  /** An administrator's. Its secrets are deleted with it. */
  remove: base
    .input(z.object({ session: Session, connectionId: ConnectionId }))
    .output(type<null>()),
  /**
   * An administrator's: tries these settings, saved or not, and tells each step as it goes. Has a session of its own
   * at the broker, so that what is connected stays connected. Ends when the caller goes.
   */
  test: base
    .input(
      z.object({
        session: Session,
        /** Whose stored secrets are used for what isn't typed; null for a new one. */
        connectionId: ConnectionId.nullable(),
        settings: ConnectionSettings,
        secrets: Secrets.default({}),
        importId: ImportId.nullable().default(null),
        /** How long a first message is waited for. */
        messageSeconds: z.number().int().min(1).max(120).default(20),
      }),
    )
    .output(eventIterator(type<TestEvent>())),
  /** An administrator's: reads certificate files, keys, bundles and zip files. Says what was found, never a secret. */
  readFiles: base
    .input(
      z.object({
        session: Session,
        files: z.array(ImportedFile).min(1).max(MAX_IMPORT_FILES),
        passphrase: z.string().max(500).default(''),
      }),
    )
    .output(type<ImportView>()),
  /** How far the first set-up has come. */
  setUp: base.output(type<SetUpView>()),
  /** An administrator's: the set-up goes on at this step, now or later. */
  moveSetUp: base
    .input(z.object({ session: Session, step: z.enum(SET_UP_STEPS), later: z.boolean() }))
    .output(type<SetUpView>()),
};
