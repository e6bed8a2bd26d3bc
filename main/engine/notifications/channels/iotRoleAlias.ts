import { z } from 'zod';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { DeliveryError } from '../DeliveryError.ts';
import { httpsRequest } from './httpsRequest.ts';

export interface IotRoleAlias {
  /** Host name of the account's credential endpoint, with a port where it isn't 443. */
  readonly endpoint: string;
  readonly roleAlias: string;
  readonly thingName: string;
  /** PEM text. */
  readonly certificate: string;
  readonly privateKey: string;
  /** PEM text of the endpoint's authority; empty for a public one. */
  readonly ca: string;
}

export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

const TIMEOUT_MS = 8_000;

const Answer = z.object({
  credentials: z.object({
    accessKeyId: z.string().min(1),
    secretAccessKey: z.string().min(1),
    sessionToken: z.string().min(1),
    expiration: z.iso.datetime({ offset: true }),
  }),
});

/**
 * Credentials for an hour from AWS IoT, for the desk's own certificate: nothing is stored that could be copied and used
 * from elsewhere for longer. The SDK asks again five minutes before they expire.
 * @throws DeliveryError
 */
export async function iotRoleAliasCredentials(
  parts: IotRoleAlias,
  now: () => EpochMs,
): Promise<TemporaryCredentials> {
  const { endpoint, roleAlias, thingName, certificate, privateKey, ca } = parts;
  const answer = await httpsRequest({
    url: `https://${endpoint}/role-aliases/${encodeURIComponent(roleAlias)}/credentials`,
    method: 'GET',
    headers: { 'x-amzn-iot-thingname': thingName },
    tls: { cert: certificate, key: privateKey, ca },
    // Several sends may wait for the same credentials: no one of them may call the request off.
    signal: new AbortController().signal,
    timeoutMs: TIMEOUT_MS,
  });
  if (answer.status !== 200) throw refusalOf(answer.status);
  const parsed = Answer.safeParse(parseOrNull(answer.body));
  if (!parsed.success)
    throw new DeliveryError('serviceFailing', 'the credential endpoint answers something else');
  const { expiration, ...credentials } = parsed.data.credentials;
  const until = new Date(expiration);
  // Either the answer is old or this clock is wrong, and a wrong clock's signatures are refused as well.
  if (until.getTime() <= now())
    throw new DeliveryError('clockWrong', `the credentials expired at ${expiration}`);
  return { ...credentials, expiration: until };
}

function refusalOf(status: number): DeliveryError {
  const said = `the credential endpoint answers ${status}`;
  // 403 as well when the thing's name isn't the one that the certificate is attached to.
  if (status === 403) return new DeliveryError('credentialsRefused', said);
  if (status === 404) return new DeliveryError('roleAliasNotFound', said);
  if (status === 429) return new DeliveryError('throttled', said);
  if (status >= 500) return new DeliveryError('serviceFailing', said);
  return new DeliveryError('credentialsRefused', said);
}

function parseOrNull(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
