/** What every way into the engine looks like to the pipeline: frames in, acknowledgements out. */
import type { UnitPolls } from '#shared/contract/pollViews.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Backfill, BackfillTally } from './backfill/Backfill.ts';

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
  /**
   * Fetched afterwards from somewhere else, because it was missed: history, of which the tally keeps count. It raises
   * no alarm of its own, and the device was not heard by it.
   */
  readonly backfill?: BackfillTally;
  /** Out of a recording that waits for each commit: however much of one device is in it, nobody floods the desk. */
  readonly recorded?: boolean;
  /** The way in itself has refused it: it is quarantined unread. */
  readonly refusal?: Refusal | undefined;
  /** Called once, after the commit. Does nothing when the connection that delivered the frame is gone. */
  ack(): void;
}

/** A way in is open, for the first time or again. */
export interface Resumption {
  readonly sourceId: string;
  readonly at: EpochMs;
  /** Up to when it is known that nothing is missing; null when this source was not open before. */
  readonly quietSince: EpochMs | null;
  /** The broker kept what it could not deliver meanwhile, so nothing is missing. */
  readonly sessionKept: boolean;
  /** Where what is missing can be had from; null when nowhere. */
  readonly backfill: Backfill | null;
}

/** A certificate that a way in depends on, so that its end is seen coming. */
export interface UsedCertificate {
  readonly purpose: 'client' | 'backfill' | 'credentials' | 'authority' | 'server';
  readonly pem: string;
}

export interface FrameHandler {
  frame(frame: Frame): void;
  /** The broker will send no more until some frames are acknowledged: close the batch now. */
  windowFull(): void;
  /** The feed's state changed. */
  changed(): void;
  /** The feed is connected. Not told by ways in that nobody can miss anything on, such as the desk's own broker. */
  resumed?(resumption: Resumption): void;
}

export interface Source {
  readonly id: string;
  /** Begins to connect and returns at once; the state says how it went. */
  start(handler: FrameHandler): void;
  status(): FeedStatus;
  readonly certificates?: readonly UsedCertificate[];
  /** How what it asks answers; absent of a way in that only listens. */
  polls?(): readonly UnitPolls[];
  /** The machine slept: what looks connected may be dead, so it is connected anew, and at once. */
  redial?(): void;
  /** Stops taking frames and closes the connection. Frames not acknowledged are the broker's again. */
  stop(): Promise<void>;
}
