import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Frame, Refusal } from './source.ts';

/** A message that a device published to the embedded broker, whose PUBACK waits for `ack`. */
export class LanFrame implements Frame {
  readonly sourceId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: EpochMs;
  readonly duplicate: boolean;
  /** Sent again after the device lost its connection, or kept for later: its time may be old. */
  readonly backlog: boolean;
  readonly refusal: Refusal | undefined;
  #release: (() => void) | undefined;

  constructor(parts: {
    readonly sourceId: string;
    readonly packet: {
      readonly topic: string;
      readonly payload: string | Uint8Array;
      dup: boolean;
      retain: boolean;
    };
    readonly receivedAt: EpochMs;
    readonly release: (() => void) | undefined;
    readonly refusal: Refusal | undefined;
  }) {
    const { sourceId, packet, receivedAt, release, refusal } = parts;
    this.sourceId = sourceId;
    this.topic = packet.topic;
    this.payload =
      typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
    this.receivedAt = receivedAt;
    this.duplicate = packet.dup;
    this.backlog = packet.dup || packet.retain;
    this.refusal = refusal;
    this.#release = release;
  }

  ack(): void {
    const release = this.#release;
    this.#release = undefined;
    release?.();
  }
}
