/** The AWS stand-in `moto_server`, where it is installed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from './freePort.ts';

export const hasMoto = (() => {
  try {
    execFileSync('moto_server', ['--help'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

export class Moto {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#process = child;
  }

  static async start(): Promise<Moto> {
    const port = await freePort();
    const child = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], {
      stdio: 'ignore',
    });
    const moto = new Moto(`http://127.0.0.1:${port}`, child);
    for (;;) {
      if (child.exitCode !== null) throw new Error('moto_server ended at once');
      try {
        if ((await fetch(`${moto.url}/moto-api/`)).ok) return moto;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  /** What each topic was told, oldest first: subject and message. */
  async notified(): Promise<readonly { readonly arn: string; readonly text: string }[]> {
    const data = (await (await fetch(`${this.url}/moto-api/data.json`)).json()) as {
      sns: { Topic: { arn: string; sent_notifications: unknown[] }[] };
    };
    return data.sns.Topic.flatMap(({ arn, sent_notifications }) =>
      sent_notifications.map((one) => ({ arn, text: JSON.stringify(one) })),
    );
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    await ended;
  }
}
