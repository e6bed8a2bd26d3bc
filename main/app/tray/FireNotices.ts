import type { Notification, NotificationConstructorOptions } from 'electron';
import type { DeskSummary, WaitingAlarm } from '#shared/desktop/summary.ts';
import { type Language, WORDS, wordOf } from '#shared/i18n/words.ts';

/** More than that at once is a wall of boxes; the rest is one that says how many. */
const AT_ONCE = 3;

export interface FireNoticeParts {
  readonly create: (options: NotificationConstructorOptions) => Notification;
  readonly language: Language;
  /** Brings the desk up with the alarm, where somebody who has signed in acknowledges it. */
  readonly open: (alarmId: string) => void;
}

interface Shown {
  readonly raisedAt: number;
  readonly notification: Notification;
}

/**
 * Tells of each new fire alarm by the system's own notification, also to somebody at another program. Opening it leads to
 * the alarm; it goes by itself when the alarm is acknowledged. It acknowledges nothing: that takes a name.
 */
export class FireNotices {
  readonly #parts: FireNoticeParts;
  readonly #shown = new Map<string, Shown>();
  #told: ReadonlyMap<string, number> = new Map();
  #simulated = false;

  constructor(parts: FireNoticeParts) {
    this.#parts = parts;
  }

  heard({ fire, waiting, simulated }: DeskSummary): void {
    this.#simulated = simulated;
    const now = new Map(fire.map((alarm) => [alarm.id, alarm.raisedAt]));
    for (const [id, { notification, raisedAt }] of this.#shown) {
      if (now.get(id) === raisedAt) continue;
      notification.close();
      this.#shown.delete(id);
    }
    const fresh = fire.filter(({ id, raisedAt }) => this.#told.get(id) !== raisedAt);
    this.#told = now;
    for (const alarm of fresh.slice(0, AT_ONCE)) this.#tell(alarm);
    if (fresh.length > AT_ONCE) this.#tellMore(fresh[AT_ONCE]!, waiting.fire - AT_ONCE);
  }

  #tell(alarm: WaitingAlarm): void {
    const words = WORDS[this.#parts.language];
    this.#show(alarm, {
      title: words.shell.notice.fire({ kind: wordOf(words.kinds, alarm.kind) }),
      body: `${alarm.name}\n${words.shell.notice.open}`,
    });
  }

  #tellMore(first: WaitingAlarm, count: number): void {
    const { notice } = WORDS[this.#parts.language].shell;
    this.#show(first, { title: notice.more({ count }), body: notice.open });
  }

  #show(alarm: WaitingAlarm, words: { readonly title: string; readonly body: string }): void {
    const { tray } = WORDS[this.#parts.language].shell;
    const notification = this.#parts.create({
      ...words,
      // Nobody may take it for their own building's.
      title: this.#simulated ? `[${tray.simulated}] ${words.title}` : words.title,
      urgency: 'critical',
      timeoutType: 'never',
      // The desk's own sound says how urgent it is, and can be silenced by name.
      silent: true,
    });
    notification.on('click', () => this.#parts.open(alarm.id));
    notification.show();
    // Kept: a notification that nothing holds is collected, and its click goes nowhere.
    this.#shown.set(alarm.id, { raisedAt: alarm.raisedAt, notification });
  }
}
