/**
 * A server that speaks as much of the SNS query protocol as Publish needs, and is stricter than any stand-in: it checks
 * what the service's documentation says of Subject, Message and attributes.
 */
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Published {
  readonly topicArn: string;
  readonly subject: string;
  readonly message: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string>>;
  /** From the signature: which key, for which region, with which session. */
  readonly accessKeyId: string;
  readonly region: string;
  readonly sessionToken: string | undefined;
}

export type SnsAnswer =
  | { readonly status: number; readonly code: string; readonly message?: string }
  | 'publish'
  | 'hang'
  | 'cut'
  | 'garbage'
  | 'empty';

const MAX_BYTES = 256 * 1024;

export class SnsServer {
  readonly published: Published[] = [];
  /** Requests of every outcome. */
  requests = 0;
  topics = new Set<string>();
  /** Taken one by one; the last stays. */
  answers: SnsAnswer[] = ['publish'];
  readonly #server = http.createServer((request, response) => this.#answer(request, response));
  /** Called when a request has been read, before it is answered. */
  heard: () => void = () => undefined;

  static async start(...topics: readonly string[]): Promise<SnsServer> {
    const sns = new SnsServer();
    sns.topics = new Set(topics);
    sns.#server.listen(0, '127.0.0.1');
    await once(sns.#server, 'listening');
    return sns;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    this.requests++;
    this.heard();
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    if (answer === 'hang' || answer === undefined) return;
    if (answer === 'cut') return void request.socket.destroy();
    if (answer === 'garbage') return void response.writeHead(200).end('<html>login</html>');
    if (answer === 'empty') return void response.writeHead(204).end();
    if (answer !== 'publish') return refuse(response, answer.status, answer.code, answer.message);
    const published = read(request, Buffer.concat(chunks).toString('utf8'));
    const problem = typeof published === 'string' ? published : this.#problemOf(published);
    if (problem !== undefined) {
      const status = problem.startsWith('NotFound') ? 404 : 400;
      const [code = '', message = ''] = problem.split(': ');
      return refuse(response, status, code, message);
    }
    this.published.push(published as Published);
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end(
        '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>',
      );
  }

  #problemOf({ topicArn, subject, message }: Published): string | undefined {
    if (!this.topics.has(topicArn)) return 'NotFound: Topic does not exist';
    const controls = [...subject].some((one) => one.codePointAt(0)! < 32 || one === '\u007f');
    if (subject === '' || subject.length >= 100 || controls || /[\u2028\u2029]/.test(subject))
      return 'InvalidParameter: Invalid parameter: Subject';
    if (!/^[\p{L}\p{N}\p{P}]/u.test(subject)) return 'InvalidParameter: Invalid parameter: Subject';
    if (typeof message['default'] !== 'string' || message['default'] === '')
      return 'InvalidParameter: Invalid parameter: Message Structure - No default entry in JSON message body';
    if ((message['sms'] ?? '').length > 70) return 'InvalidParameter: more than one part';
    if (Buffer.byteLength(JSON.stringify(message)) > MAX_BYTES)
      return 'InvalidParameter: Invalid parameter: Message too long';
    return undefined;
  }
}

function read(request: http.IncomingMessage, body: string): Published | string {
  const form = new URLSearchParams(body);
  if (request.method !== 'POST' || form.get('Action') !== 'Publish')
    return 'InvalidAction: no Publish';
  const signature = /Credential=(\w+)\/\d{8}\/([a-z0-9-]+)\/sns\/aws4_request/.exec(
    request.headers.authorization ?? '',
  );
  if (!signature) return 'MissingAuthenticationToken: not signed';
  if (form.get('MessageStructure') !== 'json') return 'InvalidParameter: no structure';
  let message: unknown;
  try {
    message = JSON.parse(form.get('Message') ?? '');
  } catch {
    return 'InvalidParameter: Invalid parameter: Message Structure - JSON message body failed to parse';
  }
  const attributes: Record<string, string> = {};
  for (let n = 1; form.has(`MessageAttributes.entry.${n}.Name`); n++)
    attributes[form.get(`MessageAttributes.entry.${n}.Name`)!] =
      form.get(`MessageAttributes.entry.${n}.Value.StringValue`) ?? '';
  return {
    topicArn: form.get('TopicArn') ?? '',
    subject: form.get('Subject') ?? '',
    message: message as Record<string, string>,
    attributes,
    accessKeyId: signature[1]!,
    region: signature[2]!,
    sessionToken: request.headers['x-amz-security-token'] as string | undefined,
  };
}

function refuse(response: http.ServerResponse, status: number, code: string, message = code): void {
  response
    .writeHead(status, { 'content-type': 'text/xml' })
    .end(
      `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
    );
}
