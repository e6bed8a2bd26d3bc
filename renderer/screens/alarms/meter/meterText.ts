/** The meter in words, for the screen and for the files alike: what is saved is what was shown. Pure. */
import {
  type MeterFigure,
  type MeterFigureId,
  type MeterReport,
  totalOf,
} from '#shared/alarms/meter.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { formatAge, formatNumber, type TimeFormat } from '#shared/i18n/format.ts';
import { type Language, wordOf } from '#shared/i18n/words.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';

export interface MeterTextParts {
  readonly words: Words;
  readonly language: Language;
  readonly time: TimeFormat;
}

type Write = (value: number, language: Language) => string;

const whole: Write = (value, language) => formatNumber(value, 0, language);
const share: Write = (value, language) => `${formatNumber(value * 100, 1, language)} %`;

const WRITES: Readonly<Record<MeterFigureId, Write>> = {
  alarms: whole,
  worsened: whole,
  perTenMinutes: (value, language) => formatNumber(value, 2, language),
  perHour: (value, language) => formatNumber(value, 1, language),
  perDay: whole,
  peak: whole,
  floods: whole,
  floodShare: share,
  waitMedian: formatAge,
  wait95: formatAge,
  fireWaitMedian: formatAge,
  fireWait95: formatAge,
  standing: whole,
  unacknowledged: whole,
  stale: whole,
  chattering: whole,
  setAside: whole,
  topShare: share,
};

export interface FigureText {
  readonly id: MeterFigureId;
  readonly name: string;
  readonly value: string;
  readonly target: string;
  /** Empty where there is nothing to judge by. */
  readonly verdict: string;
}

export function figureText(
  { id, value, target, verdict }: MeterFigure,
  { words, language }: MeterTextParts,
): FigureText {
  const write = WRITES[id];
  return {
    id,
    name: words.meter.figures[id],
    value: value === null ? nothing(id, words) : write(value, language),
    target: target === null ? '' : words.meter.target({ limit: limitText(id, target, language) }),
    verdict: verdict === null ? '' : words.meter.verdicts[verdict],
  };
}

/** Nobody waited is something that is known; too short a time is not. */
function nothing(id: MeterFigureId, { meter }: Words): string {
  return id.toLowerCase().includes('wait') ? meter.noneYet : meter.tooLittle;
}

/** Targets are round numbers. */
function limitText(id: MeterFigureId, target: number, language: Language): string {
  return WRITES[id] === share ? `${whole(target * 100, language)} %` : whole(target, language);
}

/** A table as it stands on the screen. */
export interface MeterTable {
  readonly id: 'shares' | 'sources' | 'floods' | 'hours';
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Said instead of an empty table. */
  readonly empty: string;
}

export function meterTables(report: MeterReport, parts: MeterTextParts): readonly MeterTable[] {
  return [
    sources(report, parts),
    shares(report, parts),
    floods(report, parts),
    hours(report, parts),
  ];
}

function sources(
  { sources: top, figures }: MeterReport,
  { words, language }: MeterTextParts,
): MeterTable {
  const all = figures.find(({ id }) => id === 'alarms')?.value ?? 0;
  return {
    id: 'sources',
    title: words.meter.top,
    columns: [words.meter.device, words.meter.kind, words.meter.count, words.meter.share],
    rows: top.map(({ deviceId, deviceName, kind, count }) => [
      deviceName ?? deviceId,
      wordOf(words.kinds, kind),
      whole(count, language),
      share(all === 0 ? 0 : count / all, language),
    ]),
    empty: words.meter.noTop,
  };
}

function shares({ shares: all }: MeterReport, { words, language }: MeterTextParts): MeterTable {
  const total = all.reduce((sum, { raised, worsened }) => sum + raised + worsened, 0);
  return {
    id: 'shares',
    title: words.meter.shares,
    columns: [words.meter.kind, words.meter.count, words.meter.share],
    rows: all.map(({ alarmClass, priority, raised, worsened }) => [
      `${words.classes[alarmClass]} · ${words.priorities[priority]}`,
      whole(raised + worsened, language),
      share((raised + worsened) / total, language),
    ]),
    empty: words.meter.noTop,
  };
}

function floods({ floods: all }: MeterReport, parts: MeterTextParts): MeterTable {
  const { words, language } = parts;
  return {
    id: 'floods',
    title: words.meter.floodsTitle,
    columns: [words.meter.began, words.meter.ended, words.meter.lasted, words.meter.count],
    rows: all.map(({ since, endedAt, count }) => [
      stamp(since, parts),
      endedAt === null ? words.meter.stillOn : stamp(endedAt, parts),
      endedAt === null ? '' : formatAge(endedAt - since, language),
      whole(count, language),
    ]),
    empty: words.meter.noFloods,
  };
}

/** The newest hour first, as one reads a log. */
function hours({ hours: all }: MeterReport, parts: MeterTextParts): MeterTable {
  const { words, language } = parts;
  return {
    id: 'hours',
    title: words.meter.chart,
    columns: [
      words.meter.hour,
      words.classes.fire,
      words.classes.supervisory,
      words.classes.trouble,
      words.meter.total,
      words.meter.figures.peak,
      words.meter.watched,
    ],
    rows: all
      .toReversed()
      .map((hour) => [
        stamp(hour.at, parts),
        whole(hour.counts.fire, language),
        whole(hour.counts.supervisory, language),
        whole(hour.counts.trouble, language),
        whole(totalOf(hour), language),
        whole(hour.peak, language),
        hour.watchedMs === 0 ? words.meter.notWatched : formatAge(hour.watchedMs, language),
      ]),
    empty: words.meter.noTop,
  };
}

function stamp(at: EpochMs, { time }: MeterTextParts): string {
  return `${time.date(at)} ${time.minutes(at)}`;
}

/** How much of the period the desk watched; null when it was all of it, to the hour. */
export function watchedText(
  { hours: all, from, to }: MeterReport,
  { words, language }: MeterTextParts,
): string | null {
  const watched = all.reduce((sum, { watchedMs }) => sum + watchedMs, 0);
  const HOUR_MS = 3_600_000;
  if (to - from - watched < HOUR_MS) return null;
  return words.meter.watchedPart({
    watched: formatAge(watched, language),
    period: formatAge(to - from, language),
  });
}
