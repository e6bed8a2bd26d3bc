import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { iotRoleAliasCredentials } from '#engine/notifications/channels/iotRoleAlias.ts';
import { SnsChannel } from '#engine/notifications/channels/SnsChannel.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { SnsServer } from '../../support/snsServer.ts';
import { messageOf, never } from './messages.ts';

const TOPIC = 'arn:aws:sns:ap-northeast-2:123456789012:a';
const MINUTE = 60_000;

/** The account's credential endpoint: mutual TLS, the thing's name in a header, credentials for a while. */
describe('credentials of an IoT role alias', () => {
  const certificates = makeCertificates();
  const strangers = makeCertificates();
  let endpoint: https.Server;
  let validForMs: number;
  let asked: { readonly path: string; readonly thing: unknown; readonly subject: string }[];
  let status: number;
  let body: string | null;

  beforeEach(async () => {
    asked = [];
    validForMs = 60 * MINUTE;
    status = 200;
    body = null;
    const { ca, server } = certificates;
    endpoint = https.createServer(
      { ca, cert: server.cert, key: server.key, requestCert: true, rejectUnauthorized: true },
      (request, response) => {
        const { subject } = (request.socket as TLSSocket).getPeerCertificate();
        asked.push({
          path: request.url ?? '',
          thing: request.headers['x-amzn-iot-thingname'],
          subject: String(subject.CN),
        });
        const known = request.headers['x-amzn-iot-thingname'] === 'desk-1';
        response.writeHead(known ? status : 403, { 'content-type': 'application/json' });
        response.end(
          body ??
            JSON.stringify({
              credentials: {
                accessKeyId: `ASIA${asked.length}`.padEnd(20, '0'),
                secretAccessKey: 'temporary',
                sessionToken: `session-${asked.length}`,
                expiration: new Date(Date.now() + validForMs).toISOString(),
              },
            }),
        );
      },
    );
    endpoint.listen(0, '127.0.0.1');
    await once(endpoint, 'listening');
  });
  afterEach(() => {
    endpoint.closeAllConnections();
    endpoint.close();
  });

  const parts = (said: Partial<Parameters<typeof iotRoleAliasCredentials>[0]> = {}) => ({
    endpoint: `127.0.0.1:${(endpoint.address() as AddressInfo).port}`,
    roleAlias: 'emberwatch-desk',
    thingName: 'desk-1',
    certificate: certificates.client.cert,
    privateKey: certificates.client.key,
    ca: certificates.ca,
    ...said,
  });
  const get = (said = {}) => iotRoleAliasCredentials(parts(said), Date.now);

  it("are given for the desk's certificate and the thing's name", async () => {
    const credentials = await get();
    expect(asked).toEqual([
      { path: '/role-aliases/emberwatch-desk/credentials', thing: 'desk-1', subject: 'client' },
    ]);
    expect(credentials).toMatchObject({ sessionToken: 'session-1', secretAccessKey: 'temporary' });
  });

  it('are refused in words: another thing, no such alias, a stranger, an old answer, something else', async () => {
    await expect(get({ thingName: 'desk-2' })).rejects.toMatchObject({
      code: 'credentialsRefused',
    });
    status = 404;
    await expect(get()).rejects.toMatchObject({ code: 'roleAliasNotFound' });
    status = 500;
    await expect(get()).rejects.toMatchObject({ code: 'serviceFailing' });
    status = 200;
    body = '<html>login</html>';
    await expect(get()).rejects.toMatchObject({ code: 'serviceFailing' });
    body = null;
    validForMs = -MINUTE;
    await expect(get()).rejects.toMatchObject({ code: 'clockWrong' });
    const { client } = strangers;
    await expect(get({ certificate: client.cert, privateKey: client.key })).rejects.toMatchObject({
      code: expect.stringMatching(/clientCertificateRefused|connectionLost/),
    });
    await expect(get({ ca: strangers.ca })).rejects.toMatchObject({ code: 'serverUntrusted' });
    await expect(get({ certificate: 'no certificate' })).rejects.toMatchObject({
      code: 'configuration',
    });
    await expect(get({ privateKey: client.key })).rejects.toMatchObject({ code: 'configuration' });
  });

  it('are asked for once while they are good, and again in the last five minutes', async () => {
    const sns = await SnsServer.start(TOPIC);
    const channel = new SnsChannel({
      settings: {
        topics: { critical: TOPIC, high: '', model: '', system: '', emergency: '' },
        endpoint: sns.url,
      },
      credentials: () => iotRoleAliasCredentials(parts(), Date.now),
    });
    await channel.send(messageOf(), never());
    await channel.send(messageOf(), never());
    expect(asked).toHaveLength(1);
    expect(sns.published[0]).toMatchObject({
      accessKeyId: 'ASIA1'.padEnd(20, '0'),
      sessionToken: 'session-1',
    });
    channel.close();

    // How often the SDK asks inside of the last five minutes is its own affair; that it does, and then stops, is ours.
    validForMs = 4 * MINUTE;
    const late = new SnsChannel({
      settings: {
        topics: { critical: TOPIC, high: '', model: '', system: '', emergency: '' },
        endpoint: sns.url,
      },
      credentials: () => iotRoleAliasCredentials(parts(), Date.now),
    });
    await late.send(messageOf(), never());
    const first = sns.published.at(-1)?.sessionToken;
    validForMs = 60 * MINUTE;
    await expect
      .poll(async () => {
        await late.send(messageOf(), never());
        return sns.published.at(-1)?.sessionToken;
      })
      .not.toBe(first);
    const good = asked.length;
    await late.send(messageOf(), never());
    expect(asked).toHaveLength(good);
    late.close();
    await sns.stop();
  });
});
