/** A broker that says exactly what a test tells it to, byte by byte: for answers that no real broker gives on demand. */
import { createServer, type Socket } from 'node:net';

export interface Script {
  /** Bytes sent for each packet type (MQTT 3.1.1 table 2.1), or what to do with the socket. */
  readonly onConnect?: readonly number[] | 'close' | 'silence';
  /** SUBACK reason, for which the packet id is copied; or other bytes instead. */
  readonly onSubscribe?: number | 'close' | readonly number[];
}

/** Says for how many seconds the session is kept (MQTT 5 section 3.2.2.3.2), whatever the client asked for. */
export function connackKeeping(seconds: number): number[] {
  const bytes = [24, 16, 8, 0].map((shift) => (seconds >>> shift) & 0xff);
  return [0x20, 0x08, 0x00, 0x00, 0x05, 0x11, ...bytes];
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
  readonly clientIds: string[] = [];
  readonly usernames: (string | null)[] = [];
  /** The filter of each SUBSCRIBE. */
  readonly filters: string[] = [];
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
          for (let packet = firstPacket(waiting); packet; packet = firstPacket(waiting)) {
            waiting = waiting.subarray(packet.whole);
            broker.#answer(socket, packet.bytes);
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

  /** To whoever connected first of those that are connected. */
  sendToFirst(...packets: readonly (readonly number[])[]): void {
    const [socket] = this.#sockets;
    socket?.write(Buffer.from(packets.flat()));
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

  /** MQTT 5 section 3.1: variable header of ten bytes, properties in 5, client id, user name. No will. */
  #connected(packet: Buffer): void {
    const version = packet[8] ?? 0;
    this.versions.push(version);
    let at = 12 + (version === 5 ? 1 + (packet[12] ?? 0) : 0);
    const clientId = textAt(packet, at);
    this.clientIds.push(clientId);
    at += 2 + Buffer.byteLength(clientId);
    this.usernames.push(((packet[9] ?? 0) & 0x80) === 0 ? null : textAt(packet, at));
  }

  #answer(socket: Socket, packet: Buffer): void {
    const { onConnect = connack(5, 0), onSubscribe = 1 } = this.script;
    switch ((packet[0] ?? 0) >> 4) {
      case 1:
        this.#connected(packet);
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
        this.filters.push(textAt(packet, 4 + (v5 ? 1 + (packet[4] ?? 0) : 0)));
        if (onSubscribe === 'close') {
          socket.destroy();
          break;
        }
        if (typeof onSubscribe !== 'number') {
          socket.write(Buffer.from(onSubscribe));
          break;
        }
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

/** A text with its length before it. */
function textAt(packet: Buffer, at: number): string {
  return packet.subarray(at + 2, at + 2 + packet.readUInt16BE(at)).toString();
}

/** The first whole packet, with a length of one byte whatever it had, and how many bytes it took. */
function firstPacket(waiting: Buffer): { bytes: Buffer; whole: number } | undefined {
  let length = 0;
  for (let at = 1; at <= 4 && at < waiting.length; at += 1) {
    const byte = waiting[at] ?? 0;
    length += (byte & 0x7f) * 128 ** (at - 1);
    if ((byte & 0x80) !== 0) continue;
    const whole = at + 1 + length;
    if (waiting.length < whole) return undefined;
    const body = waiting.subarray(at + 1, whole);
    return { bytes: Buffer.concat([waiting.subarray(0, 1), Buffer.of(0), body]), whole };
  }
  return undefined;
}
