/** One notification's parts in words: what, where, when and how it stands. */
import { deskSourceOf } from '#shared/alarms/subject.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { timeFormat } from '#shared/i18n/format.ts';
import { partText, troubleText } from '#shared/i18n/troubleText.ts';
import { WORDS, wordOf } from '#shared/i18n/words.ts';
import type { NoticeContext, NoticeItem } from './notice.ts';
import { oneLine } from './plainText.ts';
import { priorityOfNotification } from './urgency.ts';

export interface ItemWords {
  /** 심각, 경계 … */
  readonly severity: string;
  /** What it is, with what is new about it: `전기화재 위험 악화`. */
  readonly what: string;
  /** Floor and device; the site where it is about none. */
  readonly where: string;
  /** Onset, or when it was asked for, on the site's clock. */
  readonly at: number;
  /** How the alarm stands at the moment of sending. */
  readonly standing: string | null;
  readonly sentence: string | null;
}

export function wordsOfItem(item: NoticeItem, context: NoticeContext): ItemWords {
  const words = WORDS[context.language];
  const { alarm, sentence } = item;
  return {
    severity: words.priorities[priorityOfNotification(item)],
    what: whatOf(item, words),
    where: whereOf(item, context),
    at: alarm?.onsetAt ?? item.queuedAt,
    standing: standingOf(item, words),
    sentence: sentence === undefined ? null : oneLine(sentence[context.language]),
  };
}

function whatOf({ alarm, reason, step, sentence }: NoticeItem, words: Words): string {
  const { message } = words.notifications;
  if (reason === 'test') return message.test;
  // What is about no alarm says itself what it is; without a sentence there is only this to say.
  if (alarm === null) return sentence === undefined ? message.fromDesk : message.summary;
  const kind = wordOf(words.kinds, alarm.kind);
  if (reason === 'worsen') return message.worse({ kind });
  if (reason === 'escalate' && step !== null) return message.escalated({ kind, count: step });
  return kind;
}

function whereOf({ alarm, place }: NoticeItem, context: NoticeContext): string {
  const { siteName, language } = context;
  if (alarm === null) return oneLine(siteName[language]);
  const source = deskSourceOf(alarm.deviceId);
  if (source !== null)
    return oneLine(
      troubleText(alarm, WORDS[language], clockOf(context)) ?? partText(source, WORDS[language]),
    );
  const device = oneLine(place?.name ?? alarm.deviceId);
  const floor = place?.floor;
  if (!floor) return device;
  const floorName = oneLine(floor[language]);
  // Installers write the floor into the name as often as not.
  return device.startsWith(floorName) ? device : `${floorName} ${device}`;
}

function standingOf({ alarm, alarmNow }: NoticeItem, words: Words): string | null {
  if (alarm === null) return null;
  if (alarmNow === null || alarmNow.endedAt !== null) return words.notifications.message.over;
  const { state, acknowledgedBy } = alarmNow;
  const standing = wordOf(words.states, state);
  return acknowledgedBy === null || state === 'unacknowledged'
    ? standing
    : `${standing} (${oneLine(acknowledgedBy)})`;
}

export const clockOf = ({ timeZone, language }: NoticeContext) => timeFormat(timeZone, language);
