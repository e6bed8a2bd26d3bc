/**
 * Follows the framing of MQTT packets in a byte stream (MQTT 3.1.1 section 2.2) without keeping any of it, so that a
 * packet that is too large is refused by its header and not after 256 MB of it were collected.
 */
export class PacketSizeScanner {
  readonly #maximumBytes: number;
  /** Bytes of the current packet's body that are still to come. */
  #body = 0;
  #inLength = false;
  #length = 0;
  #shift = 0;

  constructor(maximumBytes: number) {
    this.#maximumBytes = maximumBytes;
  }

  /** @returns false when a packet announces more than the maximum, or its length is malformed */
  accept(chunk: Uint8Array): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#body > 0) {
        const skipped = Math.min(this.#body, chunk.length - at);
        this.#body -= skipped;
        at += skipped;
      } else if (!this.#inLength) {
        this.#inLength = true;
        this.#length = 0;
        this.#shift = 0;
        at += 1;
      } else {
        const byte = chunk[at] ?? 0;
        at += 1;
        this.#length += (byte & 0x7f) * 2 ** this.#shift;
        this.#shift += 7;
        if (this.#length > this.#maximumBytes) return false;
        if ((byte & 0x80) === 0) {
          this.#inLength = false;
          this.#body = this.#length;
        } else if (this.#shift > 21) return false;
      }
    }
    return true;
  }
}
