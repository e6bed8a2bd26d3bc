import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { httpsRequest } from '#engine/notifications/channels/httpsRequest.ts';
import { WebhookChannel } from '#engine/notifications/channels/WebhookChannel.ts';
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { freePort } from '../../support/freePort.ts';
import { HEAD, messageOf, never } from './messages.ts';

const BYTES = Buffer.alloc(32, 7);
const KEY = `whsec_${BYTES.toString('base64')}`;
const AT = 1_767_589_408_000;
const TOPICS = { critical: true, high: true, model: true, system: true, emergency: true };

interface Heard {
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

describe('a webhook', () => {
  let server: http.Server | undefined;
  const heard: Heard[] = [];
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
    heard.length = 0;
  });

  const listen = async (
    answer: (response: http.ServerResponse) => void,
    secure?: { cert: string; key: string },
  ): Promise<string> => {
    const listener: http.RequestListener = async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString('utf8');
      heard.push({ url: request.url ?? '', headers: request.headers, body });
      answer(response);
    };
    server = secure ? https.createServer(secure, listener) : http.createServer(listener);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `${secure ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  const channel = (url: string, ca = '') =>
    new WebhookChannel(
      { kind: 'webhook', url, topics: TOPICS, allowPlainHttp: false, ca },
      KEY,
      () => AT,
    );
  const ok = (response: http.ServerResponse) => void response.writeHead(204).end();

  it('is signed over its id, its time and its body, as Standard Webhooks says', async () => {
    const url = await listen(ok);
    const message = messageOf();
    await channel(`${url}/hook?site=1`).send(message, never());
    const [{ headers, body, url: path }] = heard as [Heard];
    expect(path).toBe('/hook?site=1');
    expect(headers['webhook-id']).toBe(message.id);
    expect(headers['webhook-timestamp']).toBe(String(AT / 1000));
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const right = createHmac('sha256', BYTES).update(signed).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${right}`);
    expect(JSON.parse(body)).toMatchObject({
      type: 'emberwatch.notification',
      head: HEAD,
      data: {
        topic: 'critical',
        simulated: false,
        items: [
          { key: 'alarm-1#raise', severity: '심각', alarm: { kind: 'risk', priority: 'CRITICAL' } },
        ],
      },
    });
  });

  it('the published test vector of Standard Webhooks has the published signature', async () => {
    const { signatureOf } = await import('#engine/notifications/channels/WebhookChannel.ts');
    expect(
      signatureOf(
        'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
        'msg_p5jXN8AQM9LWM0D4loKWxJek',
        '1614265330',
        '{"test": 2432232314}',
      ),
    ).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  const refusals: readonly (readonly [number, DeliveryProblemCode])[] = [
    [302, 'redirected'],
    [400, 'refused'],
    [401, 'notAuthorised'],
    [404, 'refused'],
    [408, 'serviceFailing'],
    [410, 'refused'],
    [429, 'throttled'],
    [500, 'serviceFailing'],
    [503, 'serviceFailing'],
  ];
  it.each(refusals)('%i is %s', async (status, code) => {
    const url = await listen((response) => {
      response
        .writeHead(status, { location: 'http://elsewhere.example/', 'retry-after': '120' })
        .end();
    });
    const retryAfterMs = status === 429 || status >= 500 || status === 408 ? 120_000 : null;
    await expect(channel(url).send(messageOf(), never())).rejects.toMatchObject({
      code,
      retryAfterMs,
    });
    expect(heard).toHaveLength(1);
  });

  it('silence, a cut answer, an endless one and nobody there', async () => {
    const off = new AbortController();
    const hang = await listen(() => off.abort());
    await expect(channel(hang).send(messageOf(), off.signal)).rejects.toMatchObject({
      code: 'connectionLost',
    });
    server?.closeAllConnections();
    server?.close();
    const cut = await listen((response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      response.socket?.destroy();
    });
    await expect(channel(cut).send(messageOf(), never())).rejects.toMatchObject({
      code: 'connectionLost',
    });
    server?.closeAllConnections();
    server?.close();
    const endless = await listen((response) => {
      const more = () => {
        if (response.destroyed) return;
        response.write('x'.repeat(16_384), () => setImmediate(more));
      };
      more();
    });
    await channel(endless).send(messageOf(), never());
    const nobody = `http://127.0.0.1:${await freePort()}`;
    await expect(channel(nobody).send(messageOf(), never())).rejects.toMatchObject({
      code: 'unreachable',
    });
  });

  it('gives up on a receiver that never answers', async () => {
    const url = await listen(() => undefined);
    await expect(
      httpsRequest({
        url,
        method: 'POST',
        headers: {},
        body: 'x',
        signal: never(),
        timeoutMs: 100,
      }),
    ).rejects.toMatchObject({ code: 'timeout' });
  });

  it('trusts the authority that was given, and no other', async () => {
    const certificates = makeCertificates();
    const url = await listen(ok, certificates.server);
    await channel(url, certificates.ca).send(messageOf(), never());
    expect(heard).toHaveLength(1);
    await expect(channel(url).send(messageOf(), never())).rejects.toMatchObject({
      code: 'serverUntrusted',
    });
  });
});
