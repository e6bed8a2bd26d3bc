import type { WebSocket } from 'ws';

export interface SocketLimits {
  /** Bytes waiting for one client before it is dropped. A snapshot of 10,000 devices is about 6 MB. */
  readonly maxWaitingBytes: number;
  /** Calls and streams that one client may have open. */
  readonly maxOpenCalls: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  maxWaitingBytes: 32 * 1024 * 1024,
  maxOpenCalls: 128,
};

/** The client asks for more than it takes. */
export class SlowClientError extends Error {
  override readonly name = 'SlowClientError';
}

/**
 * One client's WebSocket with a bounded outbox. `send` settles when the bytes have left the process, so a live
 * stream makes its next event only when the client took the last one: a slow client gets fewer, newer events.
 * A client that asks on and reads nothing is dropped at the limit instead of growing the desk's memory.
 */
export class BoundedSocket {
  readonly #socket: WebSocket;
  readonly #limits: SocketLimits;
  #openCalls = 0;

  constructor(socket: WebSocket, limits: SocketLimits) {
    this.#socket = socket;
    this.#limits = limits;
  }

  /** @throws when the socket is closed or the client is too far behind. */
  readonly send = (message: string | ArrayBufferLike | Blob | ArrayBufferView): Promise<void> => {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return Promise.reject(new Error('socket is closed'));
    if (socket.bufferedAmount > this.#limits.maxWaitingBytes) {
      // No closing handshake: it would wait behind the bytes that the client doesn't read.
      socket.terminate();
      return Promise.reject(new SlowClientError('client reads too slowly'));
    }
    return new Promise((resolve, reject) => {
      socket.send(toFrame(message), (error) => (error ? reject(error) : resolve()));
    });
  };

  /**
   * Counts a call until `work` settles.
   * @throws {SlowClientError} when the client has too many open.
   */
  async during(work: () => Promise<void>): Promise<void> {
    if (this.#openCalls >= this.#limits.maxOpenCalls)
      throw new SlowClientError('too many open calls');
    this.#openCalls += 1;
    try {
      await work();
    } finally {
      this.#openCalls -= 1;
    }
  }
}

function toFrame(
  message: string | ArrayBufferLike | Blob | ArrayBufferView,
): string | ArrayBuffer | ArrayBufferView {
  if (typeof message === 'string' || ArrayBuffer.isView(message)) return message;
  if (message instanceof ArrayBuffer) return message;
  throw new TypeError('the contract has no binary answers');
}
