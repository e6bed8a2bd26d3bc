/** The text about one alarm, after the seed's `generate_alert_message` and `format_email_alert`. */
import { isAnalysisKind } from '#shared/alarms/alarm.ts';
import { formatAge, formatSensor } from '#shared/i18n/format.ts';
import { reasonText } from '#shared/i18n/reasonText.ts';
import { troubleText } from '#shared/i18n/troubleText.ts';
import { WORDS, wordOf } from '#shared/i18n/words.ts';
import { alertOf } from '#shared/scoring/alert.ts';
import { SENSOR_KEYS } from '#shared/telemetry/reading.ts';
import { clockOf, wordsOfItem } from './itemWords.ts';
import type { NoticeContext, NoticeItem } from './notice.ts';
import { cutTo, oneLine } from './plainText.ts';

/** A message that comes later than this says so: its reader must not take what it tells for the present. */
const LATE_MS = 120_000;
const REASONS_IN_BRIEF = 3;

export interface BodyTexts {
  readonly title: string;
  /** Without the severity, at most as long as asked. */
  readonly short: (units: number) => string;
  readonly brief: readonly string[];
  readonly full: readonly string[];
}

export function singleText(item: NoticeItem, context: NoticeContext): BodyTexts {
  const words = WORDS[context.language].notifications.message;
  const clock = clockOf(context);
  const { what, where, at, standing, sentence } = wordsOfItem(item, context);
  const late = context.now - item.queuedAt;
  const facts = [
    words.where({ where }),
    words.when({ time: `${clock.date(at)} ${clock.clock(at)}` }),
    ...(item.alarm !== null && where !== item.alarm.deviceId && item.place !== null
      ? [words.device({ id: oneLine(item.alarm.deviceId) })]
      : []),
    ...(standing === null ? [] : [words.standing({ state: standing })]),
    ...(late > LATE_MS ? [words.late({ age: formatAge(late, context.language) })] : []),
  ];
  const found = foundOf(item, context);
  const said = [sentence, found].filter((text) => text !== null);
  const reasons = reasonsOf(item, context);
  return {
    title: `${what} - ${where}`,
    short: (units) => {
      const tail = ` ${clock.minutes(at)}`;
      const room = units - what.length - tail.length - 1;
      return `${cutTo(`${what} ${cutTo(where, Math.max(room, 0))}`.trimEnd(), units - tail.length)}${tail}`;
    },
    brief: [...said, ...facts, ...reasons.slice(0, REASONS_IN_BRIEF)],
    full: [
      ...said,
      ...facts,
      ...titled(words.reasons, reasons),
      ...titled(words.values, valuesOf(item, context)),
      ...titled(words.toDo, adviceOf(item, context)),
    ],
  };
}

/** What the analysis found, with its figures. */
function foundOf({ alarm }: NoticeItem, context: NoticeContext): string | null {
  if (alarm === null || !isAnalysisKind(alarm.kind)) return null;
  const text = troubleText(alarm, WORDS[context.language], clockOf(context));
  return text === null ? null : oneLine(text);
}

const titled = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

function reasonsOf({ alarm }: NoticeItem, { language }: NoticeContext): readonly string[] {
  const words = WORDS[language].notifications.message;
  return (alarm?.evidence?.assessment.reasons ?? []).map((reason) => {
    const { sentence, value, limit } = reasonText(reason, language);
    if (value === null) return `- ${sentence}`;
    return `- ${sentence}: ${limit === null ? value : words.overLimit({ value, limit })}`;
  });
}

function valuesOf({ alarm }: NoticeItem, { language }: NoticeContext): readonly string[] {
  const reading = alarm?.evidence?.reading;
  if (!reading) return [];
  const { sensors } = WORDS[language];
  return SENSOR_KEYS.map(
    (key) => `- ${sensors[key]}: ${formatSensor(key, reading[key], language)}`,
  );
}

function adviceOf({ alarm }: NoticeItem, { language, thresholds }: NoticeContext): string[] {
  const evidence = alarm?.evidence;
  if (!evidence) return [];
  const { recommendations } = alertOf(
    evidence.reading,
    evidence.assessment.effectiveLevel,
    thresholds,
  );
  return recommendations.map((code) => `- ${wordOf(WORDS[language].recommendations, code)}`);
}
