import { createHmac } from 'node:crypto';
import type { WebhookChannelSettings } from '#shared/notifications/channel.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { DeliveryError } from '../DeliveryError.ts';
import { type Channel, DELIVERED, type OutgoingMessage, type Receipt } from './Channel.ts';
import { type HttpsAnswer, httpsRequest } from './httpsRequest.ts';

const TIMEOUT_MS = 10_000;
/** Longer than this nobody may ask the desk to be quiet. */
const MAX_RETRY_AFTER_MS = 3_600_000;
/** The receiver is there and asks for patience: too early, too many, or a time-out of its own. */
const PATIENCE: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * A signed POST, after the Standard Webhooks specification: the receiver can tell that it comes from this desk, that
 * nothing was changed on the way, and that it isn't an old one sent again.
 */
export class WebhookChannel implements Channel {
  readonly #settings: WebhookChannelSettings;
  readonly #signingKey: string;
  readonly #now: () => EpochMs;

  constructor(settings: WebhookChannelSettings, signingKey: string, now: () => EpochMs) {
    this.#settings = settings;
    this.#signingKey = signingKey;
    this.#now = now;
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    const body = message.payload();
    const timestamp = String(Math.floor(this.#now() / 1000));
    const answer = await httpsRequest({
      url: this.#settings.url,
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Emberwatch',
        'webhook-id': message.id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signatureOf(this.#signingKey, message.id, timestamp, body),
      },
      body,
      tls: { ca: this.#settings.ca },
      signal,
      timeoutMs: TIMEOUT_MS,
    });
    if (answer.status >= 200 && answer.status < 300) return DELIVERED;
    throw refusalOf(answer);
  }

  close(): void {}
}

/** `v1,` and HMAC-SHA256 over id, time and body, with the bytes that stand behind `whsec_`. */
export function signatureOf(key: string, id: string, timestamp: string, body: string): string {
  const bytes = Buffer.from(key.replace(/^whsec_/, ''), 'base64');
  const digest = createHmac('sha256', bytes).update(`${id}.${timestamp}.${body}`).digest('base64');
  return `v1,${digest}`;
}

function refusalOf({ status, headers }: HttpsAnswer): DeliveryError {
  const said = `the receiver answers ${status}`;
  const retryAfterMs = retryAfterOf(headers['retry-after']);
  if (status === 429) return new DeliveryError('throttled', said, { retryAfterMs });
  if (status >= 500 || PATIENCE.has(status))
    return new DeliveryError('serviceFailing', said, { retryAfterMs });
  if (status >= 300 && status < 400) return new DeliveryError('redirected', said);
  if (status === 401 || status === 403) return new DeliveryError('notAuthorised', said);
  return new DeliveryError('refused', said);
}

/** Seconds; the form with a date is left to the desk's own patience. */
function retryAfterOf(header: string | undefined): number | null {
  if (header === undefined || !/^\d{1,6}$/.test(header)) return null;
  return Math.min(Number(header) * 1000, MAX_RETRY_AFTER_MS);
}
