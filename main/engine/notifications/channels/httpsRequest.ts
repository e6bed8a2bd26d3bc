import http from 'node:http';
import https from 'node:https';
import { DeliveryError } from '../DeliveryError.ts';
import { networkProblem } from './networkProblem.ts';

export interface HttpsRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** PEM text. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly signal: AbortSignal;
  /** From the first byte of the name look-up to the last of the answer. */
  readonly timeoutMs: number;
}

export interface HttpsAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** The beginning of it. */
  readonly body: string;
}

const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * One request and its answer. Follows no redirect: what was to be told to one address must not go to another. A
 * connection of its own each time, because after minutes of silence a kept one is dead as often as not.
 * @throws DeliveryError when there is no answer
 */
export function httpsRequest(request: HttpsRequest): Promise<HttpsAnswer> {
  const { url, method, headers, body, tls = {}, timeoutMs } = request;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signal = AbortSignal.any([request.signal, deadline]);
  return new Promise<HttpsAnswer>((resolve, reject) => {
    const secure = url.startsWith('https:');
    const sent = (secure ? https : http).request(
      url,
      {
        method,
        headers: {
          ...headers,
          ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
        },
        agent: false,
        signal,
        ...(secure && given(tls)),
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          if (bytes < MAX_ANSWER_BYTES) chunks.push(chunk);
          bytes += chunk.length;
          // What it said is known; a body without end is not read to it.
          if (bytes >= MAX_ANSWER_BYTES) answer.destroy();
        });
        answer.on('error', reject);
        answer.on('close', () => {
          if (!answer.complete && bytes < MAX_ANSWER_BYTES)
            return reject(new DeliveryError('connectionLost', 'the answer was cut off'));
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString('utf8').slice(0, MAX_ANSWER_BYTES),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  }).catch((error: unknown) => {
    if (error instanceof DeliveryError) throw error;
    if (deadline.aborted)
      throw new DeliveryError('timeout', `no answer within ${timeoutMs} ms`, { cause: error });
    throw networkProblem(error) ?? new DeliveryError('connectionLost', messageOf(error));
  });
}

/** An empty text is no certificate, and OpenSSL would say so. */
const given = (tls: NonNullable<HttpsRequest['tls']>) =>
  Object.fromEntries(Object.entries(tls).filter(([, pem]) => pem !== ''));

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
