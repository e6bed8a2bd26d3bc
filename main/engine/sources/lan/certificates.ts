/** Makes certificates. Its libraries take a tenth of a second to load: imported only where one is made. */
import 'reflect-metadata';
import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** As long as a device may hang in a panel: to trust a new authority, somebody has to go there. */
const AUTHORITY_DAYS = 20 * 365;
const DEVICE_DAYS = 10 * 365;
const SERVER_DAYS = 365;
/** What every TLS library of the last ten years knows, also a small one. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** The library names the types of a browser's Web Crypto, which are Node's own but for their declaration. */
type Keys = x509.X509CertificateCreateSelfSignedParams['keys'];
type Key = Keys['privateKey'];

/** An authority that signs no other authority. */
export async function makeAuthority(now: EpochMs): Promise<KeyPair> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerial(),
    // Told apart from the authorities of other desks that a device may know.
    name: [{ CN: [`Emberwatch desk ${randomBytes(4).toString('hex')}`] }],
    ...validity(now, AUTHORITY_DAYS),
    keys,
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

/** @param names and addresses that devices call the server by */
export function makeServerCertificate(
  authority: KeyPair,
  names: readonly string[],
  now: EpochMs,
): Promise<KeyPair> {
  return sign(authority, 'Emberwatch LAN broker', validity(now, SERVER_DAYS), [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    new x509.SubjectAlternativeNameExtension(
      names.map((name) => ({ type: isIP(name) === 0 ? 'dns' : 'ip', value: name }) as const),
    ),
  ]);
}

export function makeDeviceCertificate(
  authority: KeyPair,
  name: string,
  now: EpochMs,
): Promise<KeyPair> {
  return sign(authority, name, validity(now, DEVICE_DAYS), [
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
  ]);
}

async function sign(
  authority: KeyPair,
  name: string,
  time: ReturnType<typeof validity>,
  extensions: readonly x509.Extension[],
): Promise<KeyPair> {
  const issuer = new x509.X509Certificate(authority.cert);
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: [{ CN: [name] }],
    issuer: issuer.subjectName,
    ...time,
    publicKey: keys.publicKey,
    signingKey: await signingKeyOf(authority.key),
    signingAlgorithm: ALGORITHM,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      ...extensions,
    ],
  });
  return { cert: certificate.toString('pem'), key: await pemOf(keys.privateKey) };
}

/** From a day before: a device's clock may be behind. */
const validity = (now: EpochMs, days: number) => ({
  notBefore: new Date(now - DAY_MS),
  notAfter: new Date(now + days * DAY_MS),
});

async function newKeys(): Promise<Keys> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ])) as unknown as Keys;
}

/** Positive and short enough for every reader (RFC 5280, 4.1.2.2). */
const randomSerial = (): string => `01${randomBytes(15).toString('hex')}`;

async function signingKeyOf(pem: string): Promise<Key> {
  const pkcs8 = createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' });
  const key = await webcrypto.subtle.importKey('pkcs8', pkcs8, ALGORITHM, false, ['sign']);
  return key as unknown as Key;
}

async function pemOf(key: Key): Promise<string> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key as unknown as webcrypto.CryptoKey);
  return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}
