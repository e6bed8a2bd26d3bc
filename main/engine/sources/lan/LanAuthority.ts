import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import { z } from 'zod';
import type { LanAuthorityView } from '#shared/contract/lanBrokerViews.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { SecretStore } from '../../secrets/SecretStore.ts';

export interface KeyPair {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** As long as a device may hang in a panel: to trust a new authority, somebody has to go there. */
const AUTHORITY_DAYS = 20 * 365;
const DEVICE_DAYS = 10 * 365;
const SERVER_DAYS = 365;
/** A device's clock may be behind. */
const BEFORE_MS = DAY_MS;
const SECRET_NAME = 'lanBroker/authority';
/** What every TLS library of the last ten years knows, also a small one. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

const Stored = z.strictObject({ certificate: z.string(), privateKey: z.string() });

/** The library names the types of a browser's Web Crypto, which are Node's own but for their declaration. */
type Keys = x509.X509CertificateCreateSelfSignedParams['keys'];
type Key = Keys['privateKey'];

interface Signer {
  readonly certificate: x509.X509Certificate;
  readonly key: Key;
}

/**
 * The desk's own authority, made when it is first needed. Its key lies sealed with the other secrets and signs nothing
 * but this desk's server and the devices that the administrator gives a certificate.
 */
export class LanAuthority {
  readonly #secrets: SecretStore;
  readonly #now: () => EpochMs;
  #signer: Promise<Signer> | undefined;

  constructor(parts: { readonly secrets: SecretStore; readonly now: () => EpochMs }) {
    this.#secrets = parts.secrets;
    this.#now = parts.now;
  }

  /** @throws SecretStoreError when the secrets can't be read or written */
  async view(): Promise<LanAuthorityView> {
    const pem = (await this.#open()).certificate.toString('pem');
    const { fingerprint256, validToDate } = new X509Certificate(pem);
    return { certificate: pem, fingerprint: fingerprint256, expiresAt: validToDate.getTime() };
  }

  /**
   * @param names and addresses that devices call the server by
   * @returns its certificate with the authority's behind it. Kept nowhere: the next start makes another.
   * @throws SecretStoreError
   */
  async serverCertificate(names: readonly string[]): Promise<KeyPair> {
    const signer = await this.#open();
    const pair = await this.#sign(signer, 'Emberwatch LAN broker', SERVER_DAYS, [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIP(name) === 0 ? 'dns' : 'ip', value: name }) as const),
      ),
    ]);
    return { cert: `${pair.cert}\n${signer.certificate.toString('pem')}\n`, key: pair.key };
  }

  /** @throws SecretStoreError */
  async deviceCertificate(name: string): Promise<KeyPair> {
    return this.#sign(await this.#open(), name, DEVICE_DAYS, [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
    ]);
  }

  #open(): Promise<Signer> {
    this.#signer ??= this.#load().catch((error: unknown) => {
      // The secrets may be readable again the next time.
      this.#signer = undefined;
      throw error;
    });
    return this.#signer;
  }

  async #load(): Promise<Signer> {
    const sealed = await this.#secrets.get(SECRET_NAME);
    if (sealed !== null) {
      const { certificate, privateKey } = Stored.parse(JSON.parse(sealed));
      const pkcs8 = createPrivateKey(privateKey).export({ format: 'der', type: 'pkcs8' });
      const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']);
      return { certificate: new x509.X509Certificate(certificate), key: key as unknown as Key };
    }
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: randomSerial(),
      // Told apart from the authorities of other desks that a device may know.
      name: [{ CN: [`Emberwatch desk ${randomBytes(4).toString('hex')}`] }],
      ...this.#validity(AUTHORITY_DAYS),
      keys,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    const stored = {
      certificate: certificate.toString('pem'),
      privateKey: await pemOf(keys.privateKey),
    };
    await this.#secrets.set(SECRET_NAME, JSON.stringify(stored));
    return { certificate, key: keys.privateKey };
  }

  async #sign(
    { certificate: authority, key }: Signer,
    name: string,
    days: number,
    extensions: readonly x509.Extension[],
  ): Promise<KeyPair> {
    const keys = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: randomSerial(),
      subject: [{ CN: [name] }],
      issuer: authority.subjectName,
      ...this.#validity(days),
      publicKey: keys.publicKey,
      signingKey: key,
      signingAlgorithm: ALGORITHM,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        await x509.AuthorityKeyIdentifierExtension.create(authority.publicKey),
        await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ...extensions,
      ],
    });
    return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
  }

  #validity(days: number): { readonly notBefore: Date; readonly notAfter: Date } {
    const now = this.#now();
    return { notBefore: new Date(now - BEFORE_MS), notAfter: new Date(now + days * DAY_MS) };
  }
}

async function newKeys(): Promise<Keys> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ])) as unknown as Keys;
}

/** Positive and short enough for every reader (RFC 5280, 4.1.2.2). */
const randomSerial = (): string => `01${randomBytes(15).toString('hex')}`;

async function pemOf(key: Key): Promise<string> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key as unknown as webcrypto.CryptoKey);
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}
