/** Speaks new alarms one after the other, the tone going on quieter beneath. */
import { ALARM_CLASSES, ALARM_PRIORITIES, type AlarmRecord } from '#shared/alarms/alarm.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { Annunciator } from './Annunciator.ts';
import type { Speaker } from './Speaker.ts';
import { type NextSentence, SpeechQueue, type Wish } from './SpeechQueue.ts';

/** A platform that never says that it has finished must not keep the tone quiet. */
const LONGEST_MS = 12_000;

export interface AnnouncerParts {
  readonly speaker: Pick<Speaker, 'say' | 'stop'>;
  readonly sound: Pick<Annunciator, 'duck'>;
  readonly voice: () => {
    readonly language: Language;
    readonly volume: number;
    readonly on: boolean;
  };
  /** The words; null when the alarm no longer asks for any. */
  readonly sentence: (next: NextSentence) => string | null;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

export class Announcer {
  readonly #parts: AnnouncerParts;
  readonly #queue = new SpeechQueue();
  #speaking: { readonly since: number; readonly critical: boolean } | null = null;

  constructor(parts: AnnouncerParts) {
    this.#parts = parts;
  }

  announce(alarms: readonly AlarmRecord[]): void {
    if (alarms.length === 0 || !this.#parts.voice().on) return;
    this.#queue.add(alarms.map(wishOf));
    // A critical fire doesn't wait for the end of another sentence.
    if (this.#queue.hasCritical && this.#speaking?.critical === false) this.#finish();
    this.tick();
  }

  /** Forgets what is no longer to be said. */
  keep(isWanted: (alarmId: string) => boolean): void {
    this.#queue.keep(isWanted);
  }

  /** Says this now, and nothing of what waited. */
  interrupt(text: string): void {
    this.#queue.clear();
    if (this.#parts.voice().on) this.#say(text, true);
  }

  stop(): void {
    this.#queue.clear();
    this.#finish();
  }

  /** Called a few times a second. */
  tick(): void {
    const now = this.#parts.now();
    if (this.#speaking !== null && now - this.#speaking.since >= LONGEST_MS) this.#finish();
    while (this.#speaking === null) {
      const next = this.#queue.next(now);
      if (next === null) return;
      const text = this.#parts.sentence(next);
      if (text !== null) this.#say(text, next.type === 'alarm' && next.critical);
    }
  }

  #say(text: string, critical: boolean): void {
    const { speaker, sound, voice, now } = this.#parts;
    const { language, volume } = voice();
    const speaking = { since: now(), critical };
    this.#speaking = speaking;
    const said = speaker.say(text, language, volume, () => {
      // The end of a sentence that was interrupted is not the end of the one that did it.
      if (this.#speaking === speaking) this.#rest();
    });
    if (said) sound.duck(true);
    else {
      this.#queue.clear();
      this.#rest();
    }
  }

  #finish(): void {
    if (this.#speaking === null) return;
    this.#rest();
    this.#parts.speaker.stop();
  }

  #rest(): void {
    this.#speaking = null;
    this.#parts.sound.duck(false);
  }
}

function wishOf({ id, alarmClass, priority, raisedAt }: AlarmRecord): Wish {
  const urgency = ALARM_CLASSES.indexOf(alarmClass) * 10 + ALARM_PRIORITIES.indexOf(priority);
  return {
    alarmId: id,
    // Newest first inside one urgency.
    rank: urgency - raisedAt / 1e15,
    critical: alarmClass === 'fire' && priority === 'CRITICAL',
  };
}
