import { connect, ErrorWithSubackPacket, type IClientOptions, type MqttClient } from 'mqtt';
import type { FeedStatus } from '#shared/contract/views.ts';
import { type DecodeOptions, decode } from '#shared/telemetry/decode.ts';
import {
  type FeedProblem,
  FeedProblemError,
  problemOfConfiguration,
  problemOfError,
  problemOfReason,
} from '../../sources/feedProblem.ts';
import type { MqttAddress } from '../../sources/mqttAddress.ts';
import { type MqttConnection, mqttClientOptions } from '../../sources/mqttClientOptions.ts';
import { HungUp, NoAnswer, settled } from './settled.ts';
import { type Found, fail, ok, warn } from './step.ts';

const STEP_MS = 10_000;
/** A site whose messages can't be read has so many of them soon that waiting for a good one says nothing more. */
const UNREADABLE_ENOUGH = 20;

interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
}

export interface MqttTrialParts {
  readonly address: MqttAddress;
  readonly connection: MqttConnection;
  readonly topicFilter: string;
  readonly decoding: DecodeOptions;
  readonly messageMs: number;
  readonly live: () => FeedStatus | null;
  /** Called before each attempt, for an address that has to be signed. */
  readonly dial?: () => Promise<{ readonly path?: string }>;
  readonly mqtt5Only: boolean;
}

/**
 * One session at a broker under a name of its own, which leaves nothing behind: the live one keeps its name, its queue
 * and its share of a shared subscription.
 */
export class MqttTrial {
  readonly #parts: MqttTrialParts;
  #client: MqttClient | undefined;
  /** What has come, until somebody looks. */
  readonly #messages: Message[] = [];
  #heard: (() => void) | undefined;
  #lost = false;

  constructor(parts: MqttTrialParts) {
    this.#parts = parts;
  }

