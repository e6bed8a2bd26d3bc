import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../support/freePort.ts';
import { wire } from '../../support/wire.ts';

const root = path.resolve(import.meta.dirname, '../../..');
/** A device that is always full: every write answers ENOSPC. */
const FULL = '/dev/full';

type Child = ReturnType<typeof spawn>;

describe('outputs that can not be written', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'emberwatch-outputs-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const start = (words: readonly string[], stdio: ('pipe' | number)[]): Child =>
    spawn(process.execPath, ['main/cli/bin.ts', ...words], { cwd: root, stdio });

  const serveUntilHealthy = async (stdio: ('pipe' | number)[], early: (child: Child) => void) => {
    const port = await freePort();
    const child = start(['serve', '--data', dir, '--port', String(port)], stdio);
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    early(child);
    await vi.waitFor(
      async () => expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200),
      { timeout: 30_000, interval: 50 },
    );
    child.kill('SIGTERM');
    return await ended;
  };

  it.skipIf(!existsSync(FULL))('a full disk under the log does not end monitoring', async () => {
    const log = openSync(FULL, 'w');
    const end = await serveUntilHealthy(['pipe', 'pipe', log], () => undefined);
    closeSync(log);
    expect(end).toEqual([0, null]);
  });

  it('nor does a log reader that went away', async () => {
    const end = await serveUntilHealthy(['pipe', 'pipe', 'pipe'], (child) =>
      child.stderr?.destroy(),
    );
    expect(end).toEqual([0, null]);
  });

  it('nor does whoever closed standard output before the ready line', async () => {
    const end = await serveUntilHealthy(['pipe', 'pipe', 'pipe'], (child) => {
      child.stdout?.destroy();
      child.stderr?.resume();
    });
    expect(end).toEqual([0, null]);
  });

  it.skipIf(!existsSync(FULL)).for([
    ['score', ['score']],
    ['doctor', ['doctor', '--port', '0']],
    ['the help', ['--help']],
  ] as const)('%s ends with a sentence when its answers do not fit', async ([, words]) => {
    const [answers, errors] = [openSync(FULL, 'w'), openSync(path.join(dir, 'err'), 'w+')];
    const more = words[0] === 'doctor' ? ['--data', dir] : [];
    const child = start([...words, ...more], ['pipe', answers, errors]);
    const ended = once(child, 'exit');
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(`${JSON.stringify(wire('a'))}\n`.repeat(5000));
    expect(await ended).toEqual([1, null]);
    expect(readFileSync(path.join(dir, 'err'), 'utf8')).toMatch(
      /^emberwatch: the output can't be written: ENOSPC.*\n$/,
    );
    for (const file of [answers, errors]) closeSync(file);
  });
});
