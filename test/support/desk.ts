import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

const root = path.resolve(import.meta.dirname, '../..');

/** The real program, started as an operator's machine starts it, with its log kept for a failing test. */
export interface Desk {
  readonly url: string;
  readonly pid: number;
  readonly log: readonly string[];
  /** Asks it to end and waits; returns the exit code. */
  stop(): Promise<number | null>;
  /** Ends it without warning, as a power cut does. */
  kill(): Promise<void>;
}

/** Runs `emberwatch serve`, on a free port and without a model unless told, and waits for its ready line. */
export async function startDesk(args: readonly string[], port = 0): Promise<Desk> {
  const all = args.includes('--model') ? args : [...args, '--no-model'];
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=8', 'main/cli/bin.ts', 'serve', '--port', String(port), ...all],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    },
  );
  const log: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => log.push(line));
  const url = await readyUrl(child, log);
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return (await ended)[0];
  };
  return {
    url,
    pid: child.pid ?? -1,
    log,
    stop: () => end('SIGTERM'),
    kill: async () => {
      await end('SIGKILL');
    },
  };
}

async function readyUrl(child: ChildProcess, log: readonly string[]): Promise<string> {
  if (!child.stdout) throw new Error('no standard output');
  const lines = createInterface({ input: child.stdout });
  const line = await Promise.race([
    once(lines, 'line').then(([first]) => first as string),
    once(child, 'exit').then(([code]) => {
      throw new Error(`the desk ended with code ${code} before it was ready:\n${log.join('\n')}`);
    }),
  ]);
  return (JSON.parse(line) as { url: string }).url;
}
