import { EventEmitter } from 'node:events';
import type { MessagePortMain, UtilityProcess } from 'electron';
import { detachAll } from './MessagePortStandIn.ts';

type Surface = Pick<UtilityProcess, 'postMessage' | 'kill' | 'stdout' | 'stderr'>;

/** A `utilityProcess` with nothing in it, for tests of the shell alone: it ends when it is told to, and says nothing. */
export class HollowEngine extends EventEmitter implements Surface {
  readonly stdout = null;
  readonly stderr = null;
  readonly exited: Promise<number>;
  #end: (code: number) => void = () => undefined;

  constructor() {
    super();
    this.exited = new Promise((resolve) => {
      this.#end = (code) => {
        this.emit('exit', code);
        resolve(code);
      };
    });
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    for (const port of detachAll(transfer)) port.close();
    const { type } = message as { readonly type?: unknown };
    if (type === 'shutdown') queueMicrotask(() => this.#end(0));
  }

  kill(): boolean {
    queueMicrotask(() => this.#end(143));
    return true;
  }

  said(): Promise<void> {
    return Promise.resolve();
  }
}
