import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { mostUrgent } from '#shared/alarms/order.ts';
import type { DeskStatus, DeviceView, LiveEvent } from '#shared/contract/views.ts';
import { shownAlarm } from './shownAlarm.ts';

/** At most ten updates a second per view (architecture.md, the path of one reading, step 8). */
const COALESCE_MS = 100;
/** A page that hears nothing for three seconds says that it is not monitoring; this keeps it from crying wolf. */
const HEARTBEAT_MS = 1_000;

/** In one event: a few megabytes. The first brings the most urgent, and those that follow it all others. */
const MAX_ALARMS = 5_000;

export interface LiveSource {
  devices(): Iterable<DeviceView>;
  device(id: string): DeviceView | undefined;
  openAlarms(): readonly AlarmRecord[];
  status(): DeskStatus;
}

interface Subscriber {
  readonly devices: Set<string>;
  readonly alarms: Map<string, AlarmRecord>;
  wake(): void;
}

/**
 * Tells every open view what changed. A view that reads slowly gets fewer, newer events: what waits for it is
 * a set of device ids and the newest record of each changed alarm, never a queue of events.
 */
export class LiveFeed {
  readonly #source: LiveSource;
  readonly #subscribers = new Set<Subscriber>();
  #coalescing: NodeJS.Timeout | undefined;
  readonly #heartbeat: NodeJS.Timeout;
  /** Made once for all who are woken together: it looks at every device. */
  #status: DeskStatus | undefined;
  #closed = false;

  constructor(source: LiveSource) {
    this.#source = source;
    this.#heartbeat = setInterval(() => this.#wakeAll(), HEARTBEAT_MS);
  }

  devicesChanged(ids: Iterable<string>): void {
    if (this.#subscribers.size === 0) return;
    for (const id of ids) for (const subscriber of this.#subscribers) subscriber.devices.add(id);
    this.#soon();
  }

  alarmsChanged(records: readonly AlarmRecord[]): void {
    if (this.#subscribers.size === 0 || records.length === 0) return;
    for (const record of records)
      for (const subscriber of this.#subscribers) subscriber.alarms.set(record.id, record);
    this.#soon();
  }

  statusChanged(): void {
    this.#soon();
  }

  /** Ends when the caller stops iterating, when `signal` aborts, or when the engine closes. */
  async *subscribe(signal?: AbortSignal): AsyncGenerator<LiveEvent, void, void> {
    let resume: (() => void) | undefined;
    // Remembered, so that a change that comes while the reader is busy isn't left until the next heartbeat.
    let woken = false;
    const wake = () => {
      woken = true;
      resume?.();
    };
    const subscriber: Subscriber = { devices: new Set(), alarms: new Map(), wake };
    signal?.addEventListener('abort', wake);
    // Registered before the snapshot is made: what changes meanwhile is sent again, never missed.
    this.#subscribers.add(subscriber);
    const ended = () => this.#closed || signal?.aborted === true;
    try {
      yield this.#snapshot(subscriber);
      while (!ended()) {
        if (!woken && subscriber.alarms.size === 0)
          await new Promise<void>((resolve) => {
            resume = resolve;
          });
        woken = false;
        resume = undefined;
        if (ended()) return;
        yield this.#update(subscriber);
      }
    } finally {
      this.#subscribers.delete(subscriber);
      signal?.removeEventListener('abort', wake);
    }
  }

  subscriberCount(): number {
    return this.#subscribers.size;
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#heartbeat);
    clearTimeout(this.#coalescing);
    this.#wakeAll();
  }

  #snapshot(subscriber: Subscriber): LiveEvent {
    const open = this.#source.openAlarms();
    const first = mostUrgent(open, MAX_ALARMS);
    if (first.length < open.length) {
      const sent = new Set(first);
      for (const alarm of open) if (!sent.has(alarm)) subscriber.alarms.set(alarm.id, alarm);
    }
    return {
      type: 'snapshot',
      devices: [...this.#source.devices()],
      alarms: first.map(shownAlarm),
      status: this.#source.status(),
    };
  }

  #update(subscriber: Subscriber): LiveEvent {
    const devices: DeviceView[] = [];
    for (const id of subscriber.devices) {
      const view = this.#source.device(id);
      if (view) devices.push(view);
    }
    const alarms: AlarmRecord[] = [];
    for (const [id, alarm] of subscriber.alarms) {
      if (alarms.length === MAX_ALARMS) break;
      alarms.push(shownAlarm(alarm));
      subscriber.alarms.delete(id);
    }
    subscriber.devices.clear();
    this.#status ??= this.#source.status();
    return { type: 'update', devices, alarms, status: this.#status };
  }

  #soon(): void {
    if (this.#coalescing !== undefined || this.#closed || this.#subscribers.size === 0) return;
    this.#coalescing = setTimeout(() => {
      this.#coalescing = undefined;
      this.#wakeAll();
    }, COALESCE_MS);
  }

  #wakeAll(): void {
    this.#status = undefined;
    for (const subscriber of this.#subscribers) subscriber.wake();
  }
}
