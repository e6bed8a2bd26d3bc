/**
 * The desktop program as an installer would put it on the disk, packed by electron-builder with the product's own
 * configuration around a stub of Electron. The engine and the shell from inside the archive are then run under Node.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOf, startDesktop } from '../support/electron/startDesktop.ts';
import { type NativeKind, nativeKind } from '../support/package/nativeFile.ts';
import { type PackedDesktop, packDesktop } from '../support/package/packDesktop.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MB = 1024 * 1024;

const metrics = JSON.parse(readFileSync(join(ROOT, 'models/metrics.json'), 'utf8')) as {
  hash: string;
};

const packed = new Map<'linux' | 'win32', PackedDesktop>();
const of = (platform: 'linux' | 'win32') => packed.get(platform) as PackedDesktop;

beforeAll(async () => {
  // One after the other: both read all of node_modules.
  for (const platform of ['linux', 'win32'] as const)
    packed.set(platform, await packDesktop(platform));
});
afterAll(() => {
  for (const one of packed.values()) one.remove();
});

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const bytesOf = (folder: string): number =>
  filesBelow(folder).reduce((sum, file) => sum + statSync(file).size, 0);

/** Packages by the folders that hold a package.json with a name: also those inside others. */
function packagesIn(nodeModules: string): string[] {
  return filesBelow(nodeModules)
    .filter((file) => file.endsWith('package.json'))
    .map((file) =>
      relative(nodeModules, file)
        .replaceAll('\\', '/')
        .replace(/\/package\.json$/, ''),
    )
    .filter((folder) => /(^|node_modules\/)(@[^/]+\/)?[^/@][^/]*$/.test(folder));
}

