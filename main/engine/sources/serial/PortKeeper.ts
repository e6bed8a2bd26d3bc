import type { Logger } from '#engine/log.ts';
import { serialAddress } from '#shared/connections/serialLine.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { BackOff } from '../BackOff.ts';
import { FeedState } from '../FeedState.ts';
import type { FeedProblem } from '../feedProblem.ts';
import type { FrameHandler } from '../source.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { type OpenPort, openSerialPort, type PortLine, type PortOpener } from './serialDriver.ts';
import { serialProblem, unplugged } from './serialProblem.ts';

export interface PortKeeperOptions {
  readonly id: string;
  readonly line: PortLine;
  readonly now: () => EpochMs;
  readonly log: Logger;
  readonly timers?: Timers | undefined;
  readonly backOff?: BackOff | undefined;
  readonly openPort?: PortOpener | undefined;
}

export interface PortUser {
  opened(): void;
  data(bytes: Uint8Array): void;
  closed(): void;
}

/** Somebody stands beside the adapter that was plugged in again: a port is looked for often. */
const FIRST_MS = 500;
const CAP_MS = 5_000;
/** Not every system tells that an adapter was pulled while nothing was read or written. */
const LOOK_MS = 2_000;

/** Keeps a serial port open: opens it again, with back-off, whenever it vanishes, until it is stopped. */
export class PortKeeper {
  readonly #options: PortKeeperOptions;
  readonly #user: PortUser;
  readonly #timers: Timers;
  readonly #backOff: BackOff;
  readonly #feed: FeedState;
  #handler: FrameHandler | undefined;
  #port: OpenPort | undefined;
  #cancelRetry: (() => void) | undefined;
  #cancelLook: (() => void) | undefined;

  constructor(options: PortKeeperOptions, user: PortUser) {
    this.#options = options;
    this.#user = user;
    this.#timers = options.timers ?? systemTimers;
    this.#backOff = options.backOff ?? new BackOff({ firstMs: FIRST_MS, capMs: CAP_MS });
    this.#feed = new FeedState(options.id, serialAddress(options.line), options.now);
  }

  /** Undefined before it was started and after it was stopped. */
  get handler(): FrameHandler | undefined {
    return this.#handler;
  }

  status(): FeedStatus {
    return this.#feed.status();
  }

  start(handler: FrameHandler): void {
    if (this.#handler !== undefined)
      throw new Error(`source ${this.#options.id} was already started`);
    this.#handler = handler;
    this.#open();
  }

  write(bytes: Uint8Array): void {
    this.#port?.write(bytes);
  }

  /** A frame came. */
  heard(at: EpochMs): void {
    this.#feed.lastFrameAt = at;
  }

  /** What is wrong although the port is open; null when nothing is. */
  complain(problem: FeedProblem | null): void {
    if (this.#feed.state !== 'connected' || this.#feed.problem?.text === problem?.text) return;
    const { id, log } = this.#options;
    if (problem) log.warn({ feed: id, code: problem.code }, problem.text);
    else log.info({ feed: id }, 'the serial feed is well again');
    this.#become('connected', problem);
  }

  async stop(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelLook?.();
    const handler = this.#handler;
    const port = this.#port;
    this.#handler = undefined;
    this.#port = undefined;
    if (port) {
      this.#user.closed();
      await port.close();
    }
    if (this.#feed.state !== 'stopped') {
      this.#feed.become('stopped', null);
      handler?.changed();
    }
  }

  #open(): void {
    if (this.#handler === undefined) return;
    const { id, line, log, openPort = openSerialPort } = this.#options;
    // Keeps the old problem in sight while trying: a screen that blinks "connecting" says less.
    this.#become('connecting', this.#feed.problem);
    this.#port = openPort(line, {
      opened: () => {
        this.#backOff.reset();
        log.info({ feed: id, address: serialAddress(line) }, 'serial port opened');
        this.#become('connected', null);
        this.#user.opened();
        this.#look();
      },
      data: (bytes) => this.#user.data(bytes),
      closed: (error, wasOpen) => this.#closed(error, wasOpen),
    });
  }

  #look(): void {
    this.#cancelLook = this.#timers.after(LOOK_MS, () => {
      const port = this.#port;
      if (port?.gone?.() !== true) return this.#look();
      void port.close();
      this.#closed(null, true);
    });
  }

  #closed(error: Error | null, wasOpen: boolean): void {
    this.#port = undefined;
    this.#cancelLook?.();
    if (wasOpen) this.#user.closed();
    if (this.#handler === undefined) return;
    const problem = wasOpen || error === null ? unplugged : serialProblem(error);
    const retryInMs = this.#backOff.next();
    // A port that stays away is said once, not with every attempt for weeks.
    if (wasOpen || problem.text !== this.#feed.problem?.text)
      this.#options.log.warn(
        { feed: this.#options.id, code: problem.code, err: error?.message, retryInMs },
        problem.text,
      );
    // Right after the adapter left, "no such port" says less than why.
    const standing = this.#feed.problem;
    const shown =
      problem.code === 'serialPortMissing' && standing?.code === 'serialUnplugged'
        ? standing
        : problem;
    this.#become('down', shown);
    this.#cancelRetry = this.#timers.after(retryInMs, () => this.#open());
  }

  #become(state: FeedStatus['state'], problem: FeedProblem | null): void {
    this.#feed.become(state, problem);
    this.#handler?.changed();
  }
}
