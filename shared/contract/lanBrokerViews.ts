/** What the pages are told of the broker inside the desk. */
import type { EpochMs } from '../telemetry/reading.ts';

export type LanLoginRefusal =
  /** Neither a user name nor a certificate. */
  | 'nothingShown'
  | 'unknownName'
  | 'wrongSecret'
  | 'unknownCertificate'
  | 'certificateEnded'
  /** Too many wrong tries from there: not even asked. */
  | 'tooManyTries'
  /** More logins wait than can be checked. */
  | 'busy'
  /** The encrypted connection didn't come about. */
  | 'tlsFailed';

export interface RefusedLogin {
  readonly address: string;
  /** As it was given, shortened; empty when none was. */
  readonly name: string;
  readonly reason: LanLoginRefusal;
  readonly count: number;
  readonly firstAt: EpochMs;
  readonly lastAt: EpochMs;
}

export interface LanCredentialView {
  readonly id: string;
  readonly name: string;
  readonly kind: 'password' | 'certificate';
  readonly devices: readonly string[];
  readonly createdAt: EpochMs;
  readonly createdBy: string;
  /** Of a certificate. */
  readonly expiresAt: EpochMs | null;
  /** Signed in at this moment. */
  readonly connected: boolean;
  /** Since the program was started; null when not. */
  readonly lastSeenAt: EpochMs | null;
}

/** The authority that signs the desk's own certificate: what devices have to trust. */
export interface LanAuthorityView {
  readonly certificate: string;
  /** SHA-256, in pairs with colons, as other tools show it. */
  readonly fingerprint: string;
  readonly expiresAt: EpochMs;
}

export interface LanBrokerOverview {
  readonly credentials: readonly LanCredentialView[];
  readonly refused: readonly RefusedLogin[];
  /** Since the program was started. */
  readonly refusedTotal: number;
  /** Null when it can't be made or read; the log says why. */
  readonly authority: LanAuthorityView | null;
}

export type LanCredentialRefusal =
  /** There is one of this name that counts: revoke it first. */
  | 'nameTaken'
  /** The certificate belongs to another one. */
  | 'certificateTaken'
  /** It can't be read, or has ended. */
  | 'certificateUnusable'
  | 'tooMany'
  /** The secret store can't be opened; the log says why. */
  | 'authorityUnavailable';

export type AddLanCredentialOutcome =
  | {
      readonly done: true;
      readonly credential: LanCredentialView;
      /** Shown now and never again. */
      readonly secret: string | null;
      /** A certificate that the desk made, with its key, PEM. Shown now and never again. */
      readonly made: { readonly certificate: string; readonly privateKey: string } | null;
    }
  | { readonly done: false; readonly refusal: LanCredentialRefusal };
