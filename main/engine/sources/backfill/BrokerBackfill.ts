import type { Logger } from '#engine/log.ts';
import type { BrokerBackfillSettings } from '#shared/connections/backfill.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { deviceTimeOfPayload } from '../deviceTimeOfPayload.ts';
import { MqttSource } from '../MqttSource.ts';
import type { Frame } from '../source.ts';
import type { Timers } from '../timers.ts';
import type { Backfill, MissedMessage, Span } from './Backfill.ts';

/** A broker that sent nothing of the span for this long has no more of it. */
export const QUIET_MS = 3_000;
/** How long the other broker collects for a desk that stays away. */
const SESSION_SECONDS = 7 * 86_400;

export interface BrokerBackfillParts {
  readonly settings: BrokerBackfillSettings;
  readonly secrets: Readonly<Record<string, string>>;
  /** Another one than any connection's. */
  readonly clientId: string;
  readonly now: () => EpochMs;
  readonly log: Logger;
  readonly timers: Timers;
}

/**
 * Another broker, visited when something was missed. It either collected for the desk in a session, or has the messages
 * retained. What it sends besides, and what comes in the meantime, is passed on as well: the caller chooses.
 */
export class BrokerBackfill implements Backfill {
  readonly description: string;
  readonly #parts: BrokerBackfillParts;
  /** One visit after the other: the broker knows the desk by one client id. */
  #visit: Promise<void> = Promise.resolve();

  constructor(parts: BrokerBackfillParts) {
    this.#parts = parts;
    this.description = parts.settings.url;
  }

  /** Begins the session, so that the broker collects from now on. */
  prepare(): void {
    const { settings, log } = this.#parts;
    if (!settings.keepSession) return;
    this.#visit = this.#begin().catch((error: unknown) =>
      log.warn(
        { broker: this.description, err: error },
        'the broker does not collect for the desk yet',
      ),
    );
  }

  async *read(span: Span, signal: AbortSignal): AsyncGenerator<MissedMessage> {
    await this.#visit;
    const visit = Promise.withResolvers<void>();
    this.#visit = visit.promise;
    const mailbox = new Mailbox(this.#parts.timers, span);
    const source = this.#source();
    const calledOff = () => mailbox.end(new Error('called off'));
    signal.addEventListener('abort', calledOff, { once: true });
    try {
      signal.throwIfAborted();
      source.start({
        frame: (frame) => mailbox.put(frame),
        windowFull: () => undefined,
        changed: () => mailbox.look(source),
      });
      yield* mailbox.messages();
    } finally {
      signal.removeEventListener('abort', calledOff);
      mailbox.end();
      await source.stop();
      visit.resolve();
    }
  }

  async #begin(): Promise<void> {
    const source = this.#source();
    const ready = Promise.withResolvers<void>();
    source.start({
      // Not acknowledged, so it comes again when it is wanted.
      frame: () => undefined,
      windowFull: () => undefined,
      changed: () => {
        const { state, problem } = source.status();
        if (state === 'connected') ready.resolve();
        if (state === 'down' || state === 'stopped') ready.reject(new Error(problem ?? state));
      },
    });
    try {
      await ready.promise;
    } finally {
      await source.stop();
    }
  }

  #source(): MqttSource {
    const { settings, secrets, clientId, now, log, timers } = this.#parts;
    return new MqttSource({
      id: 'backfill',
      url: settings.url,
      clientId,
      topicFilter: settings.topicFilter,
      sessionExpirySeconds: settings.keepSession ? SESSION_SECONDS : 0,
      ...(settings.ca !== '' && { ca: settings.ca }),
      ...(settings.username !== '' && {
        username: settings.username,
        password: secrets['backfillPassword'] ?? '',
      }),
      ...(settings.certificate !== '' && {
        cert: settings.certificate,
        key: secrets['backfillPrivateKey'] ?? '',
      }),
      now,
      log,
      timers,
    });
  }
}

/** Holds what came until it is asked for, and knows when nothing more comes. */
class Mailbox {
  readonly #timers: Timers;
  readonly #span: Span;
  readonly #held: Frame[] = [];
  /** Taken and not acknowledged yet. */
  #outstanding = 0;
  #connected = false;
  #ended = false;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;
  #cancelQuiet: () => void = () => undefined;

  constructor(timers: Timers, span: Span) {
    this.#timers = timers;
    this.#span = span;
  }

  put(frame: Frame): void {
    // What is measured after the span is not of the past: it comes for as long as devices report.
    const time = deviceTimeOfPayload(frame.payload);
    if (time === null || time <= this.#span.to) this.#listen();
    this.#held.push(frame);
    this.#wake();
  }

  look(source: MqttSource): void {
    const { state, problem } = source.status();
    if (state === 'connected' && !this.#connected) {
      this.#connected = true;
      this.#listen();
    }
    if (state === 'down' || state === 'stopped') this.end(new Error(problem ?? state));
  }

  end(failure?: Error): void {
    if (this.#ended) return;
    this.#cancelQuiet();
    this.#ended = true;
    this.#failure = failure;
    this.#wake();
  }

  async *messages(): AsyncGenerator<MissedMessage> {
    for (;;) {
      for (let frame = this.#held.shift(); frame !== undefined; frame = this.#held.shift()) {
        const { topic, payload } = frame;
        const taken = frame;
        this.#outstanding += 1;
        const done = () => {
          this.#outstanding -= 1;
          taken.ack();
        };
        yield { topic, payload, done };
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#ended) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  #listen(): void {
    this.#cancelQuiet();
    if (this.#ended) return;
    this.#cancelQuiet = this.#timers.after(QUIET_MS, () => {
      // A window full of messages that nobody acknowledged yet is no silence of the broker's.
      if (this.#held.length > 0 || this.#outstanding > 0) this.#listen();
      else this.end();
    });
  }
}
