/** What the soak and the desk that it runs say to each other. */
import type { DeskStatus } from '#shared/contract/views.ts';

export interface DeskStart {
  readonly dataDir: string;
  readonly brokerUrl: string;
  /** UTC milliseconds at which the simulated clock begins. */
  readonly startAt: number;
  readonly devices: number;
  readonly seed: number;
  readonly token: string;
}

/** What only the desk's own process can tell. After a collection of garbage, with nothing under way. */
export interface ProcessFigures {
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly externalBytes: number;
  readonly openFiles: number;
  readonly threads: number;
  /** What keeps the event loop awake: sockets, timers, threads. */
  readonly handles: number;
  /** CPU of the engine's thread since the figures before, µs for each reading. */
  readonly cpuMicrosecondsEach: number;
  /** How long the event loop was held up at worst, but for one time in a hundred, ms of the machine's clock. */
  readonly heldUpMs: number;
  readonly readings: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly windows: number;
  readonly handlesByKind: Readonly<Record<string, number>>;
}

export interface DeskCalls {
  start: { request: DeskStart; answer: { readonly url: string } };
  /** Lets simulated seconds pass, a few at a time, with what is to be done in each step. A multiple of four. */
  advance: { request: { readonly seconds: number }; answer: null };
  /** Answers when so many frames were taken in since the start. */
  received: { request: { readonly frames: number }; answer: null };
  /** Answers when so many readings are stored, and the model has judged what was due. */
  committed: { request: { readonly readings: number }; answer: null };
  /** Answers when the feed is in this state. */
  feed: { request: { readonly state: DeskStatus['feeds'][number]['state'] }; answer: null };
  measure: { request: null; answer: ProcessFigures };
  stop: { request: null; answer: null };
}

export type DeskQuestion = {
  [Name in keyof DeskCalls]: {
    readonly id: number;
    readonly method: Name;
    readonly request: DeskCalls[Name]['request'];
  };
}[keyof DeskCalls];

export type DeskReply =
  | { readonly id: number; readonly answer: DeskCalls[keyof DeskCalls]['answer'] }
  | { readonly id: number; readonly problem: string };
