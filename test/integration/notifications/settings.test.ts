import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHead } from '#engine/audit/headsFile.ts';
import type { Engine } from '#engine/Engine.ts';
import { startEngine } from '#engine/startEngine.ts';
import type { Contract } from '#shared/contract/contract.ts';
import { type ChannelConfig, DEFAULT_RATE } from '#shared/notifications/channel.ts';
import { signedOn } from '../../support/operators.ts';
import { recordingLog } from '../../support/recordingLog.ts';
import { temporaryFolder, withRaw } from '../storage/folder.ts';

const SIGNING_KEY = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;
const TOPICS = { critical: true, high: true, model: false, system: true, emergency: true };

describe('setting notifications up', () => {
  let dataDir: string;
  let engine: Engine;
  let client: ContractRouterClient<Contract>;
  let lines: string[];
  let receiver: http.Server;
  let received: string[];
  let status: number;
  let administrator: string;
  let supervisor: string;
  let operator: string;

  const start = async () => {
    const recording = recordingLog();
    lines = recording.lines;
    engine = await startEngine({ dataDir, modelPath: null, log: recording.log });
    client = createRouterClient(engine.router) as ContractRouterClient<Contract>;
  };
  const person = (name: string, role: 'operator' | 'supervisor' | 'administrator') =>
    signedOn(client, name, { role, desk: '방재실' });

  beforeEach(async () => {
    dataDir = temporaryFolder();
    received = [];
    status = 204;
    receiver = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      received.push(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(status).end();
    });
    receiver.listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    await start();
    administrator = await person('관리자', 'administrator');
    supervisor = await person('책임자', 'supervisor');
    operator = await person('근무자', 'operator');
  });
  afterEach(async () => {
    await engine.close();
    receiver.closeAllConnections();
    receiver.close();
  });

  const config = (said: Partial<ChannelConfig> = {}): ChannelConfig => ({
    name: '사내 웹훅',
    enabled: true,
    language: 'ko',
    rate: DEFAULT_RATE,
    settings: {
      kind: 'webhook',
      url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`,
      topics: TOPICS,
      allowPlainHttp: false,
      ca: '',
    },
    ...said,
  });
  const save = (said: Partial<Parameters<typeof client.notifications.save>[0]> = {}) =>
    client.notifications.save({
      session: administrator,
      channelId: null,
      config: config(),
      secrets: { signingKey: SIGNING_KEY },
      ...said,
    });
  const overview = () => client.notifications.overview({ session: supervisor });

  it('without a channel the desk says so, and is otherwise well', async () => {
    expect(await overview()).toEqual({
      channels: [],
      otherDesks: [],
      notifications: [],
      attempts: [],
    });
    const { notifications } = await client.system.report();
    expect(notifications).toMatchObject({ channels: 0, waiting: 0, oldestWaitingMs: null });
  });

  it('roles: an operator sees nothing, a supervisor sees, an administrator changes', async () => {
    const refused = { code: 'FORBIDDEN' };
    await expect(client.notifications.overview({ session: operator })).rejects.toMatchObject(
      refused,
    );
    await expect(save({ session: supervisor })).rejects.toMatchObject(refused);
    await save();
    const [channel] = (await overview()).channels;
    const id = { channelId: channel!.id };
    await expect(
      client.notifications.test({ session: supervisor, ...id, topic: 'critical' }),
    ).rejects.toMatchObject(refused);
    await expect(client.notifications.remove({ session: supervisor, ...id })).rejects.toMatchObject(
      refused,
    );
    await expect(client.notifications.retryNow({ session: operator })).rejects.toMatchObject(
      refused,
    );
    expect(await client.notifications.retryNow({ session: supervisor })).toBeNull();
    const stranger = 'x'.repeat(32);
    await expect(client.notifications.overview({ session: stranger })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
    });
  });

  it('a test sends a real message, says what is wrong in a code, and does not wait for the outbox', async () => {
    const saved = await save();
    const channelId = saved.done ? saved.channelId : '';
    const test = () =>
      client.notifications.test({ session: administrator, channelId, topic: 'high' });
    expect(await test()).toEqual({ done: true });
    expect(JSON.parse(received[0]!).data.subject).toContain('시험 알림');
    // What was received proves later what stood in the audit record.
    expect(readHead(received[0]!)?.seq).toBeGreaterThan(0);
    status = 403;
    expect(await test()).toMatchObject({ done: false, problem: { code: 'notAuthorised' } });
    expect((await overview()).channels[0]?.problem?.code).toBe('notAuthorised');
    expect((await overview()).attempts.map(({ purpose, outcome }) => [purpose, outcome])).toEqual([
      ['test', 'failed'],
      ['test', 'sent'],
    ]);
    await expect(
      client.notifications.test({ session: administrator, channelId, topic: 'model' }),
    ).resolves.toEqual({ done: false, refusal: 'topicNotTaken' });
    for (let n = 0; n < 3; n++) await test();
    expect(await test()).toEqual({ done: false, refusal: 'tooSoon' });
  });

  it('what only a person can mend is an alarm of the desk, and ends when it is mended', async () => {
    const saved = await save();
    const channelId = saved.done ? saved.channelId : '';
    status = 401;
    await client.notifications.test({ session: administrator, channelId, topic: 'high' });
    const standing = () =>
      engine.desk.alarms().filter(({ kind }) => kind === 'notificationFailing');
    expect(standing()).toMatchObject([
      { deviceId: `desk/notifications/${channelId}`, detail: '사내 웹훅: 보낼 권한이 없습니다.' },
    ]);
    status = 204;
    await client.notifications.test({ session: administrator, channelId, topic: 'high' });
    expect(standing().filter(({ conditionActive }) => conditionActive)).toEqual([]);
  });

  it('a secret is stored sealed, kept when it is not given again, and told to nobody', async () => {
    expect(await save({ secrets: {} })).toEqual({ done: false, refusal: 'secretNeeded' });
    const saved = await save();
    const channelId = saved.done ? saved.channelId : '';
    const again = await save({ channelId, secrets: {}, config: config({ name: '다른 이름' }) });
    expect(again).toEqual({ done: true, channelId, withdrawn: 0 });
    await client.notifications.test({ session: administrator, channelId, topic: 'high' });
    expect(received).toHaveLength(1);
    const told = JSON.stringify(await overview());
    expect(told).toContain('"secrets":["signingKey"]');
    await engine.close();
    const everything = [
      told,
      ...lines,
      readFileSync(path.join(dataDir, 'control-room.db'), 'latin1'),
      readFileSync(path.join(dataDir, 'secrets.json'), 'latin1'),
    ].join('\n');
    expect(everything).not.toContain(SIGNING_KEY.slice(6));
    await start();
    const test = { session: administrator, channelId, topic: 'high' as const };
    expect(await client.notifications.test(test)).toEqual({ done: true });
  });

  it('every change stands in the audit chain, by whom, without a secret', async () => {
    const saved = await save();
    const channelId = saved.done ? saved.channelId : '';
    await save({ channelId, config: config({ enabled: false }) });
    await client.notifications.remove({ session: administrator, channelId });
    const rows = withRaw(path.join(dataDir, 'control-room.db'), (db) =>
      db
        .prepare("SELECT action, operator, detail_json FROM audit WHERE action LIKE 'notif%'")
        .all(),
    ) as { action: string; operator: string; detail_json: string }[];
    expect(rows.map(({ action }) => action)).toEqual([
      'notifications.add',
      'notifications.change',
      'notifications.remove',
    ]);
    expect(new Set(rows.map(({ operator: by }) => by))).toEqual(new Set(['관리자']));
    expect(JSON.parse(rows[1]!.detail_json)).toMatchObject({ newSecrets: ['signingKey'] });
    expect(JSON.stringify(rows)).not.toContain(SIGNING_KEY.slice(6));
  });

  it('a removed channel leaves no secret behind, and one that is not there is not found', async () => {
    const saved = await save();
    const channelId = saved.done ? saved.channelId : '';
    await client.notifications.remove({ session: administrator, channelId });
    const { secrets } = JSON.parse(readFileSync(path.join(dataDir, 'secrets.json'), 'utf8'));
    expect(secrets).toEqual({});
    await expect(
      client.notifications.remove({ session: administrator, channelId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(save({ channelId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('settings that can not work are refused at the door', async () => {
    const { settings } = config();
    const bad = (said: object) =>
      save({ config: config({ settings: { ...settings, ...said } as typeof settings }) });
    await expect(bad({ url: 'http://192.168.0.9/hook' })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    await expect(bad({ url: 'nonsense' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(bad({ password: 'x' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(save({ secrets: { signingKey: 'short' } })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
    const saved = await save();
    const channelId = saved.done ? saved.channelId : '';
    const email = {
      kind: 'email' as const,
      host: 'mail.example',
      port: 587,
      security: 'starttls' as const,
      username: '',
      from: 'desk@example.com',
      recipients: { critical: [], high: [], model: [], system: [], emergency: [] },
      ca: '',
    };
    expect(await save({ channelId, config: config({ settings: email }) })).toEqual({
      done: false,
      refusal: 'kindFixed',
    });
  });
});
