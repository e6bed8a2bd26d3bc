import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { Access } from '../../../main/server/Access.ts';

const TOKEN = 'correct-horse-battery-staple';
const HOST = '127.0.0.1:7373';

function setUp(loopbackOnly: boolean) {
  const clock = { now: 1_700_000_000_000 };
  const access = new Access({ token: TOKEN, loopbackOnly, now: () => clock.now });
  const caller = (headers: IncomingHttpHeaders, address = '10.0.0.7') => ({
    headers: { host: HOST, ...headers },
    address,
  });
  return { access, caller, clock };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('names and other sites', () => {
  test.each(['localhost:7373', '127.0.0.1', '[::1]:7373'])('%s is served on loopback', (host) => {
    const { access, caller } = setUp(true);
    expect(access.refuseStranger(caller({ host }), 'GET')).toBeUndefined();
  });

  test.each(['evil.example', 'evil.example:7373', '10.0.0.5', ''])(
    'the name %s that leads to loopback by DNS rebinding is refused',
    (host) => {
      const { access, caller } = setUp(true);
      expect(access.refuseStranger(caller({ host }), 'GET')?.status).toBe(403);
    },
  );

  test('away from loopback any well formed name is served, because the token guards it', () => {
    const { access, caller } = setUp(false);
    expect(access.refuseStranger(caller({ host: 'desk.building.example' }), 'GET')).toBeUndefined();
    expect(access.refuseStranger(caller({ host: 'two words' }), 'GET')?.status).toBe(403);
  });

  test.each<[IncomingHttpHeaders, boolean]>([
    [{}, true],
    [{ origin: `http://${HOST}` }, true],
    [{ origin: `https://${HOST}` }, true],
    [{ 'sec-fetch-site': 'same-origin' }, true],
    [{ 'sec-fetch-site': 'none' }, true],
    [{ origin: 'http://evil.example' }, false],
    [{ origin: 'http://127.0.0.1:9999' }, false],
    [{ origin: 'null' }, false],
    [{ origin: '' }, false],
    [{ 'sec-fetch-site': 'cross-site' }, false],
    [{ 'sec-fetch-site': 'same-site', origin: `http://${HOST}` }, false],
  ])('a request that changes something with %o is allowed: %s', (headers, allowed) => {
    const { access, caller } = setUp(true);
    expect(access.refuseStranger(caller(headers), 'POST') === undefined).toBe(allowed);
    expect(access.refuseSocket(caller(headers)) === undefined).toBe(allowed);
  });

  test('reading is left to the browser, which hides the answer from other sites', () => {
    const { access, caller } = setUp(true);
    const link = caller({ 'sec-fetch-site': 'cross-site' });
    expect(access.refuseStranger(link, 'GET')).toBeUndefined();
  });
});

describe('the token', () => {
  test.each<[string, string | undefined, number | undefined]>([
    ['nothing', undefined, 401],
    ['another scheme', `Basic ${TOKEN}`, 401],
    ['a wrong token', 'Bearer wrong', 401],
    ['a prefix of the token', `Bearer ${TOKEN.slice(0, -1)}`, 401],
    ['the token and more', `Bearer ${TOKEN} more`, 401],
    ['the token', `Bearer ${TOKEN}`, undefined],
    ['the token with the scheme in lower case', `bearer ${TOKEN}`, undefined],
  ])('%s', (_what, authorization, status) => {
    const { access, caller } = setUp(true);
    const headers = authorization === undefined ? {} : { authorization };
    expect(access.refuseWithoutToken(caller(headers))?.status).toBe(status);
  });

  test('opens the desk away from loopback, and nothing does without it', () => {
    const { access, caller } = setUp(false);
    expect(access.refuseDesk(caller({}))?.status).toBe(401);
    expect(access.refuseDesk(caller(bearer(TOKEN)))).toBeUndefined();
    expect(access.refuseSocket(caller({}))?.status).toBe(401);
    expect(access.refuseSocket(caller(bearer(TOKEN)))).toBeUndefined();
  });

  test('is not needed for the desk on loopback', () => {
    const { access, caller } = setUp(true);
    expect(access.refuseDesk(caller({}))).toBeUndefined();
  });

  test('guessing from one address is stopped for a minute, and others are not', () => {
    const { access, caller, clock } = setUp(false);
    for (let guess = 0; guess < 20; guess++)
      expect(access.refuseWithoutToken(caller(bearer(`guess-${guess}`)))?.status).toBe(401);
    expect(access.refuseWithoutToken(caller(bearer(TOKEN)))?.status).toBe(429);
    expect(access.refuseWithoutToken(caller(bearer(TOKEN), '10.0.0.8'))).toBeUndefined();
    clock.now += 60_000;
    expect(access.refuseWithoutToken(caller(bearer(TOKEN)))).toBeUndefined();
  });

  test('wrong tokens on loopback never lock the right one out', () => {
    const { access, caller } = setUp(true);
    for (let guess = 0; guess < 50; guess++) access.refuseWithoutToken(caller(bearer('wrong')));
    expect(access.refuseWithoutToken(caller(bearer(TOKEN)))).toBeUndefined();
  });
});

describe('the seat', () => {
  function seat(access: Access): string {
    const outcome = access.signOn(TOKEN, '10.0.0.7');
    if (!('cookie' in outcome)) throw new Error('refused');
    return outcome.cookie;
  }
  const pairOf = (cookie: string) => cookie.split(';', 1)[0]!;

  test('is a cookie that scripts and other sites can’t use', () => {
    const { access } = setUp(false);
    expect(seat(access)).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    expect(seat(access)).not.toContain(TOKEN);
  });

  test('opens the desk among other cookies, but not the API', () => {
    const { access, caller } = setUp(false);
    const cookie = `theme=dark; ${pairOf(seat(access))}; lang=ko`;
    expect(access.refuseDesk(caller({ cookie }))).toBeUndefined();
    expect(access.refuseWithoutToken(caller({ cookie }))?.status).toBe(401);
  });

  test('is still held after a restart with the same token, and lost with another', () => {
    const { access, clock } = setUp(false);
    const headers = { host: HOST, cookie: pairOf(seat(access)) };
    const restarted = (token: string) =>
      new Access({ token, loopbackOnly: false, now: () => clock.now });
    expect(restarted(TOKEN).refuseDesk({ headers, address: 'x' })).toBeUndefined();
    expect(restarted('another').refuseDesk({ headers, address: 'x' })?.status).toBe(401);
  });

  test('ends after thirty days', () => {
    const { access, caller, clock } = setUp(false);
    const cookie = pairOf(seat(access));
    clock.now += 30 * 86_400_000 - 1;
    expect(access.refuseDesk(caller({ cookie }))).toBeUndefined();
    clock.now += 1;
    expect(access.refuseDesk(caller({ cookie }))?.status).toBe(401);
  });

  test.each(['emberwatch_seat=', 'emberwatch_seat=x', 'emberwatch_seat=9999999999999.a.b', '=;;='])(
    'is not held by %s',
    (cookie) => {
      const { access, caller } = setUp(false);
      expect(access.refuseDesk(caller({ cookie }))?.status).toBe(401);
    },
  );

  test('can’t be prolonged by changing its end', () => {
    const { access, caller, clock } = setUp(false);
    const cookie = pairOf(seat(access)).replace(/=\d+/, `=${clock.now * 2}`);
    expect(access.refuseDesk(caller({ cookie }))?.status).toBe(401);
  });
});
