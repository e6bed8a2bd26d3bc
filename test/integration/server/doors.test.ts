import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as requestByTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { checkDoors } from '../../../main/server/startServer.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { type Headless, startHeadless, TOKEN } from '../../support/headless.ts';
import { rawHttp, request } from '../../support/rawHttp.ts';

const page = mkdtempSync(join(tmpdir(), 'emberwatch-page-'));
mkdirSync(join(page, 'renderer', 'assets'), { recursive: true });
writeFileSync(join(page, 'secret.txt'), 'outside of the page');
writeFileSync(join(page, 'renderer', 'index.html'), '<!doctype html><title>desk</title>');
writeFileSync(join(page, 'renderer', 'assets', 'desk-1a2b3c.js'), 'export {};');
writeFileSync(join(page, 'renderer', '.hidden'), 'hidden');
const rendererDir = join(page, 'renderer');
afterAll(() => rmSync(page, { recursive: true, force: true }));

let desk: Headless | undefined;
afterEach(async () => {
  await desk?.close();
  desk = undefined;
});
const start = async (options: Parameters<typeof startHeadless>[0] = {}) => {
  desk = await startHeadless(options);
  return desk;
};

/** How the host answered the opening of a WebSocket. */
const opening = (url: string, headers: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/rpc`, { headers });
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(statusCode ?? 0));
    socket.on('error', () => undefined);
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
  });

describe('on loopback', () => {
  test('the API needs its token, the page and health do not', async () => {
    const { url } = await start({ rendererDir });
    const status = async (path: string, authorization?: string) =>
      (await fetch(url + path, { headers: authorization ? { authorization } : {} })).status;
    for (const path of ['/api/overview', '/api/metrics', '/api/nothing', '/metrics']) {
      expect([path, await status(path)]).toEqual([path, 401]);
      expect([path, await status(path, 'Bearer wrong')]).toEqual([path, 401]);
      expect([path, await status(path, `Basic ${btoa(`:${TOKEN}`)}`)]).toEqual([path, 401]);
    }
    expect(await status('/api/overview', `Bearer ${TOKEN}`)).toBe(200);
    expect(await status('/metrics', `Bearer ${TOKEN}`)).toBe(200);
    expect(await status('/')).toBe(200);
    expect(await status('/healthz')).toBe(200);
    expect(await status('/readyz')).toBe(200);
    const refused = await fetch(`${url}/api/overview`);
    expect(refused.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await refused.json()).toEqual({ error: 'A bearer token is needed' });
  });

  test('a token that nobody gave is made, kept for the owner only, and used again', async () => {
    const { url, dataDir } = await start({ token: undefined });
    const file = join(dataDir, 'api-token');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = readFileSync(file, 'utf8').trim();
    expect(token).toMatch(/^[\w-]{43}$/);
    const ask = (given: string) =>
      fetch(`${url}/api/overview`, { headers: { authorization: `Bearer ${given}` } });
    expect((await ask(token)).status).toBe(200);
    expect((await ask(TOKEN)).status).toBe(401);
    const { loadOrCreateApiToken } = await import('../../../main/server/apiToken.ts');
    expect(loadOrCreateApiToken(dataDir)).toBe(token);
  });

  test.each(['evil.example', 'evil.example:80', '10.1.2.3', '127.0.0.1.evil.example'])(
    'a name that leads here by DNS rebinding is refused everywhere: %s',
    async (host) => {
      const { url } = await start({ rendererDir });
      for (const path of ['/', '/healthz', '/api/overview', '/assets/desk-1a2b3c.js']) {
        const answer = await rawHttp(url, request(`GET ${path}`, { Host: host }));
        expect([path, answer.status]).toEqual([path, 403]);
        expect(answer.body).toBe('{"error":"This name is not served here"}');
      }
      expect(await opening(url, { host })).toBe(403);
    },
  );

  test('another site’s page can neither call nor open a socket', async () => {
    const { url } = await start();
    const call = (headers: Record<string, string>) =>
      fetch(`${url}/rpc/operators/signOn`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ json: { operatorId: 'mallory', secret: 'guess', desk: 'x' } }),
      });
    expect((await call({ origin: 'http://evil.example' })).status).toBe(403);
    expect((await call({ origin: 'null' })).status).toBe(403);
    expect((await call({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    // What a form of another site could send without being asked.
    expect((await call({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await call({ 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await call({ origin: url })).status).toBe(200);
    expect(await opening(url, { origin: 'http://evil.example' })).toBe(403);
    expect(await opening(url, { origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await opening(url, { origin: url })).toBe(101);
    expect(await opening(url)).toBe(101);
  });

  test('no answer lets another site read it', async () => {
    const { url } = await start();
    const response = await fetch(`${url}/healthz`, { headers: { origin: 'http://evil.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the page', () => {
  test('comes with a policy that lets nothing else in, and only its hashed files are cached', async () => {
    const { url } = await start({ rendererDir });
    const index = await fetch(url);
    expect(await index.text()).toContain('<title>desk</title>');
    const policy = index.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain(`connect-src 'self' ${url.replace('http', 'ws')}`);
    expect(policy).not.toContain('unsafe');
    expect(index.headers.get('x-content-type-options')).toBe('nosniff');
    expect(index.headers.get('referrer-policy')).toBe('no-referrer');
    expect(index.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(index.headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(index.headers.get('cache-control')).toBe('no-cache');
    const asset = await fetch(`${url}/assets/desk-1a2b3c.js`);
    expect(asset.headers.get('content-type')).toMatch(/javascript/);
    expect(asset.headers.get('cache-control')).toMatch(/immutable/);
  });

  test('says what to do while it has not been built, and appears once it has', async () => {
    const later = join(page, 'later');
    const { url } = await start({ rendererDir: later });
    const missing = await fetch(url);
    expect(missing.status).toBe(503);
    expect(await missing.text()).toContain('npm run build:renderer');
    mkdirSync(later);
    writeFileSync(join(later, 'index.html'), 'built');
    expect(await (await fetch(url)).text()).toBe('built');
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/../../secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '//secret.txt',
    '/.hidden',
    '/secret.txt%00.js',
    '/assets',
    '/assets/',
    '/assets/nothing.js',
  ])('%s does not lead out of its folder', async (path) => {
    const { url } = await start({ rendererDir });
    const answer = await rawHttp(url, request(`GET ${path}`));
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.body).not.toMatch(/outside|hidden/);
    expect(JSON.parse(answer.body)).toHaveProperty('error');
  });
});

describe('away from loopback', () => {
  const open = () => start({ host: '0.0.0.0', plainHttp: true, rendererDir });

  test('it does not start without a token that somebody chose', () => {
    expect(() => checkDoors({ host: '0.0.0.0', plainHttp: true })).toThrow(
      /0\.0\.0\.0 can be reached from other machines: give a token/,
    );
  });

  test('it does not start without a certificate, unless somebody says that a proxy has one', () => {
    const doors = { host: '0.0.0.0', token: TOKEN };
    expect(() => checkDoors(doors)).toThrow(/give a certificate/);
    expect(() => checkDoors({ ...doors, plainHttp: true })).not.toThrow();
    expect(() => checkDoors({ host: '127.0.0.1' })).not.toThrow();
  });

  test('by TLS the page, the calls and the socket come over it, and the seat stays on it', async () => {
    const { ca, server, otherServer } = makeCertificates();
    const mixed = { cert: server.cert, key: otherServer.key };
    expect(() => checkDoors({ host: '0.0.0.0', token: TOKEN, tls: mixed })).toThrow(
      /can't be used/,
    );
    const { url } = await start({ host: '0.0.0.0', tls: server, rendererDir });
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:/);
    const over = (path: string, headers: OutgoingHttpHeaders = {}, body?: string) =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const method = body === undefined ? 'GET' : 'POST';
        requestByTls(`${url}${path}`, { ca, headers, method }, resolve)
          .on('error', reject)
          .end(body);
      });
    expect((await over('/')).statusCode).toBe(401);
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: url };
    const access = await over('/access', form, `token=${TOKEN}`);
    const [cookie = ''] = access.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/; Secure$/);
    expect((await over('/', { cookie: cookie.split(';')[0] })).statusCode).toBe(200);
    const socket = new WebSocket(`${url.replace('https', 'wss')}/rpc/ws`, {
      ca,
      headers: { cookie: cookie.split(';')[0] },
    });
    await once(socket, 'open');
    socket.close();
    // What speaks no TLS gets no answer.
    await expect(fetch(url.replace('https', 'http'))).rejects.toThrow();
  });

  test('the page asks for the token, and nothing else is given before', async () => {
    const { url } = await open();
    const index = await fetch(url);
    expect(index.status).toBe(401);
    expect(await index.text()).toMatch(/<form method="post" action="\/access">/);
    expect((await fetch(`${url}/assets/desk-1a2b3c.js`)).status).toBe(401);
    const call = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await fetch(`${url}/rpc/desk/floors`, call)).status).toBe(401);
    expect(await opening(url)).toBe(401);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('the token is exchanged once for a seat that opens the page, the calls and the socket', async () => {
    const { url } = await open();
    const access = await fetch(`${url}/access`, {
      method: 'POST',
      body: new URLSearchParams({ token: TOKEN }),
      headers: { origin: url },
      redirect: 'manual',
    });
    expect(access.status).toBe(303);
    expect(access.headers.get('location')).toBe('/');
    const set = access.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/HttpOnly; SameSite=Strict/);
    const cookie = set.split(';', 1)[0]!;
    expect((await fetch(url, { headers: { cookie } })).status).toBe(200);
    const floors = await fetch(`${url}/rpc/desk/floors`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '{}',
    });
    expect(floors.status).toBe(200);
    expect(await opening(url, { cookie })).toBe(101);
    expect(await opening(url, { cookie, origin: 'http://evil.example' })).toBe(403);
    expect((await fetch(`${url}/api/overview`, { headers: { cookie } })).status).toBe(401);
  });

  test.each<[string, Record<string, string>, number]>([
    ['a wrong token', { token: 'wrong' }, 401],
    ['no token', {}, 401],
  ])('%s gets the form again, and no seat', async (_what, form, status) => {
    const { url } = await open();
    const access = await fetch(`${url}/access`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    expect(access.status).toBe(status);
    expect(access.headers.get('set-cookie')).toBeNull();
    expect(await access.text()).toContain('<form');
  });

  test('programs may use the token itself', async () => {
    const { url } = await open();
    const headers = { authorization: `Bearer ${TOKEN}` };
    expect((await fetch(`${url}/api/overview`, { headers })).status).toBe(200);
    expect(await opening(url, headers)).toBe(101);
  });
});
