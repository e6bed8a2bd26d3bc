/** What the engine shows of walk tests. */
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Coverage, MissingPoint, WalkTestHit } from '#shared/walkTest/coverage.ts';
import type { LocalName } from './localName.ts';

export const WALK_TEST_MODES = [
  /** Nothing is heard at the desk. */
  'silent',
  /** A short tone for each hit, so that whoever walks hears by radio that it arrived. */
  'audible',
] as const;
export type WalkTestMode = (typeof WALK_TEST_MODES)[number];

const WALK_TEST_ENDS = [
  'person',
  'idle',
  'limit',
  /** A real alarm came from a device that was not under test. */
  'realAlarm',
  /** The PC's clock was set back behind its beginning. */
  'clock',
] as const;
export type WalkTestEnd = (typeof WALK_TEST_ENDS)[number];

/** The lamp that every screen shows while a test runs. */
export interface WalkTestLamp {
  readonly id: string;
  readonly mode: WalkTestMode;
  readonly by: string;
  readonly devices: number;
  /** When it ends by itself: without another hit, or at its limit. */
  readonly endsAt: EpochMs;
  /** Hits so far; each new one sounds in an audible test. */
  readonly hits: number;
  /** Devices under test that are in danger now, by their own readings: no alarm says so meanwhile. */
  readonly dangers: number;
}

export interface WalkTestSummary {
  readonly id: string;
  readonly mode: WalkTestMode;
  /** What it is for, in the supervisor's words. */
  readonly note: string;
  readonly by: string;
  readonly desk: string;
  readonly begunAt: EpochMs;
  /** At the latest. */
  readonly limitAt: EpochMs;
  readonly endedAt: EpochMs | null;
  /** Null while it lasts, and when it ended by itself. */
  readonly endedBy: string | null;
  readonly end: WalkTestEnd | null;
  /** Which alarm ended it. */
  readonly endDetail: string | null;
  readonly devices: number;
  readonly coverage: Coverage;
  readonly signedBy: string | null;
}

/** A device as it was named and placed when the test began. */
export interface WalkTestDevice {
  readonly id: string;
  readonly name: string;
  readonly floor: LocalName | null;
  readonly panel: string | null;
}

export interface WalkTestView extends WalkTestSummary {
  readonly list: readonly WalkTestDevice[];
  readonly hits: readonly WalkTestHit[];
}

/** What a supervisor signed, and where it stands in the audit chain. */
export interface WalkTestCertificate {
  readonly site: LocalName;
  readonly simulated: boolean;
  readonly test: WalkTestView;
  readonly missing: readonly MissingPoint[];
  readonly signedBy: string;
  readonly signedDesk: string;
  readonly signedAt: EpochMs;
}

export interface SignedWalkTest {
  readonly certificate: WalkTestCertificate;
  /** SHA-256 of the certificate's canonical text, as it stands in the audit entry. */
  readonly digest: string;
  /** The audit chain's head with that entry in it. */
  readonly audit: { readonly seq: number; readonly hash: string };
}

const WALK_TEST_REFUSALS = [
  'alreadyRunning',
  /** A fire alarm of the device stands: it is answered first. */
  'fireStanding',
  'unknownDevice',
] as const;
export type WalkTestRefusal = (typeof WALK_TEST_REFUSALS)[number];

export type WalkTestBegin =
  | { readonly done: true; readonly test: WalkTestView }
  | {
      readonly done: false;
      readonly refusal: WalkTestRefusal;
      /** The devices that are the reason. */
      readonly deviceIds: readonly string[];
    };
