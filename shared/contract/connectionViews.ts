/** What the desk shows of its ways in, and of setting them up. No secret is in any of it. */
import type { ConnectionConfig, ConnectionSecret } from '#shared/connections/connection.ts';
import type { ImportProblem, ImportProposal } from '#shared/connections/importing.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { LocalName } from './localName.ts';

/** The desk's own certificate, for whoever has to renew it in time. */
export interface CertificateView {
  readonly subject: string;
  readonly issuer: string;
  readonly notBefore: EpochMs;
  readonly notAfter: EpochMs;
}

export interface ConnectionView {
  /** Also the id of its feed in `DeskStatus.feeds` while it is enabled. */
  readonly id: string;
  readonly config: ConnectionConfig;
  /** Secrets that are stored. They are never read back. */
  readonly secrets: readonly ConnectionSecret[];
  /** Null where the connection has none, or none that can be read. */
  readonly certificate: CertificateView | null;
}

export interface ConnectionsOverview {
  readonly connections: readonly ConnectionView[];
  /** Ids of feeds that were given at the start of the program: they are seen here and changed there. */
  readonly fixed: readonly string[];
  /** What seals secrets that are stored now: the operating system, or a key file in the data folder. */
  readonly sealedBy: 'system' | 'keyFile';
}

const CONNECTION_REFUSALS = [
  /** A secret that these settings can't do without is neither given nor stored. */
  'secretNeeded',
  /** The secrets can't be stored on this machine: the log says why. */
  'secretsUnavailable',
  'tooManyConnections',
  /** A connection stays of its kind. */
  'kindFixed',
  'nameTaken',
  /** The imported files were kept for a while only: import them again. */
  'importGone',
] as const;
export type ConnectionRefusal = (typeof CONNECTION_REFUSALS)[number];

export type ConnectionSaved =
  | { readonly done: true; readonly connectionId: string }
  | { readonly done: false; readonly refusal: ConnectionRefusal };

/** What was found in imported files. Keys among them stay in the engine, under this id, until it is saved or forgotten. */
export interface ImportView {
  readonly importId: string;
  readonly proposal: ImportProposal;
  /** Secrets that the files held. */
  readonly secrets: readonly ConnectionSecret[];
  readonly certificate: CertificateView | null;
  readonly problems: readonly ImportProblem[];
}

export const SET_UP_STEPS = ['site', 'connection', 'message', 'done'] as const;
export type SetUpStep = (typeof SET_UP_STEPS)[number];

/** How far the first set-up has come. */
export interface SetUpView {
  readonly step: SetUpStep;
  /** Somebody put it off: it is offered, and doesn't open by itself. */
  readonly later: boolean;
  /** A simulated building has nothing to be set up. */
  readonly simulated: boolean;
}

export interface SiteView {
  readonly name: LocalName;
  readonly timeZone: string;
}
