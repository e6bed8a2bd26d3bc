import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { MessagePortMain } from 'electron';

type Surface = Pick<MessagePortMain, 'postMessage' | 'start' | 'close'>;

/** `MessagePortMain` over a Node port: silent until started, useless once transferred. */
export class MessagePortStandIn extends EventEmitter implements Surface {
  #raw: MessagePort | undefined;

  constructor(raw: MessagePort) {
    super();
    this.#raw = raw;
    raw.once('close', () => this.emit('close'));
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    const ports = detachAll(transfer);
    this.#port().postMessage(ports.length > 0 ? { message, ports } : message, ports);
  }

  start(): void {
    // Node delivers as soon as someone listens, so listening is what starting means here.
    this.#port().on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
  }

  close(): void {
    this.#raw?.close();
  }

  /** Gives the port away, after which this end is neutered as in Electron. */
  detach(): MessagePort {
    const raw = this.#port();
    this.#raw = undefined;
    raw.removeAllListeners();
    return raw;
  }

  #port(): MessagePort {
    if (!this.#raw) throw new Error('this port was transferred and can’t be used here any more');
    return this.#raw;
  }
}

/** Takes the Node ports out of a transfer list, which as in Electron may hold nothing but main-process ports. */
export function detachAll(transfer: readonly unknown[]): MessagePort[] {
  return transfer.map((port) => {
    if (!(port instanceof MessagePortStandIn)) throw new TypeError('Port at index is not valid');
    return port.detach();
  });
}

export class MessageChannelStandIn {
  readonly port1: MessagePortStandIn;
  readonly port2: MessagePortStandIn;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MessagePortStandIn(port1);
    this.port2 = new MessagePortStandIn(port2);
  }
}
