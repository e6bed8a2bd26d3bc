import type { SerialNdjsonSettings } from '#shared/connections/serial.ts';
import type { FeedStatus } from '#shared/contract/views.ts';
import { LineFramer } from '#shared/serial/LineFramer.ts';
import { type LineRefusal, readLine } from '#shared/serial/readLine.ts';
import type { DecodeRefusal } from '#shared/telemetry/decode.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { Frame, FrameHandler, Source } from '../source.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { PortKeeper, type PortKeeperOptions } from './PortKeeper.ts';
import { serialGarbled, serialSilent } from './serialProblem.ts';

export interface SerialGatewayParts extends Omit<PortKeeperOptions, 'line'> {
  readonly settings: SerialNdjsonSettings;
}

/** So many unreadable lines in a row are no disturbance: the line is set wrongly. */
const GARBLED_LINES = 10;

/** A gateway on a serial port that sends a message a line. It can't be answered: what it sends is sent once. */
export function openSerialGateway(parts: SerialGatewayParts): Source {
  return new SerialGateway(parts);
}

class SerialGateway implements Source {
  readonly id: string;
  readonly #settings: SerialNdjsonSettings;
  readonly #now: () => EpochMs;
  readonly #timers: Timers;
  readonly #framer: LineFramer;
  readonly #keeper: PortKeeper;
  #refusedInARow = 0;
  #firstLine = true;
  #cancelSilence: (() => void) | undefined;
  /** The watch is armed once and looks at the clock: not a new timer for every chunk. */
  #heardSinceArmed = false;

  constructor({ settings, ...parts }: SerialGatewayParts) {
    this.id = parts.id;
    this.#settings = settings;
    this.#now = parts.now;
    this.#timers = parts.timers ?? systemTimers;
    this.#framer = new LineFramer(settings.maximumLineBytes);
    this.#keeper = new PortKeeper(
      { ...parts, line: settings },
      {
        opened: () => this.#opened(),
        data: (bytes) => this.#received(bytes),
        closed: () => this.#closed(),
      },
    );
  }

  start(handler: FrameHandler): void {
    this.#keeper.start(handler);
  }

  status(): FeedStatus {
    return this.#keeper.status();
  }

  stop(): Promise<void> {
    return this.#keeper.stop();
  }

  #opened(): void {
    this.#firstLine = true;
    this.#refusedInARow = 0;
    this.#watchSilence();
  }

  #closed(): void {
    this.#cancelSilence?.();
    this.#cancelSilence = undefined;
    const rest = this.#framer.take();
    if (rest.length > 0)
      this.#refuse(rest, 'lineFragment', 'the port was closed before the line ended');
  }

  #received(bytes: Uint8Array): void {
    this.#heardSinceArmed = true;
    if (this.#keeper.status().problemCode === 'serialSilent') this.#keeper.complain(null);
    this.#framer.push(bytes, {
      line: (line) => this.#line(line),
      tooLong: (head) =>
        this.#refuse(head, 'lineTooLong', `more than ${this.#settings.maximumLineBytes} bytes`),
    });
  }

  #line(line: Uint8Array): void {
    const result = readLine(line, this.#settings.checksum);
    const first = this.#firstLine;
    this.#firstLine = false;
    if (!result.ok) {
      // The desk came in the middle of a line: nobody's fault.
      if (first && result.reason !== 'checksumMissing')
        this.#refuse(line, 'lineFragment', `the first line after opening; ${result.detail}`);
      else this.#refuse(line, result.reason, result.detail);
      return;
    }
    this.#refusedInARow = 0;
    if (this.#keeper.status().problemCode === 'serialGarbled') this.#keeper.complain(null);
    this.#handOver(result.topic, result.payload);
  }

  #refuse(bytes: Uint8Array, reason: LineRefusal | DecodeRefusal, detail: string): void {
    this.#refusedInARow++;
    this.#handOver(this.#settings.path, bytes, { reason, detail });
    if (this.#refusedInARow >= GARBLED_LINES) this.#keeper.complain(serialGarbled(GARBLED_LINES));
  }

  #handOver(topic: string, payload: Uint8Array, refusal?: Frame['refusal']): void {
    const receivedAt = this.#now();
    if (!refusal) this.#keeper.heard(receivedAt);
    this.#keeper.handler?.frame({
      sourceId: this.id,
      topic,
      payload,
      receivedAt,
      duplicate: false,
      backlog: false,
      ...(refusal && { refusal }),
      ack() {},
    });
  }

  #watchSilence(): void {
    const { silentAfterSeconds } = this.#settings;
    if (silentAfterSeconds === 0) return;
    this.#heardSinceArmed = false;
    this.#cancelSilence = this.#timers.after(silentAfterSeconds * 1000, () => {
      if (!this.#heardSinceArmed) this.#keeper.complain(serialSilent(silentAfterSeconds));
      this.#watchSilence();
    });
  }
}
