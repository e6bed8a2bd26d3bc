/** What every way into the engine looks like to the pipeline: frames in, acknowledgements out. */
import type { FeedStatus } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

/** Why a message is not taken in. */
export interface Refusal {
  /** A code that the pages have a word for. */
  readonly reason: string;
  readonly detail: string;
}

/** One message as it arrived. Nothing has been acknowledged yet. */
export interface Frame {
  readonly sourceId: string;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: EpochMs;
  /** The broker says that it sent this before. Not every broker does (AWS IoT Core never does). */
  readonly duplicate: boolean;
  /** Delivered from the broker's queue after a reconnect: an old device time is then no clock error. */
  readonly backlog: boolean;
  /** The way in itself has refused it: it is quarantined unread. */
  readonly refusal?: Refusal | undefined;
  /** Called once, after the commit. Does nothing when the connection that delivered the frame is gone. */
  ack(): void;
}

export interface FrameHandler {
  frame(frame: Frame): void;
  /** The broker will send no more until some frames are acknowledged: close the batch now. */
  windowFull(): void;
  /** The feed's state changed. */
  changed(): void;
}

export interface Source {
  readonly id: string;
  /** Begins to connect and returns at once; the state says how it went. */
  start(handler: FrameHandler): void;
  status(): FeedStatus;
  /** Stops taking frames and closes the connection. Frames not acknowledged are the broker's again. */
  stop(): Promise<void>;
}
