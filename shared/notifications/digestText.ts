/** One text about everything that waited: most urgent first, and what no longer matters after that. */
import { ALARM_CLASSES } from '#shared/alarms/alarm.ts';
import { formatAge } from '#shared/i18n/format.ts';
import { WORDS } from '#shared/i18n/words.ts';
import { clockOf, wordsOfItem } from './itemWords.ts';
import { isObsolete, type NoticeContext, type NoticeItem } from './notice.ts';
import { cutTo } from './plainText.ts';
import type { BodyTexts } from './singleText.ts';

/** What a telephone can show, and what an e-mail can hold. The rest is counted. */
const LINES_IN_BRIEF = 15;
const LINES_IN_FULL = 200;

/** @param items most urgent first, at least two */
export function digestText(items: readonly NoticeItem[], context: NoticeContext): BodyTexts {
  const { language, now } = context;
  const words = WORDS[language].notifications.message;
  const clock = clockOf(context);
  const current = items.filter((item) => !isObsolete(item, now));
  const obsolete = items.filter((item) => isObsolete(item, now));
  const oldest = Math.min(...items.map(({ queuedAt }) => queuedAt));
  const counts = countsOf(items, context);
  const intro = words.digest({
    count: items.length,
    time: clock.moment(oldest, now),
    age: formatAge(now - oldest, language),
  });
  const body = (limit: number) => [
    intro,
    counts,
    ...linesOf(current, limit, context),
    ...(obsolete.length === 0
      ? []
      : [
          '',
          words.obsolete({ count: obsolete.length }),
          ...linesOf(obsolete, Math.max(0, limit - current.length), context),
        ]),
  ];
  const title = `${words.several({ count: items.length })} (${counts})`;
  return {
    title,
    short: (units) => {
      const tail = ` ${clock.minutes(now)}`;
      return `${cutTo(title, units - tail.length)}${tail}`;
    },
    brief: body(LINES_IN_BRIEF),
    full: body(LINES_IN_FULL),
  };
}

function linesOf(
  items: readonly NoticeItem[],
  limit: number,
  context: NoticeContext,
): readonly string[] {
  const words = WORDS[context.language].notifications.message;
  const clock = clockOf(context);
  const shown = items.slice(0, limit).map((item, index) => {
    const { severity, what, where, at, standing, sentence } = wordsOfItem(item, context);
    const parts = [severity, what, where, clock.moment(at, context.now), standing, sentence];
    return `${index + 1}. ${parts.filter((part) => part !== null).join(' · ')}`;
  });
  const rest = items.length - shown.length;
  return rest === 0 ? shown : [...shown, words.more({ count: rest })];
}

/** `화재 위험 3, 전기 이상 4, 장애 5`: the classes in their order, and what is about no alarm. */
function countsOf(items: readonly NoticeItem[], { language }: NoticeContext): string {
  const words = WORDS[language];
  const counted = ALARM_CLASSES.map((alarmClass) => ({
    name: words.classes[alarmClass],
    count: items.filter(({ alarm }) => alarm?.alarmClass === alarmClass).length,
  }));
  const others = items.filter(({ alarm }) => alarm === null).length;
  return [...counted, { name: words.notifications.message.others, count: others }]
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => `${name} ${count}`)
    .join(', ');
}
