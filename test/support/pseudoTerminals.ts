/** Two ends of a serial cable, played by socat, that a test can pull out and plug in again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CANDIDATES = ['/usr/bin/socat', '/usr/local/bin/socat', '/opt/homebrew/bin/socat'];
const executable = CANDIDATES.find((path) => existsSync(path));

/** False, with the reason printed, where socat is not installed: `describe.skipIf(!hasSocat)`. Never skipped in CI. */
export const hasSocat = executable !== undefined || process.env['CI'] !== undefined;
if (!hasSocat) {
  process.stderr.write(
    'SKIPPED: tests that need serial ports, because socat is not installed (Debian: apt install socat)\n',
  );
}

export class SerialCable {
  /** The end that the program opens. */
  readonly desk: string;
  /** The end that the gateway or the unit is on. */
  readonly far: string;
  readonly #dir: string;
  #process: ChildProcess | undefined;

  private constructor(dir: string) {
    this.#dir = dir;
    this.desk = join(dir, 'desk');
    this.far = join(dir, 'far');
  }

  static async plug(): Promise<SerialCable> {
    const cable = new SerialCable(await mkdtemp(join(tmpdir(), 'emberwatch-serial-')));
    await cable.plugIn();
    return cable;
  }

  /** Resolves when both ends are there. */
  async plugIn(): Promise<void> {
    if (executable === undefined) throw new Error('socat is not installed');
    const end = (path: string) => `pty,raw,echo=0,link=${path}`;
    const child = spawn(executable, ['-d', '-d', end(this.desk), end(this.far)]);
    this.#process = child;
    await new Promise<void>((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (text: Buffer) => {
        said += text.toString();
        if (said.includes('starting data transfer loop')) resolve();
      });
      child.once('exit', () => reject(new Error(`socat ended:\n${said}`)));
    });
  }

  /** Both ends vanish, as when a USB adapter is pulled. */
  async pullOut(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  }

  async dispose(): Promise<void> {
    await this.pullOut();
    await rm(this.#dir, { recursive: true, force: true });
  }
}
