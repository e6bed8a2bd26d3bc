/** A gateway or a bus on a serial port: whether the port is there and may be opened, and the first that comes by it. */

import { decode } from '#shared/telemetry/decode.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { createLog, type Logger } from '../../log.ts';
import type { Frame, Source } from '../../sources/source.ts';
import { hear } from './lanPlan.ts';
import { type Found, fail, ok, type Plan, type TestTarget, warn } from './step.ts';

/** A port opens at once, or says why it doesn't. */
const OPEN_MS = 5_000;
/** A line that is set wrongly has so many unreadable ones soon. */
const UNREADABLE_ENOUGH = 20;

export type OpenGateway = (parts: {
  readonly id: string;
  readonly now: () => EpochMs;
  readonly log: Logger;
}) => Source;

export function serialPlan(target: TestTarget, path: string, open: OpenGateway): Plan {
  const trial = new SerialTrial(target, path, open);
  return {
    steps: [
      { id: 'port', run: (signal) => trial.openPort(signal) },
      { id: 'message', run: (signal) => trial.firstMessage(signal) },
    ],
    close: () => trial.close(),
  };
}

/**
 * Opens the port with the gateway's own program, and listens. Only one can have a port: where the live connection has
 * it, that one is watched instead.
 */
class SerialTrial {
  readonly #target: TestTarget;
  readonly #path: string;
  readonly #source: Source;
  readonly #frames: Frame[] = [];
  #changed: (() => void) | undefined;
  #started = false;

  constructor(target: TestTarget, path: string, open: OpenGateway) {
    this.#target = target;
    this.#path = path;
    this.#source = open({ id: 'trial', now: target.now, log: createLog('silent') });
  }

  async openPort(signal: AbortSignal): Promise<Found> {
    const values = { path: this.#path };
    if (this.#target.live()?.state === 'connected') return ok('portOfDesk', values);
    this.#started = true;
    this.#source.start({
      frame: (frame) => {
        if (this.#frames.length < UNREADABLE_ENOUGH) this.#frames.push(frame);
        this.#changed?.();
      },
      windowFull: () => undefined,
      changed: () => this.#changed?.(),
    });
    await this.#until(OPEN_MS, signal, () => this.#source.status().state !== 'connecting');
    const { state, problemCode, problem } = this.#source.status();
    if (state === 'connected') return ok('portOpen', values);
    switch (problemCode) {
      case 'serialPortMissing':
        return fail('portMissing', values);
      case 'serialPortBusy':
        return fail('portBusy', values);
      case 'serialPortDenied':
        return fail('portDenied', values);
      default:
        return fail('portOther', { ...values, said: problem ?? '' });
    }
  }

  async firstMessage(signal: AbortSignal): Promise<Found> {
    if (!this.#started) return hear(this.#target, signal);
    const { messageMs, decoding } = this.#target;
    let looked = 0;
    let unreadable: Found | undefined;
    const readable = (): Found | undefined => {
      for (; looked < this.#frames.length; looked++) {
        const frame = this.#frames[looked];
        if (!frame) continue;
        const decoded = frame.refusal
          ? { ok: false as const, ...frame.refusal }
          : decode(frame.payload, frame.topic, decoding);
        if (decoded.ok) return ok('messageRead', { device: decoded.reading.deviceId });
        const { reason, detail } = decoded;
        const topic = this.#path;
        unreadable ??= fail('messageUnreadable', { topic, reason, detail: detail.slice(0, 200) });
      }
      return undefined;
    };
    let found: Found | undefined;
    await this.#until(messageMs, signal, () => {
      found = readable();
      return found !== undefined || looked >= UNREADABLE_ENOUGH;
    });
    if (found ?? unreadable) return (found ?? unreadable)!;
    const { problemCode, problem } = this.#source.status();
    if (problemCode === 'modbusUnitsSilent') return fail('unitsSilent', { said: problem ?? '' });
    return warn('messageNone', { seconds: Math.round(messageMs / 1_000) });
  }

  close(): void {
    // The port is free again a moment later; nobody waits for it.
    if (this.#started) void this.#source.stop().catch(() => undefined);
  }

  /** Waits for the condition, which is looked at whenever something changed. */
  #until(withinMs: number, signal: AbortSignal, condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const over = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
      const look = () => {
        if (!condition() && !over.aborted) return;
        this.#changed = undefined;
        over.removeEventListener('abort', look);
        resolve();
      };
      this.#changed = look;
      over.addEventListener('abort', look);
      look();
    });
  }
}
