import { WORDS } from '#shared/i18n/words.ts';
import { isPermanent } from '#shared/notifications/deliveryProblem.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { TroubleReporter } from '../alarms/DeskTroubles.ts';
import type { Logger } from '../log.ts';
import type { Timers } from '../sources/timers.ts';
import type { ChannelSender } from './ChannelSender.ts';
import type { OutboxStore } from './OutboxStore.ts';

/** Long enough for a router to restart, and short enough for somebody to telephone instead. */
const OVERDUE_MS = 300_000;
const LOOK_EVERY_MS = 30_000;

export interface WatchParts {
  readonly store: Pick<OutboxStore, 'waiting'>;
  readonly senders: () => readonly ChannelSender[];
  readonly now: () => EpochMs;
  readonly timers: Timers;
  readonly log: Logger;
  readonly troubles?: Pick<TroubleReporter, 'set'>;
}

/**
 * Raises a trouble when people outside are not being told: at once for what only a person can mend, after a while for
 * what may pass. Clears it when sending works again.
 */
export class DeliveryWatch {
  readonly #parts: WatchParts;
  /** The detail of each channel's trouble; null: known to be well. */
  readonly #told = new Map<string, string | null>();
  #cancel: () => void = () => undefined;

  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  start(): void {
    this.look();
    this.#cancel = this.#parts.timers.after(LOOK_EVERY_MS, () => this.start());
  }

  stop(): void {
    this.#cancel();
  }

  look(): void {
    for (const sender of this.#parts.senders()) {
      try {
        this.#tell(sender.channel.id, this.#troubleOf(sender));
      } catch (error) {
        this.#parts.log.error({ err: error }, 'the state of a channel could not be reported');
      }
    }
  }

  /** The channel is gone, and its trouble with it. */
  forget(channelId: string): void {
    this.#tell(channelId, null);
    this.#told.delete(channelId);
  }

  /** @returns undefined when it can't be told yet: after a restart, before the first attempt */
  #troubleOf(sender: ChannelSender): string | null | undefined {
    const { config, id } = sender.channel;
    const words = WORDS[config.language].notifications;
    const waiting = this.#parts.store.waiting(id);
    const { problem, lastSentAt } = sender.status();
    const oldest = Math.min(...waiting.map(({ oldestAt }) => oldestAt));
    const overdue = waiting.length > 0 && this.#parts.now() - oldest > OVERDUE_MS;
    if (problem !== null && (isPermanent(problem.code) || overdue))
      return `${config.name}: ${words.problems[problem.code].what}`;
    if (overdue) return `${config.name}: ${words.overdue}`;
    return waiting.length > 0 && lastSentAt === null ? undefined : null;
  }

  #tell(channelId: string, detail: string | null | undefined): void {
    if (detail === undefined || this.#told.get(channelId) === detail) return;
    this.#parts.troubles?.set('notificationFailing', `notifications/${channelId}`, detail);
    this.#told.set(channelId, detail);
  }
}
