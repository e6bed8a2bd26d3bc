import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import { PacketSizeScanner } from './PacketSizeScanner.ts';

/** Why a connection was cut: nothing of the packet but its announced length was read. */
export class PacketTooLargeError extends Error {
  override readonly name = 'PacketTooLargeError';

  constructor(maximumBytes: number) {
    super(`a packet is larger than ${maximumBytes} bytes`);
  }
}

/** A device's socket as the embedded broker sees it: the same bytes, cut off at the first packet that is too large. */
export class GuardedConnection extends Duplex {
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** What the device showed in its handshake and proved to own; judged by nobody yet. */
  readonly certificate: X509Certificate | undefined;
  readonly #socket: Socket;

  constructor(socket: Socket, maximumPacketBytes: number) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.remoteAddress = socket.remoteAddress ?? '';
    this.remotePort = socket.remotePort ?? 0;
    this.certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
    const scanner = new PacketSizeScanner(maximumPacketBytes);
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      if (!scanner.accept(chunk)) {
        this.destroy(new PacketTooLargeError(maximumPacketBytes));
      } else if (!this.push(chunk)) socket.pause();
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.write(chunk, done);
  }

  /** mqtt-packet writes a packet in several small pieces: one system call for all of them. */
  override _writev(
    chunks: { chunk: Buffer; encoding: BufferEncoding }[],
    done: (error?: Error | null) => void,
  ): void {
    this.#socket.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
