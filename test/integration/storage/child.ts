/** Real processes that hold files open and can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Child {
  readonly pid: number;
  /** Waits for the next line that the child prints. */
  line(): Promise<string>;
  /** Kills it as a power cut would: it gets no chance to clean up. */
  kill(): Promise<void>;
}

export function startChild(script: URL, args: readonly string[]): Child {
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  const gone = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  return {
    pid: child.pid ?? -1,
    async line() {
      const { value, done } = await lines.next();
      if (done) throw new Error(`${script.pathname} ended without a word`);
      return value;
    },
    kill,
  };
}
