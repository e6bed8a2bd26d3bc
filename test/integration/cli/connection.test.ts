/** Ways in from a terminal: what the page does, for a machine without a screen. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { importConnection } from '../../../main/cli/connections/importConnection.ts';
import { listConnections } from '../../../main/cli/connections/listConnections.ts';
import { removeConnection } from '../../../main/cli/connections/removeConnection.ts';
import { tryConnection } from '../../../main/cli/connections/tryConnection.ts';
import { checkConnection } from '../../../main/cli/doctor/connection.ts';
import { doctor as diagnose } from '../../../main/cli/doctor/doctor.ts';
import { startAedes } from '../../support/aedesBroker.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { runCli } from '../../support/cli.ts';

const PASSWORD = 'nobody-may-see-this';

let dir: string;
let broker: Awaited<ReturnType<typeof startAedes>>;
let bundle: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'emberwatch-connection-'));
  broker = await startAedes();
  bundle = join(dir, 'bundle.json');
  const content = {
    format: 'emberwatch-connection',
    version: 1,
    endpoint: broker.url,
    username: 'desk',
    password: PASSWORD,
  };
  writeFileSync(bundle, JSON.stringify(content));
});
afterAll(async () => {
  await broker.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function said(run: (write: (text: string) => void) => Promise<number>) {
  let out = '';
  const code = await run((text) => {
    out += text;
  });
  return { code, out };
}

test('what is imported is tried, listed without its secret, and open at the next start', async () => {
  const data = join(dir, 'data');
  const imported = await runCli(['connection', 'import', '--data', data, '--name', '본관', bundle]);
  expect(imported).toEqual({ code: 0, out: '본관: Saved.\n', err: '' });
  const asked = { data, language: 'ko' } as const;
  const tried = await said((write) =>
    tryConnection({ ...asked, name: '본관', files: [], wait: 0.05 }, write),
  );
  expect(tried.code).toBe(0);
  expect(tried.out).toContain('MQTT 접속: 접속했습니다(MQTT 3.1.1).');

  // What doctor finds is the same, beside what it finds of the machine.
  const doctor = (name: string, language: 'ko' | 'en') =>
    said((write) =>
      diagnose(
        {
          data,
          language,
          connections: [name],
          wait: 0.05,
          host: '127.0.0.1',
          port: 0,
          brokers: [],
          topicFilter: '',
          json: language === 'en',
        },
        write,
      ),
    );
  const healthy = await doctor('본관', 'ko');
  expect(healthy.code).toBe(0);
  for (const line of tried.out.split('\n').filter((text) => /^(ok|warn)/.test(text)))
    expect(healthy.out).toContain(line.replace(/^(\w+ +)/, '$1본관 · '));
  const unknown = await doctor('별관', 'en');
  expect(unknown.code).toBe(1);
  expect(JSON.parse(unknown.out).findings.at(-1)).toMatchObject({
    level: 'fail',
    code: 'connectionUnknown',
    text: `${data} holds no connection “별관”`,
  });

  // The same name is changed; and what it keeps needs no second import.
  const files = [bundle];
  await said((write) => importConnection({ ...asked, name: '본관', files, off: true }, write));
  const listed = await said((write) => listConnections({ ...asked, json: true }, write));
  expect(JSON.parse(listed.out).connections).toMatchObject([
    { name: '본관', enabled: false, secrets: ['password'] },
  ]);
  await said((write) => importConnection({ ...asked, name: '본관', files }, write));

  const engine = await startEngine({ dataDir: data, modelPath: null, log: createLog('silent') });
  const isOpen = () => engine.desk.status().feeds[0]?.state === 'connected';
  await vi.waitUntil(isOpen, { timeout: 30_000 });
  await expect(removeConnection({ ...asked, name: '본관' }, () => undefined)).rejects.toThrow(
    /already using/,
  );
  // Looking is allowed beside a running desk.
  const beside = await said((write) => listConnections(asked, write));
  expect(beside.out).toContain(broker.url);
  await engine.close();

  expect(await said((write) => removeConnection({ ...asked, name: '본관' }, write))).toMatchObject({
    code: 0,
  });
  expect(JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8')).secrets).toEqual({});
  for (const { out } of [tried, healthy, listed, beside]) expect(out).not.toContain(PASSWORD);
});

test('files that make no connection are refused with what is wrong, and nothing is stored', async () => {
  const { client } = makeCertificates();
  const stranger = makeCertificates().client;
  const file = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const cert = file('desk.pem', client.cert);
  const asked = { data: join(dir, 'nothing'), language: 'en' } as const;
  const refused = (files: readonly string[]) =>
    expect(importConnection({ ...asked, name: 'AWS', files }, () => undefined)).rejects;
  await refused([cert, file('other.key', stranger.key)]).toThrow(/does not belong/);
  await refused([cert, file('desk.key', client.key)]).toThrow(/--endpoint is needed/);
  await refused([cert]).toThrow(/no private key/);
  await refused([join(dir, 'no-such-file')]).toThrow(/can't be read/);
  await expect(listConnections(asked, () => undefined)).rejects.toThrow(/control-room.db/);

  // A step that fails is the exit code; the files alone are enough to try.
  const files = [cert, join(dir, 'desk.key')];
  const endpoint = 'no-such-thing.iot.ap-northeast-2.amazonaws.invalid';
  const tried = await said((write) =>
    tryConnection({ ...asked, files, endpoint, wait: 0.05 }, write),
  );
  expect(tried.code).toBe(1);
  expect(tried.out).toContain('fail  Name lookup');
});

test('a database that can’t be read is doctor’s finding, and not the end of it', async () => {
  const data = join(dir, 'damaged');
  mkdirSync(data);
  writeFileSync(join(data, 'control-room.db'), 'this is no database at all'.repeat(400));
  const found: string[] = [];
  for await (const { code } of checkConnection('본관', { data, wait: 0.05, language: 'ko' }))
    found.push(code);
  expect(found).toEqual(['connectionUnreadable']);
});
