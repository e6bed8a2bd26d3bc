/** A real mosquitto on a free loopback port, with its own folder, that a test can kill and start again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestCertificates } from './certificates.ts';
import { freePort } from './freePort.ts';

const CANDIDATES = [
  '/usr/sbin/mosquitto',
  '/usr/local/sbin/mosquitto',
  '/opt/homebrew/sbin/mosquitto',
];
const executable = CANDIDATES.find((path) => existsSync(path));

/** False, with the reason printed, where mosquitto is not installed: `describe.skipIf(!hasMosquitto)`. */
export const hasMosquitto = executable !== undefined;
if (!hasMosquitto) {
  process.stderr.write(
    'SKIPPED: tests that need a real MQTT broker, because mosquitto is not installed (Debian: apt install mosquitto)\n',
  );
}

export interface MosquittoOptions {
  /** Lines added to mosquitto.conf. */
  readonly config?: readonly string[];
  /** An ACL file's lines; without them everything is allowed. */
  readonly acl?: readonly string[];
  /** Serves TLS; `requireClient` also asks for a certificate of the same authority. */
  readonly tls?: { readonly certificates: TestCertificates; readonly requireClient?: boolean };
  /** Keeps sessions and queues on disk, so that they survive a kill. */
  readonly persistence?: boolean;
}

export class Mosquitto {
  readonly port: number;
  readonly url: string;
  readonly #dir: string;
  #process: ChildProcess | undefined;
  #output = '';

  private constructor(port: number, dir: string, secure: boolean) {
    this.port = port;
    this.#dir = dir;
    this.url = `${secure ? 'mqtts' : 'mqtt'}://127.0.0.1:${port}`;
  }

  static async start(options: MosquittoOptions = {}): Promise<Mosquitto> {
    const dir = await mkdtemp(join(tmpdir(), 'emberwatch-mosquitto-'));
    const broker = new Mosquitto(await freePort(), dir, options.tls !== undefined);
    await broker.#configure(options);
    await broker.restart();
    return broker;
  }

  /** Everything mosquitto wrote, for a failed test's message. */
  get output(): string {
    return this.#output;
  }

  /** Starts again on the same port, with the same folder. Resolves when it accepts connections. */
  async restart(): Promise<void> {
    if (executable === undefined) throw new Error('mosquitto is not installed');
    const child = spawn(executable, ['-c', join(this.#dir, 'mosquitto.conf')]);
    child.stderr.on('data', (text: Buffer) => {
      this.#output += text.toString();
    });
    this.#process = child;
    for (let attempt = 0; attempt < 600; attempt += 1) {
      if (child.exitCode !== null) throw new Error(`mosquitto ended:\n${this.#output}`);
      if (await this.#answers()) return;
    }
    throw new Error(`mosquitto does not listen:\n${this.#output}`);
  }

  /** Writes sessions and queues to disk now, as it does by itself every half hour. Needs `persistence`. */
  async save(): Promise<void> {
    const file = join(this.#dir, 'data', 'mosquitto.db');
    await rm(file, { force: true });
    this.#process?.kill('SIGUSR1');
    // It writes beside and renames, so the file is whole when it is there.
    for (let attempt = 0; attempt < 600 && !existsSync(file); attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Held where it is: it answers nobody, and forgets nothing. */
  pause(): void {
    this.#process?.kill('SIGSTOP');
  }

  /** Goes on after a pause. */
  resume(): void {
    this.#process?.kill('SIGCONT');
  }

  /** As a power cut: no goodbye to anyone. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Orderly: mosquitto saves its sessions first. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Stops it, whatever state it is in, and removes its folder. */
  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.#dir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  #answers(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      // The pause keeps a slow start from becoming a busy loop; the number of attempts bounds it.
      socket.once('error', () => setTimeout(() => resolve(false), 25));
    });
  }

  async #configure(options: MosquittoOptions): Promise<void> {
    const file = (name: string) => join(this.#dir, name);
    const lines = [`listener ${this.port} 127.0.0.1`, 'allow_anonymous true', 'log_dest stderr'];
    if (options.persistence === true) {
      await mkdir(file('data'));
      // mosquitto drops root's rights for its own user's.
      await chmod(this.#dir, 0o755);
      await chmod(file('data'), 0o777);
      lines.push(
        'persistence true',
        `persistence_location ${file('data')}/`,
        'autosave_interval 1',
      );
    }
    if (options.acl !== undefined) {
      await chmod(this.#dir, 0o755);
      await writeFile(file('acl'), `${options.acl.join('\n')}\n`, { mode: 0o644 });
      lines.push(`acl_file ${file('acl')}`);
    }
    if (options.tls !== undefined) {
      const { certificates, requireClient } = options.tls;
      await chmod(this.#dir, 0o755);
      await writeFile(file('ca.pem'), certificates.ca, { mode: 0o644 });
      await writeFile(file('cert.pem'), certificates.server.cert, { mode: 0o644 });
      await writeFile(file('key.pem'), certificates.server.key, { mode: 0o644 });
      lines.push(
        `cafile ${file('ca.pem')}`,
        `certfile ${file('cert.pem')}`,
        `keyfile ${file('key.pem')}`,
        `require_certificate ${requireClient === true}`,
      );
    }
    lines.push('user root', ...(options.config ?? []));
    await writeFile(file('mosquitto.conf'), `${lines.join('\n')}\n`, { mode: 0o644 });
  }
}
