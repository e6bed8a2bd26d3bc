import { describe, expect, it } from 'vitest';
import {
  hashDeviceSecret,
  isDeviceSecret,
  makeDeviceSecret,
} from '#engine/sources/lan/deviceSecret.ts';
import { LoginLimit } from '#engine/sources/lan/LoginLimit.ts';
import { RefusedLogins } from '#engine/sources/lan/RefusedLogins.ts';
import {
  LAN_BROKER_SECRETS,
  LanBrokerSettings,
  lanBrokerSecrets,
  mayPublish,
} from '#shared/connections/lanBroker.ts';

describe('a limit on wrong logins', () => {
  it('shuts one name at one address out first, then the address, and both only for a minute', () => {
    let now = 0;
    const limit = new LoginLimit(() => now);
    for (let i = 0; i < 10; i++) limit.failed('10.0.0.5', 'mad');
    expect([limit.shutsOut('10.0.0.5', 'mad'), limit.shutsOut('10.0.0.5', 'good')]).toEqual([
      true,
      false,
    ]);
    expect(limit.shutsOut('10.0.0.6', 'mad')).toBe(false);
    for (let i = 0; i < 90; i++) limit.failed('10.0.0.5', `guess-${i}`);
    expect([limit.shutsOutAll('10.0.0.5'), limit.shutsOut('10.0.0.5', 'good')]).toEqual([
      true,
      true,
    ]);
    now = 60_000;
    expect([limit.shutsOutAll('10.0.0.5'), limit.shutsOut('10.0.0.5', 'mad')]).toEqual([
      false,
      false,
    ]);
  });

  it('forgets the failures of who came in', () => {
    const limit = new LoginLimit(() => 0);
    for (let i = 0; i < 9; i++) limit.failed('a', 'd');
    limit.succeeded('a', 'd');
    limit.failed('a', 'd');
    expect(limit.shutsOut('a', 'd')).toBe(false);
  });

  it('stays bounded however many addresses there are', () => {
    const limit = new LoginLimit(() => 0);
    for (let i = 0; i < 10; i++) limit.failed('first', 'd');
    expect(limit.shutsOut('first', 'd')).toBe(true);
    for (let i = 0; i < 10_000; i++) limit.failed(`10.${i}`, 'd');
    expect(limit.shutsOut('first', 'd')).toBe(false);
  });
});

it('lists refused logins newest first, counts repetitions, and keeps the newest of many', () => {
  let now = 1;
  const refused = new RefusedLogins(() => now);
  refused.count('a', 'd'.repeat(500), 'wrongSecret');
  now = 2;
  refused.count('b', '', 'tlsFailed');
  now = 3;
  refused.count('a', 'd'.repeat(500), 'wrongSecret');
  expect(refused.list()).toEqual([
    { address: 'a', name: 'd'.repeat(64), reason: 'wrongSecret', count: 2, firstAt: 1, lastAt: 3 },
    { address: 'b', name: '', reason: 'tlsFailed', count: 1, firstAt: 2, lastAt: 2 },
  ]);
  for (let i = 0; i < 500; i++) refused.count(`c${i}`, '', 'unknownName');
  expect(refused.list()).toHaveLength(200);
  expect(refused.list()[0]?.address).toBe('c499');
  expect(refused.total).toBe(503);
});

it('knows a secret by its hash, and nothing by a damaged one', async () => {
  const secret = makeDeviceSecret();
  const hash = await hashDeviceSecret(secret);
  const bytes = Buffer.from(secret);
  expect(await isDeviceSecret(bytes, hash)).toBe(true);
  expect(await isDeviceSecret(Buffer.from(`${secret}x`), hash)).toBe(false);
  for (const damaged of ['', 'scrypt$$', hash.slice(0, -1), hash.replace('scrypt', 'plain')])
    expect(await isDeviceSecret(bytes, damaged)).toBe(false);
  expect(await hashDeviceSecret(secret)).not.toBe(hash);
});

it.each([
  ['fire-prediction/device/a/data', true],
  ['fire-prediction/device/b/data', false],
  ['fire-prediction/device/a/data/x', false],
  ['fire-prediction/device/a', false],
  ['fire-prediction/device/+/data', false],
  ['fire-prediction/device/a/../b/data', false],
  ['fire-prediction/device//data', false],
  ['#', false],
  ['', false],
])('who may publish for device a may publish to %j: %s', (topic, may) => {
  expect(mayPublish({ name: 'a', devices: new Set(['a']) }, topic)).toBe(may);
});

it('needs a key only for a certificate that the desk did not make', () => {
  const settings = LanBrokerSettings.parse({ kind: 'lanBroker' });
  expect(settings).toMatchObject({ host: '0.0.0.0', port: 8883, announce: true });
  expect(lanBrokerSecrets(settings)).toEqual([]);
  const given = { certificate: { type: 'given', chain: 'PEM' } } as const;
  expect(lanBrokerSecrets(given)).toEqual([...LAN_BROKER_SECRETS]);
  for (const wrong of [{ port: 0 }, { host: 'a b' }, { password: 'x' }, { certificate: given }])
    expect(LanBrokerSettings.safeParse({ kind: 'lanBroker', ...wrong }).success).toBe(false);
});
