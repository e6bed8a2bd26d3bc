import { PublishCommand, SNSClient, type SNSClientConfig } from '@aws-sdk/client-sns';
import { type SnsChannelSettings, TOPIC_ARN } from '#shared/notifications/channel.ts';
import { DeliveryError } from '../DeliveryError.ts';
import { type Channel, DELIVERED, type OutgoingMessage, type Receipt } from './Channel.ts';
import { snsProblem } from './snsProblem.ts';

/**
 * Without `throwOnRequestTimeout` the SDK writes a warning at the end of `requestTimeout` and goes on waiting: a service
 * that accepts and says nothing would hold every later message for ever.
 */
const TIMEOUTS = { connectionTimeout: 5_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

export interface SnsParts {
  readonly settings: Pick<SnsChannelSettings, 'topics' | 'endpoint'>;
  readonly credentials: NonNullable<SNSClientConfig['credentials']>;
  readonly timeouts?: Partial<typeof TIMEOUTS>;
}

/** Amazon SNS: one topic for each of ours, in whichever region it is. */
export class SnsChannel implements Channel {
  readonly #parts: SnsParts;
  readonly #clients = new Map<string, SNSClient>();

  constructor(parts: SnsParts) {
    this.#parts = parts;
  }

  async send(message: OutgoingMessage, signal: AbortSignal): Promise<Receipt> {
    const topicArn = this.#parts.settings.topics[message.topic];
    const region = TOPIC_ARN.exec(topicArn)?.[1];
    if (region === undefined)
      throw new DeliveryError('configuration', `no usable ARN for the topic ${message.topic}`);
    const command = new PublishCommand(publishOf(message, topicArn));
    let messageId: string | undefined;
    try {
      const answer = await this.#client(region).send(command, { abortSignal: signal });
      messageId = answer.MessageId;
    } catch (error) {
      throw snsProblem(error);
    }
    // A sign-in page of the network answers 200 as well, and the SDK takes it for an empty answer.
    if (!messageId) throw new DeliveryError('serviceFailing', 'the answer is not one of SNS');
    return DELIVERED;
  }

  close(): void {
    for (const client of this.#clients.values()) client.destroy();
    this.#clients.clear();
  }

  #client(region: string): SNSClient {
    const known = this.#clients.get(region);
    if (known) return known;
    const { settings, credentials, timeouts } = this.#parts;
    const client = new SNSClient({
      region,
      credentials,
      // Once: the outbox tries again, within the rate and with what is more urgent first.
      maxAttempts: 1,
      requestHandler: { ...TIMEOUTS, ...timeouts },
      ...(settings.endpoint !== '' && { endpoint: settings.endpoint }),
    });
    this.#clients.set(region, client);
    return client;
  }
}

const text = (value: string) => ({ DataType: 'String', StringValue: value });

function publishOf({ texts, severity, simulated, id }: OutgoingMessage, topicArn: string) {
  return {
    TopicArn: topicArn,
    Subject: texts.subject,
    MessageStructure: 'json',
    // SNS refuses the structure without a default, which is what every other protocol gets.
    Message: JSON.stringify({ default: texts.brief, sms: texts.sms, email: texts.full }),
    MessageAttributes: {
      // For filter policies: who only wants the critical ones, or nothing simulated.
      severity: text(severity),
      simulated: text(String(simulated)),
      messageId: text(id),
      // The route that is delivered at night as well.
      'AWS.SNS.SMS.SMSType': text('Transactional'),
    },
  };
}
