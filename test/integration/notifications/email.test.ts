import { afterEach, describe, expect, it } from 'vitest';
import { EmailChannel } from '#engine/notifications/channels/EmailChannel.ts';
import type { EmailChannelSettings } from '#shared/notifications/channel.ts';
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { freePort } from '../../support/freePort.ts';
import { readMail, readWords, type SmtpOptions, SmtpServer } from '../../support/smtpServer.ts';
import { messageOf, never } from './messages.ts';

const certificates = makeCertificates();
const SECURE = { tls: certificates.server, user: 'desk', password: '비밀 암호' };

describe('e-mail', () => {
  let smtp: SmtpServer | undefined;
  afterEach(async () => {
    await smtp?.stop();
    smtp = undefined;
  });

  const settings = (said: Partial<EmailChannelSettings> = {}): EmailChannelSettings => ({
    kind: 'email',
    host: '127.0.0.1',
    port: smtp?.port ?? 0,
    security: 'starttls',
    username: 'desk',
    from: 'desk@example.com',
    recipients: {
      critical: ['safety@example.com', 'night@example.com'],
      high: [],
      model: [],
      system: [],
      emergency: [],
    },
    ca: certificates.ca,
    ...said,
  });

  const send = async (
    server: SmtpOptions,
    said: Partial<EmailChannelSettings> = {},
    password = SECURE.password,
  ) => {
    smtp = await SmtpServer.start(server);
    const channel = new EmailChannel({
      settings: settings(said),
      password,
      timeouts: { greetingTimeout: 300, socketTimeout: 300 },
    });
    return channel.send(messageOf(), never());
  };

  it('goes encrypted, signed in, to everybody of the topic, as Korean text that can be read', async () => {
    await send(SECURE);
    const [mail] = smtp?.mails ?? [];
    expect(mail).toMatchObject({
      encrypted: true,
      user: 'desk',
      from: 'desk@example.com',
      to: ['safety@example.com', 'night@example.com'],
    });
    const { headers, text } = readMail(mail!);
    const subject = Buffer.from(readWords(headers['subject'] ?? ''), 'latin1').toString('utf8');
    expect(subject).toBe('심각: 전기화재 위험 - 3층 전기실 분전반 A');
    expect(headers['content-type']).toContain('text/plain');
    expect(headers['message-id']).toMatch(/^<msg_[0-9a-f]{32}@emberwatch>$/);
    expect(text).toContain('온도가 위험 수준입니다: 92.4 °C');
    expect(text).toContain('감사 기록 7 abababababababab');
  });

  it('speaks TLS from the first byte where it is told to', async () => {
    await send({ ...SECURE, implicitTls: true }, { security: 'tls' });
    expect(smtp?.mails[0]?.encrypted).toBe(true);
  });

  it('tells the recipients that were refused, and reaches the others', async () => {
    const recipients = {
      ...settings().recipients,
      critical: ['nobody@example.com', 'a@example.com'],
    };
    expect(await send(SECURE, { recipients })).toEqual({
      partly: {
        code: 'recipientRefused',
        detail: 'nobody@example.com',
        reached: ['a@example.com'],
      },
    });
    expect(smtp?.mails[0]?.to).toEqual(['a@example.com']);
  });

  const refusals: readonly (readonly [
    string,
    SmtpOptions,
    Partial<EmailChannelSettings>,
    DeliveryProblemCode,
  ])[] = [
    ['no encryption offered', { user: 'desk', password: SECURE.password }, {}, 'tlsNotOffered'],
    ['an authority that nobody gave', SECURE, { ca: '' }, 'serverUntrusted'],
    [
      'a certificate for another name',
      { ...SECURE, tls: certificates.otherServer },
      {},
      'certificateNameMismatch',
    ],
    ['plain text where TLS is spoken', SECURE, { security: 'tls' }, 'tlsFailed'],
    ['a wrong password', { ...SECURE, password: 'another' }, {}, 'credentialsRefused'],
    ['a server that wants a sign-in', SECURE, { username: '' }, 'credentialsRefused'],
    [
      'a sign-in that is not possible now',
      { ...SECURE, say: { AUTH: '454 4.7.0 later' } },
      {},
      'serviceFailing',
    ],
    ['a refused sender', { ...SECURE, say: { MAIL: '550 5.7.1 not yours' } }, {}, 'senderRefused'],
    [
      'refused recipients',
      { ...SECURE, say: { RCPT: '550 5.1.1 unknown' } },
      {},
      'recipientRefused',
    ],
    ['grey-listing', { ...SECURE, say: { RCPT: '451 4.7.1 later' } }, {}, 'throttled'],
    ['taken for spam', { ...SECURE, say: { '.': '554 5.7.1 spam' } }, {}, 'messageRefused'],
    ['a full mailbox', { ...SECURE, say: { '.': '452 4.2.2 full' } }, {}, 'throttled'],
    ['no greeting', { ...SECURE, say: { GREETING: null } }, {}, 'timeout'],
    ['silence in the middle', { ...SECURE, say: { MAIL: null } }, {}, 'timeout'],
    ['a server that is closing', { ...SECURE, say: { GREETING: '421 bye' } }, {}, 'serviceFailing'],
  ];
  it.each(refusals)('%s', async (_name, server, said, code) => {
    await expect(send(server, said)).rejects.toMatchObject({ code });
    expect(smtp?.mails).toEqual([]);
  });

  it('nobody there', async () => {
    const channel = new EmailChannel({
      settings: settings({ port: await freePort() }),
      password: 'x',
    });
    await expect(channel.send(messageOf(), never())).rejects.toMatchObject({ code: 'unreachable' });
    const lost = new EmailChannel({
      settings: settings({ host: 'nowhere.invalid' }),
      password: 'x',
    });
    await expect(lost.send(messageOf(), never())).rejects.toMatchObject({ code: 'nameNotFound' });
  });

  it('is called off at once', async () => {
    smtp = await SmtpServer.start({ ...SECURE, say: { GREETING: null } });
    const off = new AbortController();
    const channel = new EmailChannel({ settings: settings(), password: 'x' });
    const sending = channel.send(messageOf(), off.signal);
    off.abort();
    await expect(sending).rejects.toMatchObject({ code: 'timeout' });
  });

  it('no password is in what is told of a failure', async () => {
    const failure = await send({ ...SECURE, password: 'another' }).catch((error: Error) => error);
    const told = `${(failure as Error).message} ${JSON.stringify(failure)}`;
    expect(told).not.toContain(SECURE.password);
    expect(told).not.toContain(Buffer.from(SECURE.password).toString('base64'));
  });
});
