const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Of a line that is too long: enough to recognise it. */
const KEPT_BYTES = 256;

export interface LineHandler {
  /** Without its end. Empty lines are not handed over: gateways send them to say that they live. */
  line(bytes: Uint8Array): void;
  /** Told as soon as the line is too long; the rest of it is skipped. */
  tooLong(head: Uint8Array): void;
}

/** Bytes as they come from a serial port → lines ending in LF or CR LF. Holds `maximumBytes` at most. */
export class LineFramer {
  readonly #line: Uint8Array<ArrayBuffer>;
  #length = 0;
  #skipping = false;

  constructor(maximumBytes: number) {
    this.#line = new Uint8Array(maximumBytes);
  }

  push(chunk: Uint8Array, handler: LineHandler): void {
    let from = 0;
    while (from < chunk.length) {
      const end = chunk.indexOf(LINE_FEED, from);
      this.#append(chunk.subarray(from, end === -1 ? chunk.length : end), handler);
      if (end === -1) return;
      from = end + 1;
      this.#skipping = false;
      const line = this.take();
      if (line.length > 0) handler.line(line);
    }
  }

  /** What came since the last line's end, and forgets it: the port was closed. */
  take(): Uint8Array {
    let end = this.#length;
    this.#length = 0;
    this.#skipping = false;
    while (end > 0 && this.#line[end - 1] === CARRIAGE_RETURN) end--;
    return this.#line.slice(0, end);
  }

  #append(bytes: Uint8Array, handler: LineHandler): void {
    if (this.#skipping) return;
    if (this.#length + bytes.length > this.#line.length) {
      const room = this.#line.length - this.#length;
      this.#line.set(bytes.subarray(0, room), this.#length);
      const head = this.#line.slice(0, KEPT_BYTES);
      this.#length = 0;
      this.#skipping = true;
      handler.tooLong(head);
      return;
    }
    this.#line.set(bytes, this.#length);
    this.#length += bytes.length;
  }
}
