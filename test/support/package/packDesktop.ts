import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { extractAll } from '@electron/asar';
import { makeStubElectron, type StubPlatform } from './stubElectron.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const BUILDER = join(ROOT, 'node_modules/electron-builder/cli.js');
const run = promisify(execFile);

export interface PackedDesktop {
  /** What an installer would put on the disk. */
  readonly folder: string;
  /** Electron's program, under the product's name. */
  readonly program: string;
  readonly resources: string;
  /** `app.asar` taken apart, with the files that lie beside it put back in their places. */
  readonly app: string;
  remove(): void;
}

const PROGRAM = { linux: 'emberwatch', win32: 'Emberwatch.exe' } as const;
const UNPACKED = { linux: 'linux-unpacked', win32: 'win-unpacked' } as const;

/** Packs what `out/` holds with the product's own configuration, offline, around a stub. */
export async function packDesktop(platform: StubPlatform): Promise<PackedDesktop> {
  const folder = mkdtempSync(join(tmpdir(), `emberwatch-package-${platform}-`));
  const { version } = JSON.parse(
    readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8'),
  ) as { version: string };
  makeStubElectron(join(folder, 'electron'), platform, version);
  const words = [
    BUILDER,
    platform === 'linux' ? '--linux' : '--win',
    'dir',
    '--x64',
    '--publish',
    'never',
    `-c.electronDist=${join(folder, 'electron')}`,
    `-c.directories.output=${join(folder, 'out')}`,
  ];
  try {
    await run(process.execPath, words, { cwd: ROOT, maxBuffer: 64 * 1024 * 1024 });
    const packed = join(folder, 'out', UNPACKED[platform]);
    const resources = join(packed, 'resources');
    // Of the same name as the archive, since the program looks for its model beside that.
    const app = join(folder, 'taken-apart', 'app.asar');
    extractAll(join(resources, 'app.asar'), app);
    cpSync(join(resources, 'models'), join(folder, 'taken-apart', 'models'), { recursive: true });
    return {
      folder: packed,
      program: join(packed, PROGRAM[platform]),
      resources,
      app,
      remove: () => rmSync(folder, { recursive: true, force: true }),
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
