import { EventEmitter } from 'node:events';
import { crc16 } from '#shared/serial/crc16.ts';

/** Unit, function with its top bit, exception code, two bytes of checksum. */
const EXCEPTION_BYTES = 5;
/** Unit, function, byte count; checksum behind the registers. */
const AROUND_REGISTERS = 5;
const LONGEST_FRAME = 256;

/**
 * What modbus-serial asks of a port, over one that the desk opens itself. Finds the answer to the request that is
 * under way in what the bus says.
 *
 * modbus-serial's own ports keep bytes from one request to the next, so that an answer that came too late is taken for
 * the next one's. Here everything before the request is thrown away, and everything after its answer.
 */
export class RtuPort extends EventEmitter {
  readonly #send: (bytes: Uint8Array) => void;
  #pending: { unit: number; code: number; length: number } | undefined;
  #buffer: Buffer = Buffer.alloc(0);
  isOpen = false;

  constructor(send: (bytes: Uint8Array) => void) {
    super();
    this.#send = send;
  }

  open(callback: (error?: Error) => void): void {
    this.isOpen = true;
    callback();
  }

  close(callback?: () => void): void {
    this.isOpen = false;
    this.forget();
    callback?.();
  }

  /** Only FC 3 and 4 are asked here: unit, function, address, count, checksum. */
  write(request: Buffer): void {
    this.#buffer = Buffer.alloc(0);
    this.#pending = {
      unit: request.readUInt8(0),
      code: request.readUInt8(1),
      length: AROUND_REGISTERS + 2 * request.readUInt16BE(4),
    };
    this.#send(request);
  }

  /** What comes from now on belongs to nothing. */
  forget(): void {
    this.#pending = undefined;
    this.#buffer = Buffer.alloc(0);
  }

  received(bytes: Uint8Array): void {
    if (this.#pending === undefined) return;
    this.#buffer = Buffer.concat([this.#buffer, bytes]);
    if (this.#buffer.length > 2 * LONGEST_FRAME)
      this.#buffer = this.#buffer.subarray(-2 * LONGEST_FRAME);
    const frame = this.#find(true) ?? this.#find(false);
    if (frame === undefined) return;
    this.forget();
    this.emit('data', frame);
  }

  /**
   * Noise may stand before the answer, and look like its beginning: a frame whose checksum is right goes before one
   * whose checksum is wrong, which modbus-serial then reports.
   */
  #find(whole: boolean): Buffer | undefined {
    const { unit, code, length } = this.#pending!;
    for (let at = 0; at + EXCEPTION_BYTES <= this.#buffer.length; at++) {
      if (this.#buffer[at] !== unit) continue;
      const answered = this.#buffer[at + 1];
      const size =
        answered === code && this.#buffer[at + 2] === length - AROUND_REGISTERS
          ? length
          : answered === (code | 0x80)
            ? EXCEPTION_BYTES
            : undefined;
      if (size === undefined || at + size > this.#buffer.length) continue;
      const frame = this.#buffer.subarray(at, at + size);
      const sum = frame.readUInt16LE(size - 2);
      if (!whole || sum === crc16(frame.subarray(0, size - 2))) return frame;
    }
    return undefined;
  }
}
