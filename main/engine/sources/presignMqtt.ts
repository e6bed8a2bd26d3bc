import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SigningCredentials } from '#engine/aws/awsCredentials.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** The name under which AWS IoT Core's message broker signs. */
const SERVICE = 'iotdevicegateway';
const PATH = '/mqtt';
/** The signature only opens the connection, which lives on after it (at most a day). */
const VALID_SECONDS = 60;

export interface Presigning {
  /** As the WebSocket's `Host` header says it: with a port where it isn't 443. */
  readonly host: string;
  readonly region: string;
  readonly credentials: SigningCredentials;
  readonly at: EpochMs;
}

/**
 * The path and query that open MQTT over WebSocket at AWS IoT Core: Signature Version 4 in the query.
 *
 * The broker wants a session token outside of what is signed, unlike other services.
 */
export async function presignMqtt(parts: Presigning): Promise<string> {
  const { host, region, at } = parts;
  const { accessKeyId, secretAccessKey, sessionToken } = parts.credentials;
  const signer = new SignatureV4({
    service: SERVICE,
    region,
    credentials: { accessKeyId, secretAccessKey },
    sha256: Sha256,
  });
  const { query = {} } = await signer.presign(
    {
      method: 'GET',
      protocol: 'wss:',
      hostname: host,
      path: PATH,
      headers: { host },
      query: {},
    },
    { expiresIn: VALID_SECONDS, signingDate: new Date(at) },
  );
  const all =
    sessionToken === undefined ? query : { ...query, 'X-Amz-Security-Token': sessionToken };
  const text = Object.entries(all)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
  return `${PATH}?${text}`;
}

/** What the signer asks for: a hash, or a keyed one when it is given a key. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(key));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('a hash is used once');
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  if (data instanceof ArrayBuffer) return Buffer.from(data);
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
