/** The desk's own certificate and key, judged without a network: what a broker would only refuse without saying why. */
import { pemBlocks, readCertificate, readKey } from '../pem.ts';
import { type Found, fail, ok, warn } from './step.ts';

const DAY_MS = 86_400_000;
/** A month is enough to have one issued anew. */
export const SOON_DAYS = 30;

export interface OwnCertificate {
  readonly certificate: string;
  readonly privateKey: string;
  /** Authority of the broker; empty where a public one is meant. */
  readonly ca: string;
}

export function judgeCertificate(
  { certificate, privateKey, ca }: OwnCertificate,
  now: number,
): Found {
  if (ca !== '' && readCertificate(ca) === null) return fail('caUnreadable');
  if (certificate === '') return ok('certificateNone');
  const read = readCertificate(certificate);
  if (read === null)
    return holdsKey(certificate) ? fail('certificateSwapped') : fail('certificateUnreadable');
  if (privateKey === '') return fail('keyMissing');
  const key = readKey(privateKey);
  if (key === 'encrypted' || key === 'wrongPassphrase') return fail('keyEncrypted');
  if (key === 'unreadable')
    return readCertificate(privateKey) ? fail('keySwapped') : fail('keyUnreadable');
  if (!read.checkPrivateKey(key)) return fail('keyOther');
  const from = Date.parse(read.validFrom);
  const until = Date.parse(read.validTo);
  if (now < from) return fail('certificateNotYet', { from: dayOf(from), now: timeOf(now) });
  if (now > until) return fail('certificateExpired', { until: dayOf(until), now: timeOf(now) });
  const days = Math.floor((until - now) / DAY_MS);
  const values = { days, until: dayOf(until) };
  return days < SOON_DAYS ? warn('certificateSoon', values) : ok('certificateGood', values);
}

const holdsKey = (pem: string): boolean =>
  pemBlocks(pem).some(({ kind }) => kind === 'privateKey' || kind === 'encryptedKey');

export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** With its zone, because a clock that is wrong by hours is often one with the wrong zone. */
export const timeOf = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
