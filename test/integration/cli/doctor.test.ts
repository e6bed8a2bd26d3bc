import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Aedes } from 'aedes';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../../main/engine/log.ts';
import { startEngine } from '../../../main/engine/startEngine.ts';
import { lockDataDir } from '../../../main/engine/storage/lockDataDir.ts';
import { makeCertificates } from '../../support/certificates.ts';
import { runCli } from '../../support/cli.ts';
import { freePort } from '../../support/freePort.ts';
import { hasMosquitto, Mosquitto } from '../../support/mosquitto.ts';

const dir = mkdtempSync(join(tmpdir(), 'emberwatch-doctor-'));
let port: string;
beforeAll(async () => {
  port = String(await freePort());
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Report {
  readonly ok: boolean;
  readonly findings: readonly { level: string; code: string; text: string; advice?: string }[];
}

async function doctor(
  ...words: string[]
): Promise<{ code: number | null; report: Report; codes: string[] }> {
  const { code, out } = await runCli(['doctor', '--port', port, '--json', ...words]);
  const report = JSON.parse(out) as Report;
  return { code, report, codes: report.findings.map((finding) => finding.code) };
}

/** A folder that an engine has worked in. */
async function usedFolder(name: string): Promise<string> {
  const dataDir = join(dir, name);
  await (await startEngine({ dataDir, modelPath: null, log: createLog('silent') })).close();
  return dataDir;
}

describe('doctor on the machine', () => {
  test('finds nothing wrong on a fresh folder, and makes nothing there', async () => {
    const { code, report, codes } = await doctor('--data', join(dir, 'fresh', 'deep'));
    expect(code).toBe(0);
    expect(report.ok).toBe(true);
    expect(codes).toEqual([
      'nodeOk',
      'sqliteOk',
      'clockOk',
      'folderNew',
      expect.stringMatching(/^space/),
      'portFree',
    ]);
    expect(() => rmSync(join(dir, 'fresh'))).toThrow(/ENOENT/);
  });

  test('finds the database of a folder in use sound, and says that it is in use', async () => {
    const data = await usedFolder('used');
    expect((await doctor('--data', data)).codes).toEqual(
      expect.arrayContaining(['folderOk', 'lockFree', 'databaseOk']),
    );
    const lock = lockDataDir(data);
    const held = await doctor('--data', data);
    lock.release();
    expect(held.codes).toContain('lockHeld');
    expect(held.code).toBe(0);
  });

  test.each<[string, (file: string) => void, string]>([
    [
      'is damaged',
      (file) => writeFileSync(file, 'this is no database at all'.repeat(400)),
      'databaseDamaged',
    ],
    [
      'was written by a newer program',
      (file) => {
        const db = new Database(file);
        db.pragma('user_version = 999');
        db.close();
      },
      'databaseNewer',
    ],
  ])('a database that %s is a problem', async (what, harm, expected) => {
    const data = await usedFolder(what);
    harm(join(data, 'control-room.db'));
    const { code, report } = await doctor('--data', data);
    expect(code).toBe(1);
    const problem = report.findings.find((finding) => finding.level === 'fail');
    expect(problem).toMatchObject({ code: expected, advice: expect.any(String) });
  });

  test('a data folder that can’t be one is a problem', async () => {
    const file = join(dir, 'a-file');
    writeFileSync(file, '');
    const { code, codes } = await doctor('--data', file);
    expect(code).toBe(1);
    expect(codes).toContain('folderRefused');
  });

  test('a database that says it was written tomorrow puts the clock in doubt', async () => {
    const data = join(dir, 'tomorrow');
    mkdirSync(data);
    const { utimesSync } = await import('node:fs');
    writeFileSync(join(data, 'control-room.db'), '');
    const tomorrow = Date.now() / 1000 + 86_400;
    utimesSync(join(data, 'control-room.db'), tomorrow, tomorrow);
    expect((await doctor('--data', data)).codes).toContain('clockBehindData');
  });

  test('a port that is taken is a problem', async () => {
    const taken: Server = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const number = typeof address === 'object' && address ? String(address.port) : '';
    const { out, code } = await runCli(['doctor', '--data', join(dir, 'new'), '--port', number]);
    expect(code).toBe(1);
    expect(out).toContain(
      `fail  Port ${number} on 127.0.0.1 is taken\n      → Stop the other program`,
    );
    taken.close();
  });

  test.each([
    [{ LANG: 'ko_KR.UTF-8' }, [], /데이터베이스/],
    [{ LANG: 'en_US.UTF-8' }, [], /The database engine/],
    [{ LANG: 'C', LC_ALL: 'ko_KR.UTF-8' }, [], /데이터베이스/],
    [{ LANG: 'ko_KR.UTF-8' }, ['--lang', 'en'], /The database engine/],
    [{ LANG: 'en_US.UTF-8' }, ['--lang', 'ko'], /데이터베이스/],
  ])('speaks the language of %o with %j', async (env, words, expected) => {
    const args = ['doctor', '--port', port, '--data', join(dir, 'new'), ...words];
    expect((await runCli(args, { env })).out).toMatch(expected);
  });
});

describe('doctor on the way to a broker', () => {
  const broker = (...words: string[]) => doctor('--data', join(dir, 'new'), ...words);
  const last = ({ report }: { report: Report }) => report.findings.at(-1);

  test('stops at a name that nobody knows', async () => {
    const found = await broker('--mqtt', 'mqtt://no-such-host.invalid');
    expect(found.code).toBe(1);
    expect(last(found)).toMatchObject({ level: 'fail', code: 'brokerNameUnknown' });
  });

  test('stops at a port that does not answer', async () => {
    const found = await broker('--mqtt', `mqtt://127.0.0.1:${await freePort()}`);
    expect(found.codes.slice(-2)).toEqual(['brokerName', 'brokerTcpRefused']);
    expect(last(found)?.text).toContain('ECONNREFUSED');
  });

  test('an address’s user name and password are in no answer', async () => {
    const { out, err } = await runCli([
      'doctor',
      '--port',
      port,
      '--mqtt',
      'mqtt://kim:geheim@127.0.0.1:1',
    ]);
    expect(out + err).not.toMatch(/kim|geheim/);
  });

  describe.skipIf(!hasMosquitto)('that is a real one', () => {
    test('goes through every step', async () => {
      const mosquitto = await Mosquitto.start();
      const found = await broker('--mqtt', mosquitto.url);
      await mosquitto.dispose();
      expect(found.code).toBe(0);
      expect(found.codes.slice(-4)).toEqual([
        'brokerName',
        'brokerTcp',
        'brokerMqtt',
        'brokerSubscribe',
      ]);
    });

    test('names a certificate that ends soon, and one that is not trusted', async () => {
      const certificates = makeCertificates();
      const mosquitto = await Mosquitto.start({ tls: { certificates } });
      const ca = join(dir, 'ca.pem');
      writeFileSync(ca, certificates.ca);
      const trusted = await broker('--mqtt', mosquitto.url, '--ca', ca);
      const stranger = await broker('--mqtt', mosquitto.url);
      await mosquitto.dispose();
      expect(trusted.code).toBe(0);
      expect(trusted.codes.slice(-3)).toEqual(['brokerTlsSoon', 'brokerMqtt', 'brokerSubscribe']);
      expect(last(stranger)).toMatchObject({ level: 'fail', code: 'brokerTlsRefused' });
    });

    test('tells a connection that is refused', async () => {
      const guarded = await Mosquitto.start({ config: ['allow_anonymous false'] });
      const found = await broker('--mqtt', guarded.url);
      await guarded.dispose();
      expect(last(found)).toMatchObject({ level: 'fail', code: 'brokerMqttRefused' });
    });
  });

  test('tells a subscription that is refused, at a broker of MQTT 3.1.1', async () => {
    const strict = await Aedes.createBroker({
      authorizeSubscribe: (_client, _subscription, done) => done(null, null),
    });
    const server = createServer(strict.handle).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const number = typeof address === 'object' && address ? address.port : 0;
    const found = await broker('--mqtt', `mqtt://127.0.0.1:${number}`);
    strict.close();
    server.close();
    expect(found.report.findings.at(-2)).toMatchObject({
      code: 'brokerMqtt',
      text: expect.stringContaining('MQTT 3.1.1'),
    });
    expect(last(found)).toMatchObject({ level: 'fail', code: 'brokerSubscribeRefused' });
  });
});
