import { expect, test } from 'vitest';
import { SIGNING_KEY } from '#shared/contract/notifications.ts';
import { ChannelSettings, isSafeAddress, secretsNeeded } from '#shared/notifications/channel.ts';
import { DELIVERY_PROBLEMS, isPermanent } from '#shared/notifications/deliveryProblem.ts';

const TOPICS = { critical: '', high: '', model: '', system: '', emergency: '' };
const sns = (
  topics: Partial<typeof TOPICS>,
  credentials: unknown = { type: 'sso', profile: 'a' },
) =>
  ChannelSettings.safeParse({ kind: 'sns', topics: { ...TOPICS, ...topics }, credentials }).success;

test('a topic is an ARN of SNS, and no FIFO topic, which reaches no telephone', () => {
  expect(
    sns({ critical: 'arn:aws:sns:ap-northeast-2:123456789012:fire-prediction-critical' }),
  ).toBe(true);
  expect(sns({ critical: 'arn:aws-us-gov:sns:us-gov-west-1:123456789012:a' })).toBe(true);
  expect(sns({ critical: 'arn:aws:sns:ap-northeast-2:123456789012:a.fifo' })).toBe(false);
  expect(sns({ critical: 'arn:aws:sqs:ap-northeast-2:123456789012:a' })).toBe(false);
  expect(sns({ critical: 'fire-prediction-critical' })).toBe(false);
});

test('secrets have no place among the settings', () => {
  const keys = { type: 'keys', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' };
  expect(sns({}, keys)).toBe(true);
  expect(sns({}, { ...keys, secretAccessKey: 'x' })).toBe(false);
});

test('an address is encrypted, or never leaves this machine, or the administrator says so', () => {
  expect(isSafeAddress('https://hooks.example/a?b=c', false)).toBe(true);
  expect(isSafeAddress('http://127.0.0.1:8080/x', false)).toBe(true);
  expect(isSafeAddress('http://localhost/x', false)).toBe(true);
  expect(isSafeAddress('http://[::1]:90/', false)).toBe(true);
  expect(isSafeAddress('http://192.168.0.5/x', false)).toBe(false);
  expect(isSafeAddress('http://localhost.evil.example/', false)).toBe(false);
  expect(isSafeAddress('http://127.0.0.1@evil.example/', true)).toBe(false);
  expect(isSafeAddress('http://192.168.0.5/x', true)).toBe(true);
  expect(isSafeAddress('https://user:pass@hooks.example/', true)).toBe(false);
  expect(isSafeAddress('ftp://hooks.example/', true)).toBe(false);
});

test('an e-mail address is one address and nothing that begins another header or recipient', () => {
  const email = (recipient: string) =>
    ChannelSettings.safeParse({
      kind: 'email',
      host: 'mail.example',
      port: 587,
      security: 'starttls',
      username: '',
      from: 'desk@example.com',
      recipients: { critical: [recipient], high: [], model: [], system: [], emergency: [] },
    }).success;
  expect(email('safety@example.com')).toBe(true);
  expect(email('a@example.com,b@example.com')).toBe(false);
  expect(email('a@example.com\r\nBcc: b@example.com')).toBe(false);
  expect(email('"x" <a@example.com>')).toBe(false);
});

test('each way of signing in needs its own secret, and a mail server without sign-in none', () => {
  const parse = (settings: unknown) => ChannelSettings.parse(settings);
  const email = parse({
    kind: 'email',
    host: 'mail.example',
    port: 25,
    security: 'none',
    username: '',
    from: 'desk@example.com',
    recipients: { critical: [], high: [], model: [], system: [], emergency: [] },
  });
  expect(secretsNeeded(email)).toEqual([]);
  expect(secretsNeeded(parse({ ...email, username: 'desk' }))).toEqual(['password']);
});

test('a signing key is what Standard Webhooks says: whsec_ and 24 to 64 bytes', () => {
  const key = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
  expect([24, 25, 26, 32, 33, 64].map((bytes) => SIGNING_KEY.test(key(bytes)))).not.toContain(
    false,
  );
  expect(SIGNING_KEY.test(key(16))).toBe(false);
  expect(SIGNING_KEY.test(key(70))).toBe(false);
  expect(SIGNING_KEY.test('secret')).toBe(false);
});

test('what a lost network looks like is never taken for something that a person has to mend', () => {
  const ofTheNetwork = ['nameNotFound', 'unreachable', 'timeout', 'connectionLost', 'throttled'];
  expect(
    DELIVERY_PROBLEMS.filter((code) => ofTheNetwork.includes(code) && isPermanent(code)),
  ).toEqual([]);
  expect(isPermanent('notAuthorised')).toBe(true);
});