  async connect(signal: AbortSignal): Promise<Found> {
    let refused: Found = fail('mqttVersion');
    for (const version of this.#parts.mqtt5Only ? ([5] as const) : ([5, 4] as const)) {
      const outcome = await this.#connectAs(version, signal);
      if (!('code' in outcome)) return outcome;
      if (outcome.code !== 'versionRefused') return refusalOf(outcome, this.#parts.connection);
      refused = fail('mqttVersion');
    }
    return refused;
  }

  async subscribe(signal: AbortSignal): Promise<Found> {
    const client = this.#client;
    const { topicFilter: filter } = this.#parts;
    if (!client) return fail('subscribeClosed', { filter });
    const answered = new AbortController();
    try {
      const granted = client.subscribeAsync(filter, { qos: 1 });
      const lost = settled<never>(client, 'close', {
        withinMs: STEP_MS,
        signal: AbortSignal.any([signal, answered.signal]),
      }).then(() => Promise.reject(new HungUp('closed')));
      lost.catch(() => undefined);
      const [first] = await Promise.race([granted, lost]);
      if (first === undefined || first.qos >= 0x80) return fail('subscribeRefused', { filter });
      return first.qos === 0 ? warn('subscribedQos0', { filter }) : ok('subscribed', { filter });
    } catch (error) {
      if (error instanceof ErrorWithSubackPacket) return fail('subscribeRefused', { filter });
      return error instanceof NoAnswer
        ? fail('mqttSilent', {})
        : fail('subscribeClosed', { filter });
    } finally {
      answered.abort();
    }
  }

  /** The first message that can be read; where none can, what was wrong with the first. */
  async firstMessage(signal: AbortSignal): Promise<Found> {
    const { messageMs, decoding } = this.#parts;
    const until = AbortSignal.any([signal, AbortSignal.timeout(messageMs)]);
    const seconds = Math.round(messageMs / 1_000);
    let unreadable: Found | undefined;
    for (let seen = 0; seen < UNREADABLE_ENOUGH; seen++) {
      const message = await this.#next(until);
      if (message === null) {
        if (this.#lost) return fail('messageLost');
        return unreadable ?? warn('messageNone', { seconds });
      }
      const { topic, payload } = message;
      const decoded = decode(payload, topic, decoding);
      if (decoded.ok) return ok('messageRead', { device: decoded.reading.deviceId });
      unreadable ??= fail('messageUnreadable', {
        topic: topic.slice(0, 128),
        reason: decoded.reason,
        detail: decoded.detail,
      });
    }
    return unreadable ?? warn('messageNone', { seconds });
  }

  close(): void {
    this.#client?.end(true);
  }

  /** @returns what was found, or the problem that keeps this version from being spoken */
  async #connectAs(version: 4 | 5, signal: AbortSignal): Promise<Found | FeedProblem> {
    const { connection, address, live, dial } = this.#parts;
    let client: MqttClient;
    try {
      const { path = address.path } = (await dial?.()) ?? {};
      client = connect(trialOptions({ ...address, path }, connection, version));
    } catch (error) {
      return error instanceof FeedProblemError ? error.problem : problemOfConfiguration(error);
    }
    client.on('message', (topic, payload) => {
      if (this.#messages.length < UNREADABLE_ENOUGH) this.#messages.push({ topic, payload });
      this.#heard?.();
    });
    client.on('close', () => {
      this.#lost = true;
      this.#heard?.();
    });
    let said: FeedProblem | undefined;
    client.on('disconnect', ({ reasonCode }) => {
      said = problemOfReason(reasonCode ?? 0);
    });
    try {
      await settled(client, 'connect', { withinMs: STEP_MS, signal, ends: ['close'] });
    } catch (error) {
      client.end(true);
      if (said) return said;
      if (error instanceof HungUp) return fail('mqttClosed', { client: connection.clientId });
      return error instanceof NoAnswer ? fail('mqttSilent') : problemOfError(error);
    }
    this.#client = client;
    this.#lost = false;
    const values = { version: version === 5 ? '5' : '3.1.1' };
    // Here all is well; it is the live connection that another desk has thrown out.
    return live()?.problemCode === 'takenOver'
      ? warn('mqttTaken', values)
      : ok('mqttAccepted', values);
  }

  #next(until: AbortSignal): Promise<Message | null> {
    return new Promise((resolve) => {
      const look = () => {
        const message = this.#messages.shift();
        if (!message && !this.#lost && !until.aborted) return;
        this.#heard = undefined;
        until.removeEventListener('abort', look);
        resolve(message ?? null);
      };
      this.#heard = look;
      until.addEventListener('abort', look);
      look();
    });
  }
}

/** No session is kept, and nobody reconnects. */
function trialOptions(
  address: MqttAddress,
  connection: MqttConnection,
  version: 4 | 5,
): IClientOptions {
  const { properties: _kept, ...options } = mqttClientOptions(address, connection, version, 1);
  return { ...options, clean: true, reconnectPeriod: 0, connectTimeout: STEP_MS };
}

function refusalOf(problem: FeedProblem, { clientId, username }: MqttConnection): Found {
  const values = { client: clientId, user: username ?? '', said: problem.text };
  switch (problem.code) {
    case 'credentialsRefused':
      return fail('mqttCredentials', values);
    case 'notAuthorised':
      return fail('mqttNotAuthorised', values);
    case 'clientIdRefused':
      return fail('mqttClientId', values);
    case 'takenOver':
      return fail('mqttTaken', values);
    case 'brokerBusy':
      return fail('mqttBusy', values);
    case 'credentialsExpired':
      return fail('mqttRights', values);
    case 'clockWrong':
      return fail('mqttClock', values);
    case 'noAnswer':
      return fail('mqttSilent', values);
    case 'clientCertificateRefused':
      return fail('tlsOwnRefused', values);
    case 'connectionLost':
      return fail('mqttClosed', values);
    default:
      return fail('mqttOther', values);
  }
}
