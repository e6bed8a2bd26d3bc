const PUBACK = 0x40;
const BYTES_EACH = 4;

/**
 * Writes PUBACKs, all those of one batch in one piece. A PUBACK without reason code and properties is the same four
 * bytes in MQTT 3.1.1 (section 3.4) and MQTT 5 (section 3.4.2.1, reason 0), in the order in which they were given,
 * which [MQTT-4.6.0-2] wants to be the order of arrival.
 */
export class PubAckWriter {
  readonly #write: (bytes: Uint8Array) => void;
  #packetIds: number[] = [];
  #stopped = false;

  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  /** Sent when the caller's own turn is over, so a loop over a batch costs one write. */
  add(packetId: number): void {
    if (this.#stopped) return;
    if (this.#packetIds.length === 0) process.nextTick(() => this.flush());
    this.#packetIds.push(packetId);
  }

  flush(): void {
    const packetIds = this.#packetIds;
    if (this.#stopped || packetIds.length === 0) return;
    this.#packetIds = [];
    const bytes = Buffer.allocUnsafe(packetIds.length * BYTES_EACH);
    let offset = 0;
    for (const id of packetIds) {
      bytes[offset] = PUBACK;
      bytes[offset + 1] = 2;
      bytes[offset + 2] = id >> 8;
      bytes[offset + 3] = id & 0xff;
      offset += BYTES_EACH;
    }
    this.#write(bytes);
  }

  /** The connection is gone: what was not sent is not sent any more. */
  stop(): void {
    this.#stopped = true;
    this.#packetIds = [];
  }
}
