import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface CliCall {
  readonly input?: string | Buffer;
  readonly env?: NodeJS.ProcessEnv;
  /** Instead of the program itself: another entry, or another Node. */
  readonly entry?: string;
  readonly node?: string;
}

/** Starts the real command line as a process of its own. */
export function spawnCli(
  args: readonly string[],
  call: CliCall = {},
): ChildProcessWithoutNullStreams {
  return spawn(call.node ?? process.execPath, [call.entry ?? 'main/cli/bin.ts', ...args], {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', LANG: 'C.UTF-8', LC_ALL: '', ...call.env },
  });
}

/** Runs it to its end. */
export async function runCli(args: readonly string[], call: CliCall = {}): Promise<CliResult> {
  const child = spawnCli(args, call);
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  // The program may end before it has read everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(call.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}
