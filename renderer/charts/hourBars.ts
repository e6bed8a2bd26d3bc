/** Alarms by hour as stacked bars, with floods and hours that nobody watched behind them. Pure. */
import type { EChartsCoreOption } from 'echarts/core';
import { ALARM_CLASSES } from '#shared/alarms/alarm.ts';
import { HOUR_MS, type MeterReport } from '#shared/alarms/meter.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { formatNumber, type TimeFormat } from '#shared/i18n/format.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { ChartPalette } from './palette.ts';

export interface HourBarsParts {
  readonly report: Pick<MeterReport, 'from' | 'to' | 'hours' | 'floods' | 'period'>;
  readonly words: Words;
  readonly language: Language;
  readonly time: TimeFormat;
  readonly palette: ChartPalette;
}

/** The spans of whole hours that nobody watched, neighbours as one. */
export function unwatchedSpans(
  hours: MeterReport['hours'],
): readonly (readonly [from: number, to: number])[] {
  const spans: [number, number][] = [];
  for (const { at, watchedMs } of hours) {
    if (watchedMs > 0) continue;
    const last = spans.at(-1);
    if (last?.[1] === at) last[1] = at + HOUR_MS;
    else spans.push([at, at + HOUR_MS]);
  }
  return spans;
}

/** Without alarms the axis would have no length. */
const LEAST_TOP = 10;

export function hourBarsOption(parts: HourBarsParts): EChartsCoreOption {
  const { report, words, language, time, palette } = parts;
  const { from, hours, floods, period } = report;
  const to = from + hours.length * HOUR_MS;
  const area = (from: number, to: number, name: string, color: string) => [
    { xAxis: from, name, itemStyle: { color } },
    { xAxis: to },
  ];
  const label = { show: false };
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, color: palette.axis },
    grid: { left: 44, right: 12, top: 16, bottom: 28 },
    xAxis: {
      type: 'time',
      min: from,
      max: to,
      // The bars stand in the middle of their hours, so that none is cut off at the ends.
      containShape: false,
      axisLine: { lineStyle: { color: palette.grid } },
      axisTick: { show: false },
      axisLabel: {
        color: palette.axis,
        hideOverlap: true,
        formatter: (at: number) => (period === 'day' ? time.minutes(at) : time.date(at)),
      },
    },
    yAxis: {
      type: 'value',
      minInterval: 1,
      max: ({ max }: { max: number }) => Math.max(LEAST_TOP, Math.ceil(max * 1.1)),
      axisLabel: { color: palette.axis },
      splitLine: { lineStyle: { color: palette.grid } },
    },
    tooltip: {
      trigger: 'axis',
      // HTML tooltips set style attributes inside markup, which the content security policy refuses.
      renderMode: 'richText',
      confine: true,
      backgroundColor: palette.surface,
      borderColor: palette.grid,
      textStyle: { color: palette.text, fontSize: 12 },
      formatter: (entries: unknown) => {
        const [first] = entries as readonly { readonly dataIndex: number }[];
        const hour = first && hours[first.dataIndex];
        if (!hour) return '';
        const lines = ALARM_CLASSES.map(
          (one) => `${words.classes[one]}  ${formatNumber(hour.counts[one], 0, language)}`,
        );
        const watched = hour.watchedMs === 0 ? [words.meter.notWatched] : [];
        return [`${time.date(hour.at)} ${time.minutes(hour.at)}`, ...lines, ...watched].join('\n');
      },
    },
    // Fire at the bottom, where bars can be compared.
    series: ALARM_CLASSES.map((one, order) => ({
      id: one,
      name: words.classes[one],
      type: 'bar',
      stack: 'alarms',
      barMaxWidth: 26,
      barMinWidth: 1,
      itemStyle: { color: palette.classes[one] },
      data: hours.map(({ at, counts }) => [at + HOUR_MS / 2, counts[one]]),
      ...(order > 0
        ? {}
        : {
            markArea: {
              silent: true,
              label,
              data: [
                ...unwatchedSpans(hours).map(([begin, end]) =>
                  area(begin, end, words.meter.notWatched, palette.grid),
                ),
                ...floods.map(({ since, endedAt }) =>
                  area(
                    Math.max(from, since),
                    Math.min(to, endedAt ?? report.to),
                    words.meter.floodMark,
                    palette.wash,
                  ),
                ),
              ],
            },
          }),
    })),
  };
}
