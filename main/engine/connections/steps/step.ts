/** What a step of a test is: it looks at one thing, and says what it found. */
import type { ConnectionSecret, ConnectionSettings } from '#shared/connections/connection.ts';
import type { StepResult, TestStep } from '#shared/connections/testStep.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import type { DecodeOptions } from '#shared/telemetry/decode.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { OpenedSecrets } from '../openConnection.ts';

/** What is tried. */
export interface TestTarget {
  readonly settings: ConnectionSettings;
  readonly secrets: OpenedSecrets;
  /** Stored secrets that can't be opened on this machine. */
  readonly unavailable: readonly ConnectionSecret[];
  /** A name that no live connection has. */
  readonly clientId: string;
  readonly decoding: DecodeOptions;
  /** How long a first message is waited for. */
  readonly messageMs: number;
  /** The live connection's state, when it is one that is saved and on. */
  readonly live: () => FeedStatus | null;
  /** How many devices and gateways have credentials for the broker inside the desk. */
  readonly lanDevices: () => number;
  readonly now: () => EpochMs;
}

export type Found = Pick<StepResult, 'level' | 'finding' | 'values'>;

export interface Step {
  readonly id: TestStep;
  /** Never throws for what a test is there to find; ends early when `signal` says so. */
  run(signal: AbortSignal): Promise<Found>;
}

/** The steps of one test, with what they opened. */
export interface Plan {
  readonly steps: readonly Step[];
  close(): void;
}

const found =
  (level: Found['level']) =>
  (finding: Found['finding'], values: Found['values'] = {}): Found => ({ level, finding, values });

export const ok = found('ok');
export const warn = found('warn');
export const fail = found('fail');
