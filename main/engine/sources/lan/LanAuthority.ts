import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { LanAuthorityView } from '#shared/contract/lanBrokerViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { SecretStore } from '../../secrets/SecretStore.ts';
import type { KeyPair } from './certificates.ts';

const SECRET_NAME = 'lanBroker/authority';
const Stored = z.strictObject({ cert: z.string(), key: z.string() });

/**
 * The desk's own certificate authority, made when it is first needed. Its key lies sealed with the other secrets and
 * signs nothing but this desk's server and the devices that the administrator gives a certificate.
 */
export class LanAuthority {
  readonly #secrets: SecretStore;
  readonly #now: () => EpochMs;
  #authority: Promise<KeyPair> | undefined;

  constructor(parts: { readonly secrets: SecretStore; readonly now: () => EpochMs }) {
    this.#secrets = parts.secrets;
    this.#now = parts.now;
  }

  /** @throws SecretStoreError when the secrets can't be read or written */
  async view(): Promise<LanAuthorityView> {
    const { cert } = await this.#open();
    const { fingerprint256, validToDate } = new X509Certificate(cert);
    return { certificate: cert, fingerprint: fingerprint256, expiresAt: validToDate.getTime() };
  }

  /**
   * @param names and addresses that devices call the server by
   * @returns its certificate with the authority's behind it. Kept nowhere: the next start makes another.
   * @throws SecretStoreError
   */
  async serverCertificate(names: readonly string[]): Promise<KeyPair> {
    const authority = await this.#open();
    const { makeServerCertificate } = await import('./certificates.ts');
    const { cert, key } = await makeServerCertificate(authority, names, this.#now());
    return { cert: `${cert}\n${authority.cert}\n`, key };
  }

  /** @throws SecretStoreError */
  async deviceCertificate(name: string): Promise<KeyPair> {
    const authority = await this.#open();
    const { makeDeviceCertificate } = await import('./certificates.ts');
    return makeDeviceCertificate(authority, name, this.#now());
  }

  #open(): Promise<KeyPair> {
    this.#authority ??= this.#load().catch((error: unknown) => {
      // The secrets may be readable again the next time.
      this.#authority = undefined;
      throw error;
    });
    return this.#authority;
  }

  async #load(): Promise<KeyPair> {
    const sealed = await this.#secrets.get(SECRET_NAME);
    if (sealed !== null) return Stored.parse(JSON.parse(sealed));
    const { makeAuthority } = await import('./certificates.ts');
    const made = await makeAuthority(this.#now());
    await this.#secrets.set(SECRET_NAME, JSON.stringify(made));
    return made;
  }
}
