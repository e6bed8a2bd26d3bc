import type { EpochMs } from '#shared/telemetry/reading.ts';
import { deviceTimeOfPayload } from './deviceTimeOfPayload.ts';
import type { Frame } from './source.ts';
import type { Timers } from './timers.ts';

interface Held {
  readonly frame: Frame;
  /** Null when the device gives no time: such a message keeps its place in the order of arrival. */
  readonly time: EpochMs | null;
  /** The beat at which it goes on at the latest. */
  readonly due: number;
}

/** A frame waits for one to two of these: as long as two connections to one broker differ in ordinary times. */
export const REORDER_BEAT_MS = 100;

/**
 * Puts each device's messages in the order of the device's own time, after they came over several connections. Every
 * frame is held for a moment; what comes later than that is late, and is treated as such further on. One device's
 * order is not another's business, and isn't touched.
 */
export class ReorderWindow {
  readonly #deliver: (frame: Frame) => void;
  readonly #timers: Timers;
  /** By topic, which is by device; each in the order of delivery. */
  readonly #byTopic = new Map<string, Held[]>();
  #beat = 0;
  #cancel: (() => void) | undefined;

  constructor(parts: { readonly deliver: (frame: Frame) => void; readonly timers: Timers }) {
    this.#deliver = parts.deliver;
    this.#timers = parts.timers;
  }

  add(frame: Frame): void {
    const one = { frame, time: deviceTimeOfPayload(frame.payload), due: this.#beat + 2 };
    const held = this.#byTopic.get(frame.topic);
    if (held) insert(held, one);
    else this.#byTopic.set(frame.topic, [one]);
    this.#beatLater();
  }

  /** Delivers everything now: the broker waits for acknowledgements, or nothing more will come. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const all = [...this.#byTopic.values()];
    this.#byTopic.clear();
    for (const held of all) for (const { frame } of held) this.#deliver(frame);
  }

  #beatLater(): void {
    this.#cancel ??= this.#timers.after(REORDER_BEAT_MS, () => {
      this.#cancel = undefined;
      this.#beat += 1;
      this.#deliverDue();
      if (this.#byTopic.size > 0) this.#beatLater();
    });
  }

  #deliverDue(): void {
    const ready: Held[] = [];
    for (const [topic, held] of this.#byTopic) {
      // What is due, and what belongs before it.
      const last = held.findLastIndex(({ due }) => due <= this.#beat);
      if (last < 0) continue;
      ready.push(...held.splice(0, last + 1));
      if (held.length === 0) this.#byTopic.delete(topic);
    }
    for (const { frame } of ready) this.#deliver(frame);
  }
}

/** Behind everything that isn't later than it. */
function insert(held: Held[], one: Held): void {
  let at = held.length;
  const { time } = one;
  while (time !== null && at > 0) {
    const before = held[at - 1]?.time ?? null;
    if (before === null || before <= time) break;
    at--;
  }
  held.splice(at, 0, one);
}
