import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Frame } from './source.ts';

/** A message that a device published to the embedded broker, whose PUBACK waits for `ack`. */
export class LanFrame implements Frame {
  readonly sourceId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: EpochMs;
  readonly duplicate: boolean;
  /** Sent again after the device lost its connection, or kept for later: its time may be old. */
  readonly backlog: boolean;
  #release: (() => void) | undefined;

  constructor(
    sourceId: string,
    packet: {
      readonly topic: string;
      readonly payload: string | Uint8Array;
      dup: boolean;
      retain: boolean;
    },
    receivedAt: EpochMs,
    release: (() => void) | undefined,
  ) {
    this.sourceId = sourceId;
    this.topic = packet.topic;
    this.payload =
      typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    this.receivedAt = receivedAt;
    this.duplicate = packet.dup;
    this.backlog = packet.dup || packet.retain;
    this.#release = release;
  }

  ack(): void {
    const release = this.#release;
    this.#release = undefined;
    release?.();
  }
}
