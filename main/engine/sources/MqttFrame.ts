import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Frame } from './source.ts';

interface Acknowledger {
  acknowledge(packetId: number): void;
}

/** A class instead of an object with a closure: one is made for every message. */
export class MqttFrame implements Frame {
  readonly sourceId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: EpochMs;
  readonly duplicate: boolean;
  readonly backlog: boolean;
  readonly #link: Acknowledger;
  #packetId: number;

  /** @param packetId 0 for QoS 0, which nobody waits for */
  constructor(
    link: Acknowledger,
    packetId: number,
    sourceId: string,
    topic: string,
    payload: Uint8Array,
    receivedAt: EpochMs,
    duplicate: boolean,
    backlog: boolean,
  ) {
    this.#link = link;
    this.#packetId = packetId;
    this.sourceId = sourceId;
    this.topic = topic;
    this.payload = payload;
    this.receivedAt = receivedAt;
    this.duplicate = duplicate;
    this.backlog = backlog;
  }

  ack(): void {
    const packetId = this.#packetId;
    if (packetId === 0) return;
    this.#packetId = 0;
    this.#link.acknowledge(packetId);
  }
}
