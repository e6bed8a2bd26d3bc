import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SnsChannel } from '#engine/notifications/channels/SnsChannel.ts';
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import { freePort } from '../../support/freePort.ts';
import { type SnsAnswer, SnsServer } from '../../support/snsServer.ts';
import { messageOf, never } from './messages.ts';

const SEOUL = 'arn:aws:sns:ap-northeast-2:123456789012:fire-prediction-critical-alerts';
const TOKYO = 'arn:aws:sns:ap-northeast-1:123456789012:fire-prediction-emergency';
const KEYS = { accessKeyId: 'AKIAEXAMPLE000000000', secretAccessKey: 'secret' };
const TOPICS = { critical: SEOUL, high: '', model: '', system: '', emergency: TOKYO };

describe('publishing to SNS', () => {
  let sns: SnsServer;
  beforeEach(async () => {
    sns = await SnsServer.start(SEOUL, TOKYO);
  });
  afterEach(() => sns.stop());

  const channel = (said: Partial<ConstructorParameters<typeof SnsChannel>[0]> = {}) =>
    new SnsChannel({
      settings: { topics: TOPICS, endpoint: sns.url },
      credentials: KEYS,
      timeouts: { requestTimeout: 300, connectionTimeout: 300 },
      ...said,
    });

  const problem = async (sending: Promise<unknown>): Promise<string> => {
    try {
      await sending;
      return 'sent';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('sends a text for each protocol, a safe subject and attributes to filter by', async () => {
    await channel().send(messageOf(), never());
    const [published] = sns.published;
    expect(published?.subject).toBe('심각: 전기화재 위험 - 3층 전기실 분전반 A');
    expect(Object.keys(published?.message ?? {}).sort()).toEqual(['default', 'email', 'sms']);
    expect(published?.message['sms']).toBe('심각 전기화재 위험 3층 전기실 분전반 A 14:03');
    expect(published?.message['default']).toContain('감사 기록 7 abababababababab');
    expect(published?.message['sms']).not.toContain('abab');
    expect(published?.attributes).toMatchObject({
      severity: 'CRITICAL',
      simulated: 'false',
      'AWS.SNS.SMS.SMSType': 'Transactional',
    });
  });

  it('a device that calls itself a header gets no line of its own', async () => {
    const name = 'x\r\nBcc: everybody\u2028\u0000';
    await channel().send(messageOf('critical', name), never());
    expect(sns.published[0]?.subject).toBe('심각: 전기화재 위험 - 3층 x Bcc: everybody');
  });

  it('speaks to the region of each ARN', async () => {
    const one = channel();
    await one.send(messageOf('critical'), never());
    await one.send(messageOf('emergency'), never());
    expect(sns.published.map(({ region }) => region)).toEqual(['ap-northeast-2', 'ap-northeast-1']);
    one.close();
  });

  const refusals: readonly (readonly [SnsAnswer, DeliveryProblemCode])[] = [
    [{ status: 400, code: 'Throttling' }, 'throttled'],
    [{ status: 400, code: 'ThrottledException' }, 'throttled'],
    [{ status: 503, code: 'ServiceUnavailable' }, 'serviceFailing'],
    [{ status: 500, code: 'InternalError' }, 'serviceFailing'],
    [{ status: 403, code: 'AuthorizationError' }, 'notAuthorised'],
    [{ status: 403, code: 'AccessDenied' }, 'notAuthorised'],
    [{ status: 404, code: 'NotFound' }, 'topicNotFound'],
    [
      { status: 400, code: 'InvalidParameter', message: 'Invalid parameter: TopicArn' },
      'topicNotFound',
    ],
    [
      { status: 400, code: 'InvalidParameter', message: 'Invalid parameter: Subject' },
      'messageRefused',
    ],
    [{ status: 403, code: 'InvalidClientTokenId' }, 'credentialsRefused'],
    [{ status: 403, code: 'SignatureDoesNotMatch' }, 'credentialsRefused'],
    [
      { status: 403, code: 'SignatureDoesNotMatch', message: 'Signature expired: 2026' },
      'clockWrong',
    ],
    [{ status: 403, code: 'ExpiredToken' }, 'credentialsExpired'],
    [{ status: 418, code: 'Surprise' }, 'refused'],
    ['hang', 'timeout'],
    ['cut', 'connectionLost'],
    ['garbage', 'serviceFailing'],
    ['empty', 'serviceFailing'],
  ];
  it.each(refusals)('%j is %s, tried once', async (answer, code) => {
    sns.answers = [answer];
    expect(await problem(channel().send(messageOf(), never()))).toBe(code);
    expect(sns.requests).toBe(1);
  });

  it('a topic that does not exist, and one that was not set, are told apart', async () => {
    sns.topics.delete(SEOUL);
    expect(await problem(channel().send(messageOf(), never()))).toBe('topicNotFound');
    expect(await problem(channel().send(messageOf('high'), never()))).toBe('configuration');
  });

  it('nobody there, no such name, and called off', async () => {
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const at = (endpoint: string) => channel({ settings: { topics: TOPICS, endpoint } });
    expect(await problem(at(nobody).send(messageOf(), never()))).toBe('unreachable');
    expect(await problem(at('http://nowhere.invalid').send(messageOf(), never()))).toBe(
      'nameNotFound',
    );
    const off = new AbortController();
    sns.answers = ['hang'];
    sns.heard = () => off.abort();
    const patient = channel({ timeouts: { requestTimeout: 60_000 } });
    expect(await problem(patient.send(messageOf(), off.signal))).toBe('timeout');
  });

  it('what the credentials fail with is told as it is', async () => {
    const credentials = async () => {
      throw Object.assign(new Error('the SSO session has expired'), {
        name: 'CredentialsProviderError',
      });
    };
    const sending = channel({ credentials }).send(messageOf(), never());
    expect(await problem(sending)).toBe('credentialsExpired');
    expect(sns.requests).toBe(0);
  });
});
