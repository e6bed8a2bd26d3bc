/** What an open page says of itself: whether it can be heard and seen. */
import type { EpochMs } from '#shared/telemetry/reading.ts';

export const SOUND_VERDICTS = [
  'ok',
  /** The browser waits for a click. */
  'blocked',
  /** No audio, no output device, or a clock that stands still. */
  'unavailable',
  /** Sound was made and did not come out, or the operator heard nothing of the test. */
  'notHeard',
] as const;
export type SoundVerdict = (typeof SOUND_VERDICTS)[number];

export const DISPLAY_STATES = [
  'visible',
  /** Behind another window or another tab, or minimised. */
  'hidden',
  /** The page counts as visible and is not being drawn, or the operating system's lock lies over it. */
  'asleep',
] as const;
export type DisplayState = (typeof DISPLAY_STATES)[number];

/** One seat with somebody signed on, as the others may see it: without the id by which it reports. */
export interface SeatView {
  /** The source of its troubles: `seat/1f0c93ab`. */
  readonly source: string;
  readonly desk: string;
  readonly operator: string;
  readonly sound: SoundVerdict;
  readonly display: DisplayState;
  /** Whether it can speak the language that it is set to. */
  readonly voice: boolean;
  readonly reportedAt: EpochMs;
  /** When somebody there last said that they heard the test, or didn't; null when nobody has since it was opened. */
  readonly testedAt: EpochMs | null;
}
