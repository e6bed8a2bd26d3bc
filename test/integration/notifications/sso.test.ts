/** Credentials of an AWS sign-in, as the AWS SDK reads them: a profile, a token in the cache, and the portal. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ssoCredentials } from '#engine/aws/ssoCredentials.ts';
import type { StoredChannel } from '#engine/notifications/ChannelStore.ts';
import { DELIVERED } from '#engine/notifications/channels/Channel.ts';
import { SnsChannel } from '#engine/notifications/channels/SnsChannel.ts';
import { openChannel } from '#engine/notifications/openChannel.ts';
import type { SnsChannelSettings } from '#shared/notifications/channel.ts';
import type { DeliveryProblemCode } from '#shared/notifications/deliveryProblem.ts';
import { MemorySecrets } from '../../support/lan.ts';
import { SnsServer } from '../../support/snsServer.ts';
import { messageOf, never } from './messages.ts';

const TOPIC = 'arn:aws:sns:ap-northeast-2:123456789012:a';
const HOUR = 3_600_000;
const SESSION = 'building';
const TOKEN = 'token-of-the-sign-in';

let home: string;
let sns: SnsServer;
let portal: http.Server;
let asked: { path: string; token: string }[];
/** What the portal answers. */
let answer: { readonly status: number; readonly type?: string; readonly body: object } | 'hang';

beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'emberwatch-sso-'));
  mkdirSync(path.join(home, '.aws', 'sso', 'cache'), { recursive: true });
  writeFileSync(
    path.join(home, '.aws', 'config'),
    [
      '[profile desk]',
      `sso_session = ${SESSION}`,
      'sso_account_id = 123456789012',
      'sso_role_name = DeskNotifies',
      `[sso-session ${SESSION}]`,
      'sso_start_url = https://building.awsapps.com/start',
      'sso_region = ap-northeast-2',
    ].join('\n'),
  );
  asked = [];
  answer = {
    status: 200,
    body: {
      roleCredentials: {
        accessKeyId: 'ASIA0000000000000001',
        secretAccessKey: 'temporary',
        sessionToken: 'session-1',
        expiration: Date.now() + HOUR,
      },
    },
  };
  portal = http.createServer((request, response) => {
    const token = String(request.headers['x-amz-sso_bearer_token']);
    asked.push({ path: request.url ?? '', token });
    if (answer === 'hang') return;
    const { status, type, body } = answer;
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(type && { 'x-amzn-errortype': type }),
    });
    response.end(JSON.stringify(body));
  });
  portal.listen(0, '127.0.0.1');
  await once(portal, 'listening');
  sns = await SnsServer.start(TOPIC);
  vi.stubEnv('HOME', home);
  vi.stubEnv('USERPROFILE', home);
  vi.stubEnv('AWS_ENDPOINT_URL_SSO', `http://127.0.0.1:${(portal.address() as AddressInfo).port}`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  portal.closeAllConnections();
  portal.close();
  await sns.stop();
  rmSync(home, { recursive: true, force: true });
});

/** What `aws sso login` leaves behind. */
function signIn(endsInMs: number): void {
  const name = createHash('sha1').update(SESSION).digest('hex');
  writeFileSync(
    path.join(home, '.aws', 'sso', 'cache', `${name}.json`),
    JSON.stringify({
      startUrl: 'https://building.awsapps.com/start',
      region: 'ap-northeast-2',
      accessToken: TOKEN,
      expiresAt: new Date(Date.now() + endsInMs).toISOString(),
    }),
  );
}

/** A sign-in that the portal refuses. */
function refusing(status: number, type: string): void {
  signIn(HOUR);
  answer = { status, type, body: { message: 'No' } };
}

async function send(profile = 'desk'): Promise<unknown> {
  const channel = openChannel(
    {
      id: 'channel-1',
      secrets: {},
      config: {
        settings: {
          kind: 'sns',
          topics: { critical: TOPIC },
          endpoint: sns.url,
          credentials: { type: 'sso', profile },
        },
      },
    } as unknown as StoredChannel,
    { secrets: new MemorySecrets(), now: Date.now },
  );
  try {
    return await channel.send(messageOf(), never());
  } catch (error) {
    return error;
  } finally {
    channel.close();
  }
}

describe('a message to SNS by an AWS sign-in', () => {
  it('is signed with what the portal lends for the token in the cache', async () => {
    signIn(HOUR);
    expect(await send()).toEqual(DELIVERED);
    expect(asked).toEqual([
      {
        path: '/federation/credentials?account_id=123456789012&role_name=DeskNotifies',
        token: TOKEN,
      },
    ]);
    expect(sns.published).toMatchObject([
      { accessKeyId: 'ASIA0000000000000001', sessionToken: 'session-1' },
    ]);
  });

  it.each<[string, () => void, DeliveryProblemCode]>([
    ['nobody has signed in', () => undefined, 'credentialsExpired'],
    ['the sign-in has expired', () => signIn(-1_000), 'credentialsExpired'],
    [
      'the portal no longer knows the token',
      () => refusing(401, 'UnauthorizedException'),
      'credentialsExpired',
    ],
    ['the role is not the person’s', () => refusing(403, 'ForbiddenException'), 'notAuthorised'],
    ['the portal is asked too often', () => refusing(429, 'TooManyRequestsException'), 'throttled'],
    [
      'the portal is away, which is no reason to sign in again',
      () => {
        signIn(HOUR);
        portal.close();
      },
      'unreachable',
    ],
  ])('is not sent and says why: %s', async (_why, arrange, code) => {
    arrange();
    expect(await send()).toMatchObject({ code });
    expect(sns.requests).toBe(0);
  });

  it('of a profile that is not there says so', async () => {
    expect(await send('elsewhere')).toMatchObject({ code: 'profileUnusable' });
  });

  it('does not wait for a portal that says nothing', async () => {
    signIn(HOUR);
    answer = 'hang';
    const client = new SnsChannel({
      settings: { topics: { critical: TOPIC } as SnsChannelSettings['topics'], endpoint: sns.url },
      credentials: ssoCredentials('desk', { requestTimeout: 20 }),
    });
    await expect(client.send(messageOf(), never())).rejects.toMatchObject({ code: 'timeout' });
    client.close();
  });
});