describe.each([
  { platform: 'linux', kind: 'linux x64', library: 'libonnxruntime.so', limitMb: 50 },
  { platform: 'win32', kind: 'windows x64', library: 'onnxruntime.dll', limitMb: 70 },
] as const)('packed for $platform', ({ platform, kind, library, limitMb }) => {
  it('holds the built program, its packages and nothing else of this folder', () => {
    const { app } = of(platform);
    expect(readdirSync(app).sort()).toEqual(['node_modules', 'out', 'package.json']);
    expect(readdirSync(join(app, 'out')).sort()).toEqual(['main', 'preload', 'renderer']);
    const entries = listPackage(join(of(platform).resources, 'app.asar'), { isPack: false });
    expect(entries.filter((entry) => /\.(map|ts|mts|cts|c|cc|cpp|h|hpp|gyp)$/.test(entry))).toEqual(
      [],
    );
    expect(entries.filter((entry) => /\.(pem|key|env|db)$/.test(entry))).toEqual([]);
  });

  it('holds each package that the program needs to run, and none that only builds it', () => {
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dev?: boolean; devOptional?: boolean }>;
    };
    const names = packagesIn(join(of(platform).app, 'node_modules'));
    for (const name of names) {
      const base = name.slice(name.lastIndexOf('node_modules/') + 1).replace(/^ode_modules\//, '');
      const entries = Object.entries(packages).filter(([path]) =>
        path.endsWith(`node_modules/${base}`),
      );
      expect(
        entries.some(([, { dev }]) => dev !== true),
        name,
      ).toBe(true);
    }
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  });

  it('holds native files of its own platform alone, outside the archive', () => {
    const { resources, app } = of(platform);
    const native = filesBelow(app).filter((file) => /\.(node|dll|so(\.\d+)*|dylib)$/.test(file));
    const kinds = new Set<NativeKind>(native.map(nativeKind));
    expect([...kinds]).toEqual([kind]);
    const unpacked = join(resources, 'app.asar.unpacked');
    const outside = filesBelow(unpacked).map((file) => relative(unpacked, file));
    expect(outside.sort()).toEqual(native.map((file) => relative(app, file)).sort());
    for (const name of ['better-sqlite3', 'onnxruntime_binding', 'bindings-cpp', library])
      expect(
        outside.some((file) => file.includes(name)),
        name,
      ).toBe(true);
  });

  it('is small: the runtime of the model is a quarter of what npm brings', () => {
    const { app, resources } = of(platform);
    expect(bytesOf(join(app, 'node_modules/onnxruntime-node')) / MB).toBeLessThan(limitMb);
    expect(bytesOf(resources) / MB).toBeLessThan(limitMb + 40);
  });

  it('has its model and its notices beside the archive, and the two languages', () => {
    const { resources, folder } = of(platform);
    expect(existsSync(join(resources, 'models/fire-risk.onnx'))).toBe(true);
    expect(existsSync(join(resources, 'models/metrics.json'))).toBe(true);
    expect(readdirSync(join(resources, 'models'))).not.toContain('training');
    expect(readFileSync(join(resources, 'THIRD-PARTY-NOTICES.txt'), 'utf8')).toContain(
      'onnxruntime-node 1.',
    );
    expect(readFileSync(join(resources, 'LICENSE.txt'), 'utf8')).toContain('Apache License');
    expect(readdirSync(join(folder, 'locales')).sort()).toEqual(['en-US.pak', 'ko.pak']);
  });

  it('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(of(platform).program);
    const set = (fuse: FuseV1Options) => wire[fuse] === FuseState.ENABLE;
    expect({
      runAsNode: set(FuseV1Options.RunAsNode),
      nodeOptions: set(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      inspect: set(FuseV1Options.EnableNodeCliInspectArguments),
      fileProtocol: set(FuseV1Options.GrantFileProtocolExtraPrivileges),
      snapshot: set(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
      cookies: set(FuseV1Options.EnableCookieEncryption),
      integrity: set(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      onlyAsar: set(FuseV1Options.OnlyLoadAppFromAsar),
    }).toEqual({
      runAsNode: false,
      nodeOptions: false,
      inspect: false,
      fileProtocol: false,
      snapshot: false,
      cookies: true,
      integrity: true,
      onlyAsar: true,
    });
  });
});

it('carries the archive’s checksum in the program for Windows', () => {
  const program = readFileSync(of('win32').program);
  // A resource is text in UTF-16 or UTF-8; its type is named INTEGRITY.
  expect(program.includes(Buffer.from('INTEGRITY', 'utf16le'))).toBe(true);
  expect(program.includes('resources\\\\app.asar')).toBe(true);
});

describe.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'what was packed runs',
  () => {
    it('loads every native module', () => {
      const require = createRequire(join(of('linux').app, 'package.json'));
      const script = `
      const { createRequire } = require('node:module');
      const load = createRequire(${JSON.stringify(join(of('linux').app, 'package.json'))});
      const Database = load('better-sqlite3');
      const row = new Database(':memory:').prepare('select sqlite_version() as v').get();
      const { InferenceSession } = load('onnxruntime-node');
      const { autoDetect } = load('@serialport/bindings-cpp');
      console.log(JSON.stringify([row.v, typeof InferenceSession.create, typeof autoDetect().open]));
    `;
      // A process of its own, without this folder's packages in reach.
      const said = execFileSync(process.execPath, ['-e', script], { cwd: of('linux').app });
      const [version, create, open] = JSON.parse(String(said)) as string[];
      expect(version).toMatch(/^3\./);
      expect([create, open]).toEqual(['function', 'function']);
      expect(require.resolve('better-sqlite3')).toContain('taken-apart');
    });

    it('starts the shell and the engine out of the archive, predicts and reports', async () => {
      const { app } = of('linux');
      const outDir = join(app, 'out');
      const desktop = await startDesktop(
        { outDir, main: join(outDir, 'main/index.js'), remove: () => undefined },
        { packaged: true },
      );
      try {
        const client = clientOf(await desktop.connect());
        for await (const { status } of await client.desk.live()) {
          expect(status.simulated).toBe(true);
          if (status.reporting > 0) break;
        }
        expect((await client.system.report()).prediction).toMatchObject({
          available: true,
          modelHash: metrics.hash,
        });
        const page = await desktop.electron.module.protocol.fetch('app://console/');
        expect(await page.text()).toContain('<div id="root">');
      } finally {
        await desktop.quit();
      }
    });
  },
);
