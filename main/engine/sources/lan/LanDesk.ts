import { randomUUID, X509Certificate } from 'node:crypto';
import type Database from 'better-sqlite3';
import type {
  AddLanCredentialOutcome,
  LanAuthorityView,
  LanBrokerOverview,
  LanCredentialRefusal,
  LanCredentialView,
} from '#shared/contract/lanBrokerViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Caller } from '../../access/Caller.ts';
import type { AuditChain } from '../../audit/AuditChain.ts';
import type { Logger } from '../../log.ts';
import { hashDeviceSecret, makeDeviceSecret } from './deviceSecret.ts';
import type { LanAccess } from './LanAccess.ts';
import type { LanAuthority } from './LanAuthority.ts';
import type { LanCredential, LanCredentials } from './LanCredentials.ts';
import type { RefusedLogins } from './RefusedLogins.ts';

/** More than the largest building has devices. */
const MOST_CREDENTIALS = 10_000;

export interface NewLanCredential {
  readonly name: string;
  readonly devices: readonly string[];
  readonly proof:
    | { readonly kind: 'password' }
    /** PEM; null has the desk make one. */
    | { readonly kind: 'certificate'; readonly certificate: string | null };
}

type Proof = Pick<LanCredential, 'kind' | 'proof' | 'expiresAt'> &
  Pick<Extract<AddLanCredentialOutcome, { done: true }>, 'secret' | 'made'>;

/** What people do with the broker inside the desk: give devices credentials, take them back, see who was refused. */
export class LanDesk {
  readonly #db: Database.Database;
  readonly #audit: AuditChain;
  readonly #credentials: LanCredentials;
  readonly #access: LanAccess;
  readonly #refused: RefusedLogins;
  readonly #authority: LanAuthority;
  readonly #now: () => EpochMs;
  readonly #log: Logger;
  readonly #changed: () => void;

  constructor(parts: {
    readonly db: Database.Database;
    readonly audit: AuditChain;
    readonly credentials: LanCredentials;
    readonly access: LanAccess;
    readonly refused: RefusedLogins;
    readonly authority: LanAuthority;
    readonly now: () => EpochMs;
    readonly log: Logger;
    readonly changed: () => void;
  }) {
    this.#db = parts.db;
    this.#audit = parts.audit;
    this.#credentials = parts.credentials;
    this.#access = parts.access;
    this.#refused = parts.refused;
    this.#authority = parts.authority;
    this.#now = parts.now;
    this.#log = parts.log;
    this.#changed = parts.changed;
  }

  async overview(): Promise<LanBrokerOverview> {
    return {
      credentials: this.#credentials.all().map((credential) => this.#view(credential)),
      refused: this.#refused.list(),
      refusedTotal: this.#refused.total,
      authority: await this.#authorityView(),
    };
  }

  async add(asked: NewLanCredential, by: Caller): Promise<AddLanCredentialOutcome> {
    if (this.#credentials.size >= MOST_CREDENTIALS) return refused('tooMany');
    if (this.#credentials.ofName(asked.name)) return refused('nameTaken');
    const proof = await this.#prove(asked);
    if (typeof proof === 'string') return refused(proof);
    // Both may have been given to another one while the proof was made.
    if (this.#credentials.ofName(asked.name)) return refused('nameTaken');
    if (this.#credentials.ofCertificate(proof.proof)) return refused('certificateTaken');
    const credential: LanCredential = {
      id: randomUUID(),
      name: asked.name,
      kind: proof.kind,
      proof: proof.proof,
      expiresAt: proof.expiresAt,
      devices: [...new Set(asked.devices)],
      createdAt: Math.round(this.#now()),
      createdBy: by.operator,
    };
    this.#db
      .transaction(() => {
        this.#credentials.insert(credential);
        const { name, kind, devices } = credential;
        const detail = { name, kind, devices };
        this.#audit.append({ by, action: 'lanBroker.add', subject: credential.id, detail });
      })
      .immediate();
    this.#credentials.remember(credential);
    this.#changed();
    const { secret, made } = proof;
    return { done: true, credential: this.#view(credential), secret, made };
  }

  revoke(credentialId: string, by: Caller): 'done' | 'notFound' {
    const credential = this.#credentials.byId(credentialId);
    if (!credential) return 'notFound';
    this.#db
      .transaction(() => {
        this.#credentials.revoke(credential.id, Math.round(this.#now()), by.operator);
        const detail = { name: credential.name, kind: credential.kind };
        this.#audit.append({ by, action: 'lanBroker.revoke', subject: credential.id, detail });
      })
      .immediate();
    this.#credentials.forget(credential);
    this.#access.revoked(credential);
    this.#changed();
    return 'done';
  }

  async #prove({ name, proof }: NewLanCredential): Promise<Proof | LanCredentialRefusal> {
    if (proof.kind === 'password') {
      const secret = makeDeviceSecret();
      const hash = await hashDeviceSecret(secret);
      return { kind: 'password', proof: hash, expiresAt: null, secret, made: null };
    }
    if (proof.certificate !== null) {
      const read = this.#read(proof.certificate);
      if (read === null) return 'certificateUnusable';
      if (this.#credentials.ofCertificate(read.proof)) return 'certificateTaken';
      return { kind: 'certificate', ...read, secret: null, made: null };
    }
    try {
      const { cert, key } = await this.#authority.deviceCertificate(name);
      const made = { certificate: cert, privateKey: key };
      return { kind: 'certificate', ...this.#read(cert)!, secret: null, made };
    } catch (error) {
      this.#log.error({ err: error }, "the desk's own certificate authority can't be used");
      return 'authorityUnavailable';
    }
  }

  #read(pem: string): Pick<LanCredential, 'proof' | 'expiresAt'> | null {
    try {
      const certificate = new X509Certificate(pem);
      const expiresAt = certificate.validToDate.getTime();
      if (expiresAt <= this.#now()) return null;
      return { proof: plainFingerprint(certificate.fingerprint256), expiresAt };
    } catch {
      return null;
    }
  }

  async #authorityView(): Promise<LanAuthorityView | null> {
    try {
      return await this.#authority.view();
    } catch (error) {
      this.#log.error({ err: error }, "the desk's own certificate authority can't be used");
      return null;
    }
  }

  #view({
    id,
    name,
    kind,
    devices,
    createdAt,
    createdBy,
    expiresAt,
  }: LanCredential): LanCredentialView {
    return {
      id,
      name,
      kind,
      devices,
      createdAt,
      createdBy,
      expiresAt,
      connected: this.#access.isConnected(name),
      lastSeenAt: this.#access.lastSeenAt(name),
    };
  }
}

const refused = (
  refusal: LanCredentialRefusal,
): { done: false; refusal: LanCredentialRefusal } => ({
  done: false,
  refusal,
});

/** As it is stored: hexadecimal without the colons. */
export const plainFingerprint = (fingerprint: string): string =>
  fingerprint.replaceAll(':', '').toLowerCase();
