/** The edition for servers as its administrator gets it: one file, installed by npm without a network, and run. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificates } from '../support/certificates.ts';
import { nativeKind } from '../support/package/nativeFile.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MB = 1024 * 1024;
const run = promisify(execFile);
/** The Node that runs the tests, before whatever the machine has. */
const ENV = {
  ...process.env,
  PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH']}`,
};

let folder: string;
let tarball: string;
let installed: string;
let program: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'emberwatch-headless-package-'));
  const packer = join(ROOT, 'build/scripts/packHeadless.ts');
  await run(process.execPath, [packer, folder], { cwd: ROOT, env: ENV });
  tarball = join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '');
  const prefix = join(folder, 'prefix');
  mkdirSync(prefix);
  const words = [
    'install',
    '--global',
    '--offline',
    '--ignore-scripts',
    '--prefix',
    prefix,
    tarball,
  ];
  await run('npm', words, { cwd: folder, env: ENV });
  installed = join(prefix, 'lib/node_modules/emberwatch-headless');
  program = join(prefix, 'bin/emberwatch');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const emberwatch = (...words: string[]) => run(program, words, { cwd: folder, env: ENV });

describe.skipIf(process.platform === 'win32')('the edition for servers', () => {
  it('is one file of a size that can be carried, for this system alone', () => {
    expect(tarball).toMatch(/emberwatch-headless-\d+\.\d+\.\d+\.tgz$/);
    expect(statSync(tarball).size / MB).toBeLessThan(45);
    const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const native = files.filter(({ name }) => /\.(node|so(\.\d+)*|dll|dylib)$/.test(name));
    const kinds = new Set(native.map(({ parentPath, name }) => nativeKind(join(parentPath, name))));
    if (process.platform === 'linux') expect([...kinds]).toEqual([`linux ${process.arch}`]);
    expect(files.filter(({ name }) => /\.(ts|mts|map|pem|db)$/.test(name))).toEqual([]);
    expect(readdirSync(installed).sort()).toEqual([
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES.txt',
      'main',
      'models',
      'node_modules',
      'out',
      'package.json',
      'systemd',
    ]);
    for (const name of ['electron', 'electron-updater', 'vite', 'react'])
      expect(existsSync(join(installed, 'node_modules', name)), name).toBe(false);
  });

  it('runs its commands', async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect((await emberwatch('--version')).stdout.trim()).toBe(version);
    const metrics = readFileSync(join(installed, 'models/metrics.json'), 'utf8');
    const { hash } = JSON.parse(metrics) as { hash: string };
    const model = await emberwatch('model', 'show', join(installed, 'models/fire-risk.onnx'));
    expect(model.stdout).toContain(hash);
  });

  it('refuses to be reached by others without a token and a certificate', async () => {
    const data = join(folder, 'never');
    await expect(
      emberwatch('serve', '--data', data, '--host', '0.0.0.0', '--port', '0'),
    ).rejects.toThrow(/token/);
    await expect(
      emberwatch(
        'serve',
        '--data',
        data,
        '--host',
        '0.0.0.0',
        '--port',
        '0',
        '--token',
        'T'.repeat(20),
      ),
    ).rejects.toThrow(/--tls-cert/);
    expect(existsSync(data)).toBe(false);
  });

  it('watches the simulated building, predicts, and serves its page by TLS', async () => {
    const { ca, server } = makeCertificates();
    const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
    for (const name of ['cert', 'key'] as const) writeFileSync(files[name], server[name]);
    const child = spawn(
      program,
      [
        'serve',
        '--demo',
        '--data',
        join(folder, 'data'),
        '--port',
        '0',
        '--token',
        'T'.repeat(20),
        '--tls-cert',
        files.cert,
        '--tls-key',
        files.key,
      ],
      { cwd: folder, env: ENV },
    );
    const log: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
    try {
      const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
      const { url } = JSON.parse(line) as { url: string };
      expect(url).toMatch(/^https:/);
      const of = (path: string, headers: OutgoingHttpHeaders = {}) =>
        fetched(`${url}${path}`, ca, headers);
      expect(await of('/')).toContain('<div id="root">');
      expect(await of('/healthz')).not.toBe('');
      expect(await of('/metrics', { authorization: `Bearer ${'T'.repeat(20)}` })).toMatch(
        /^emberwatch_/m,
      );
      child.kill('SIGTERM');
      expect((await once(child, 'exit'))[0]).toBe(0);
      expect(log.join('\n')).not.toMatch(/"level":(50|60)/);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('has a unit that systemd understands', async (context) => {
    const unit = readFileSync(join(installed, 'systemd/emberwatch.service'), 'utf8');
    const [, words = ''] = /^ExecStart=\/usr\/bin\/emberwatch (.*)$/m.exec(unit) ?? [];
    // Every option of it is one of the command.
    const help = (await emberwatch('serve', '--help')).stdout;
    for (const [option] of words.matchAll(/--[a-z-]+/g)) expect(help).toContain(option);
    for (const line of ['NoNewPrivileges=yes', 'ProtectSystem=strict', 'Restart=always'])
      expect(unit).toContain(line);
    if (!existsSync('/usr/bin/systemd-analyze')) context.skip();
    const local = join(folder, 'emberwatch.service');
    // It looks for the program where the unit says.
    writeFileSync(local, unit.replace('/usr/bin/emberwatch', program));
    const verify = run('systemd-analyze', ['verify', '--man=no', local]);
    const { stderr } = await verify.catch((error: unknown) => error as { stderr: string });
    expect(stderr.split('\n').filter((line) => line.includes('emberwatch.service'))).toEqual([]);
  });
});

/** The body of what answers with 200. */
async function fetched(url: string, ca: string, headers: OutgoingHttpHeaders): Promise<string> {
  const [answer] = (await once(get(url, { ca, headers }), 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
  return text(answer);
}
