import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCli, spawnCli } from '../../support/cli.ts';
import { hasMosquitto, Mosquitto } from '../../support/mosquitto.ts';
import { TestPublisher } from '../../support/wire.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'emberwatch-serve-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Starts `serve` and gives its ready line, all its output and its end. */
async function serve(...args: string[]) {
  const child = spawnCli(['serve', '--data', dir, '--port', '0', ...args]);
  const out: string[] = [];
  const log: string[] = [];
  const lines = createInterface({ input: child.stdout }).on('line', (line) => out.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  const early = ended.then(([code]) => {
    throw new Error(`ended with ${code}:\n${log.join('\n')}`);
  });
  await Promise.race([once(lines, 'line'), early]);
  early.catch(() => undefined);
  const { url } = JSON.parse(out[0] ?? '') as { url: string };
  return { child, url, out, log, ended };
}

describe('serve', () => {
  test('says in one line where it listens, logs JSON to standard error, and ends with 0 when asked', async () => {
    const { child, url, out, log, ended } = await serve('--token', 'T');
    expect(out[0]).toMatch(/^\{"url":"http:\/\/127\.0\.0\.1:\d+"\}$/);
    const headers = { authorization: 'Bearer T' };
    expect((await fetch(`${url}/api/overview`, { headers })).status).toBe(200);
    expect((await fetch(`${url}/api/overview`)).status).toBe(401);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(out).toHaveLength(1);
    expect(log.length).toBeGreaterThan(0);
    for (const line of log) expect(JSON.parse(line)).toHaveProperty('level');
    await expect(fetch(url)).rejects.toThrow();
  });

  test('ends on an interrupt while a page listens', async () => {
    const { child, url, ended } = await serve();
    const stream = await fetch(`${url}/rpc/desk/live`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(stream.status).toBe(200);
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    await stream.body?.cancel().catch(() => undefined);
  });

  test('a token that it makes is in a file of the owner, and in no log', async () => {
    const { child, log, ended } = await serve();
    expect(statSync(join(dir, 'api-token')).mode & 0o777).toBe(0o600);
    const { readFileSync } = await import('node:fs');
    const token = readFileSync(join(dir, 'api-token'), 'utf8').trim();
    child.kill('SIGTERM');
    await ended;
    expect(log.join('\n')).not.toContain(token);
  });

  test('the token may come from a file', async () => {
    const file = join(dir, 'token');
    writeFileSync(file, 'from-a-file\n');
    const { child, url, ended } = await serve('--token-file', file);
    const headers = { authorization: 'Bearer from-a-file' };
    expect((await fetch(`${url}/api/overview`, { headers })).status).toBe(200);
    child.kill('SIGTERM');
    await ended;
  });

  test('what arrives at its own broker is there after a restart', async () => {
    const broker = await freePort();
    const args = ['--lan-broker', `127.0.0.1:${broker}`, '--token', 'T'];
    const headers = { authorization: 'Bearer T' };
    const first = await serve(...args);
    const publisher = await TestPublisher.connect(`mqtt://127.0.0.1:${broker}`);
    await publisher.send('device-1', { pcbTemp: 71, sensorTemp: 73 });
    await publisher.end();
    first.child.kill('SIGTERM');
    await first.ended;
    const second = await serve(...args);
    const overview = await (await fetch(`${second.url}/api/overview`, { headers })).json();
    expect(overview).toMatchObject({ total_devices: 1, risk_distribution: { CRITICAL: 1 } });
    second.child.kill('SIGTERM');
    expect(await second.ended).toEqual([0, null]);
  });

  describe.skipIf(!hasMosquitto)('with a broker elsewhere', () => {
    test('simulated readings travel through it, and all of them are stored', async () => {
      const broker = await Mosquitto.start();
      const { child, url, ended } = await serve('--mqtt', broker.url, '--token', 'T');
      await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), {
        timeout: 30_000,
      });
      const words = [
        'simulate',
        '--mqtt',
        broker.url,
        '--devices',
        '5',
        '--rate',
        '500',
        '--seed',
        '7',
      ];
      const incident = ['--no-story', '--incident', 'wrongClock', 'silent+5'];
      const { code, out, err } = await runCli([...words, '--count', '200', ...incident]);
      expect({ code, out }).toEqual({ code: 0, out: '{"published":200,"acknowledged":200}\n' });
      expect(err).toMatch(/"kind":"wrongClock","device":"device-00\d","afterMinutes":0/);
      expect(err).toMatch(/"kind":"silent","device":"device-00\d","afterMinutes":5/);
      const headers = { authorization: 'Bearer T' };
      await vi.waitFor(
        async () => {
          const text = await (await fetch(`${url}/metrics`, { headers })).text();
          expect(text).toMatch(/^emberwatch_frames_received_total 200$/m);
        },
        { timeout: 30_000 },
      );
      child.kill('SIGTERM');
      await ended;
      await broker.dispose();
    });
  });

  test.each<[string, () => string[] | Promise<string[]>, RegExp]>([
    [
      'a host that others can reach and no token',
      () => ['--host', '0.0.0.0'],
      /other machines.*--token/,
    ],
    [
      'a host that others can reach and no certificate',
      () => ['--host', '0.0.0.0', '--token', 'T'],
      /other machines.*--tls-cert.*--plain-http/,
    ],
    [
      'a certificate without its key',
      () => ['--tls-cert', join(import.meta.dirname, 'serve.test.ts')],
      /given together/,
    ],
    [
      'a certificate that is none',
      () => {
        const file = join(import.meta.dirname, 'serve.test.ts');
        return ['--tls-cert', file, '--tls-key', file];
      },
      /certificate and its key can't be used/,
    ],
    [
      'an address of another machine',
      () => ['--host', '192.0.2.1', '--token', 'T', '--plain-http'],
      /not an address of this machine/,
    ],
    [
      'a certificate that is missing',
      () => ['--mqtt', 'mqtts://127.0.0.1:1', '--ca', '/nowhere/ca.pem'],
      /--ca \/nowhere\/ca\.pem can't be read/,
    ],
    [
      'a password file that is missing',
      () => ['--mqtt', 'mqtt://127.0.0.1:1', '--password-file', '/nowhere'],
      /--password-file/,
    ],
    [
      'a data folder that is a file',
      () => ['--data', join(import.meta.dirname, 'serve.test.ts')],
      /serve\.test\.ts: the data folder can't be made here\. Choose another folder/,
    ],
  ])('%s ends with code 1 and one sentence', async (_what, args, sentence) => {
    const words = ['serve', '--data', dir, '--port', '0', '--log-level', 'silent'];
    const { code, out, err } = await runCli([...words, ...(await args())]);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(sentence);
    expect(err).toMatch(/^emberwatch: .*\n$/);
  });

  test('a host that is refused leaves no data folder behind', async () => {
    const data = join(dir, 'never-made');
    const { code } = await runCli(['serve', '--data', data, '--port', '0', '--host', '0.0.0.0']);
    expect({ code, made: existsSync(data) }).toEqual({ code: 1, made: false });
  });

  test.each([
    ['--time-zone', 'Asia/Atlantis', /time zone/],
    ['--power-unit', 'hp', /kW, W/],
    ['--power-factor-unit', 'parts', /ratio, percent/],
  ])('%s %s is a usage error', async (option, value, sentence) => {
    const { code, err } = await runCli(['serve', '--data', dir, option, value]);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
  });

  test('a port that is taken ends with code 1 and says what to do', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address ? String(address.port) : '';
    const words = ['serve', '--data', dir, '--port', port, '--log-level', 'silent'];
    const { code, err } = await runCli(words);
    expect(code).toBe(1);
    expect(err).toBe(
      `emberwatch: port ${port} on 127.0.0.1 is taken: choose another with --port, or 0 for any free one\n`,
    );
    taken.close();
  });

  test('a second engine on the same folder is refused, and the first goes on', async () => {
    const broker = await freePort();
    const { child, url, ended } = await serve(
      '--lan-broker',
      `127.0.0.1:${broker}`,
      '--token',
      'T',
    );
    const words = ['serve', '--data', dir, '--port', '0', '--log-level', 'silent'];
    const { code, err } = await runCli(words);
    expect(code).toBe(1);
    expect(err).toContain(
      `${dir}: another Emberwatch is already using this data folder: process ${child.pid} on `,
    );
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const publisher = await TestPublisher.connect(`mqtt://127.0.0.1:${broker}`);
    await publisher.send('device-1', { pcbTemp: 71, sensorTemp: 73 });
    await publisher.end();
    const headers = { authorization: 'Bearer T' };
    const overview = await (await fetch(`${url}/api/overview`, { headers })).json();
    expect(overview).toMatchObject({ total_devices: 1, risk_distribution: { CRITICAL: 1 } });
    child.kill('SIGTERM');
    await ended;
  });
});

async function freePort(): Promise<number> {
  const { freePort: take } = await import('../../support/freePort.ts');
  return take();
}
