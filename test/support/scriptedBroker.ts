/** A broker that says exactly what a test tells it to, byte by byte: for answers that no real broker gives on demand. */
import { createServer, type Socket } from 'node:net';

export interface Script {
  /** Bytes sent for each packet type (MQTT 3.1.1 table 2.1), or what to do with the socket. */
  readonly onConnect?: readonly number[] | 'close' | 'silence';
  /** SUBACK reason; the packet id is copied. */
  readonly onSubscribe?: number;
}

/** @param resumed whether the broker kept a session */
export function connack(version: 4 | 5, code: number, resumed = false): number[] {
  const flags = resumed ? 1 : 0;
  return version === 5 ? [0x20, 0x03, flags, code, 0x00] : [0x20, 0x02, flags, code];
}
export function disconnect(reason: number): number[] {
  return [0xe0, 0x02, reason, 0x00];
}
/** A QoS 1 PUBLISH. */
export function publish(version: 4 | 5, id: number, topic: string, payload: string): number[] {
  const body = [
    topic.length >> 8,
    topic.length & 0xff,
    ...Buffer.from(topic),
    id >> 8,
    id & 0xff,
    ...(version === 5 ? [0] : []),
    ...Buffer.from(payload),
  ];
  if (body.length > 127) throw new Error('keep it short');
  return [0x32, body.length, ...body];
}

export class ScriptedBroker {
  readonly url: string;
  /** CONNECT packets: the protocol version byte of each. */
  readonly versions: number[] = [];
  /** Packet ids of PUBACKs, in the order of their arrival. */
  readonly acknowledged: number[] = [];
  script: Script;
  readonly #close: () => Promise<void>;
  readonly #sockets: Set<Socket>;
  #onAck: (() => void) | undefined;

  private constructor(
    port: number,
    script: Script,
    sockets: Set<Socket>,
    close: () => Promise<void>,
  ) {
    this.url = `mqtt://127.0.0.1:${port}`;
    this.script = script;
    this.#sockets = sockets;
    this.#close = close;
  }

  static start(script: Script): Promise<ScriptedBroker> {
    const sockets = new Set<Socket>();
    return new Promise((resolve, reject) => {
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.setNoDelay(true);
        socket.once('close', () => sockets.delete(socket));
        socket.on('error', () => {});
        let waiting = Buffer.alloc(0);
        socket.on('data', (chunk) => {
          waiting = Buffer.concat([waiting, chunk]);
          // All packets of these tests are shorter than 128 bytes, so the length is one byte.
          while (waiting.length >= 2 && waiting.length >= 2 + (waiting[1] ?? 0)) {
            const packet = waiting.subarray(0, 2 + (waiting[1] ?? 0));
            waiting = waiting.subarray(packet.length);
            broker.#answer(socket, packet);
          }
        });
      });
      server.once('error', reject);
      let broker: ScriptedBroker;
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        const port = typeof address === 'object' && address !== null ? address.port : 0;
        broker = new ScriptedBroker(port, script, sockets, () => {
          for (const socket of sockets) socket.destroy();
          return new Promise((done) => server.close(() => done()));
        });
        resolve(broker);
      });
    });
  }

  /** To everybody connected. */
  send(...packets: readonly (readonly number[])[]): void {
    for (const socket of this.#sockets) socket.write(Buffer.from(packets.flat()));
  }

  /** Sends numbered messages, never more than `window` that are not acknowledged, as fast as that allows. */
  feed(version: 4 | 5, count: number, window: number): void {
    const [socket] = this.#sockets;
    let sent = 0;
    const next = (): void => {
      if (sent === count) return;
      socket?.write(
        Buffer.from(publish(version, sent + 1, 'fire-prediction/device/a/data', `m${sent}`)),
      );
      sent += 1;
    };
    this.#onAck = next;
    for (let i = 0; i < window; i += 1) next();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  stop(): Promise<void> {
    return this.#close();
  }

  #answer(socket: Socket, packet: Buffer): void {
    const { onConnect = connack(5, 0), onSubscribe = 1 } = this.script;
    switch ((packet[0] ?? 0) >> 4) {
      case 1:
        this.versions.push(packet[8] ?? 0);
        if (onConnect === 'close') socket.destroy();
        else if (onConnect !== 'silence') socket.write(Buffer.from(onConnect));
        break;
      case 4:
        this.acknowledged.push(packet.readUInt16BE(2));
        this.#onAck?.();
        break;
      case 8: {
        const [high = 0, low = 0] = packet.subarray(2, 4);
        const v5 = this.versions.at(-1) === 5;
        socket.write(
          Buffer.from(
            v5 ? [0x90, 4, high, low, 0, onSubscribe] : [0x90, 3, high, low, onSubscribe],
          ),
        );
        break;
      }
      case 12:
        socket.write(Buffer.from([0xd0, 0]));
        break;
      default:
        break;
    }
  }
}
