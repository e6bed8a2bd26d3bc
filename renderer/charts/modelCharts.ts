/** The model's calibration and its accuracy by day. Pure. */
import type { EChartsCoreOption } from 'echarts/core';
import type { CalibrationBin, ModelReport } from '#shared/contract/predictionViews.ts';
import { formatPercent, formatRatio } from '#shared/i18n/chance.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { formatNumber, type TimeFormat } from '#shared/i18n/format.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { ChartPalette } from './palette.ts';

interface Parts {
  readonly words: Words;
  readonly language: Language;
  readonly palette: ChartPalette;
}

const percentAxis = (name: string, language: Language, palette: ChartPalette) => ({
  type: 'value',
  min: 0,
  max: 1,
  interval: 0.25,
  name,
  nameLocation: 'middle',
  nameTextStyle: { color: palette.axis, fontSize: 12 },
  axisLabel: {
    color: palette.axis,
    fontSize: 11,
    formatter: (share: number) => formatPercent(share, 0, language),
  },
  splitLine: { lineStyle: { color: palette.grid } },
});

const tooltip = (palette: ChartPalette) => ({
  // HTML tooltips set style attributes inside markup, which the content security policy refuses.
  renderMode: 'richText',
  confine: true,
  backgroundColor: palette.surface,
  borderColor: palette.grid,
  textStyle: { color: palette.text, fontSize: 12 },
});

/** Smallest and largest dot in pixels. */
const DOTS = [7, 16] as const;

/** Dots grow with the logarithm of how often it was said, so that the rare ones are still seen. */
function dotSize(count: number, most: number): number {
  const share = most <= 1 ? 1 : Math.log1p(count) / Math.log1p(most);
  return DOTS[0] + (DOTS[1] - DOTS[0]) * share;
}

/** What was said against what came true (a reliability diagram), with the diagonal on which both agree. */
export function calibrationOption({
  bins,
  words,
  language,
  palette,
}: Parts & { readonly bins: readonly CalibrationBin[] }): EChartsCoreOption {
  const own = words.model.calibration;
  const told = bins.filter(({ count }) => count > 0);
  const most = Math.max(0, ...told.map(({ count }) => count));
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, color: palette.axis },
    grid: { left: 64, right: 20, top: 14, bottom: 46 },
    xAxis: { ...percentAxis(own.predicted, language, palette), nameGap: 28 },
    yAxis: { ...percentAxis(own.observed, language, palette), nameGap: 46 },
    tooltip: {
      ...tooltip(palette),
      trigger: 'item',
      formatter: (entry: unknown) => {
        const bin = told[(entry as { readonly dataIndex: number }).dataIndex];
        if (bin === undefined) return '';
        return [
          `${own.predicted}  ${formatPercent(bin.predicted, 1, language)}`,
          `${own.observed}  ${formatPercent(bin.observed, 1, language)}`,
          `${own.count}  ${formatNumber(bin.count, 0, language)}`,
        ].join('\n');
      },
    },
    series: [
      {
        id: 'calibration',
        name: own.observed,
        type: 'line',
        data: told.map(({ predicted, observed, count }) => ({
          value: [predicted, observed],
          symbolSize: dotSize(count, most),
        })),
        symbol: 'circle',
        lineStyle: { width: 1.5 },
        itemStyle: { color: palette.series[1] },
        markLine: {
          silent: true,
          symbol: 'none',
          animation: false,
          lineStyle: { color: palette.axis, type: 'dashed', width: 1 },
          label: {
            formatter: own.perfect,
            position: 'insideEndTop',
            color: palette.axis,
            fontSize: 11,
          },
          data: [[{ coord: [0, 0] }, { coord: [1, 1] }]],
        },
      },
    ],
  };
}

/** A line that breaks on days that say nothing, over bars of how many alarms it was made of. */
export function dailyAccuracyOption({
  daily,
  words,
  language,
  time,
  palette,
}: Parts & {
  readonly daily: ModelReport['performance']['daily'];
  readonly time: TimeFormat;
}): EChartsCoreOption {
  const own = words.model.performance;
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, color: palette.axis },
    grid: { left: 52, right: 44, top: 14, bottom: 26 },
    xAxis: {
      type: 'category',
      data: daily.map(({ at }) => time.date(at)),
      axisLine: { lineStyle: { color: palette.grid } },
      axisTick: { show: false },
      axisLabel: { color: palette.axis, fontSize: 11, hideOverlap: true },
    },
    yAxis: [
      { ...percentAxis('', language, palette), interval: 0.5 },
      {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: palette.axis, fontSize: 11 },
        splitLine: { show: false },
      },
    ],
    tooltip: {
      ...tooltip(palette),
      trigger: 'axis',
      formatter: (entries: unknown) => {
        const [first] = entries as readonly { readonly dataIndex: number }[];
        const day = first && daily[first.dataIndex];
        if (!day) return '';
        return [
          time.date(day.at),
          `${own.accuracy}  ${formatRatio(day.accuracy, 1, language)}`,
          `${own.labelledColumn}  ${formatNumber(day.labelled, 0, language)}`,
        ].join('\n');
      },
    },
    series: [
      {
        id: 'labelled',
        name: own.labelledColumn,
        type: 'bar',
        yAxisIndex: 1,
        barMaxWidth: 18,
        itemStyle: { color: palette.grid, borderColor: palette.axis, borderWidth: 1 },
        data: daily.map(({ labelled }) => labelled),
      },
      {
        id: 'accuracy',
        name: own.accuracy,
        type: 'line',
        connectNulls: false,
        // A day between two that say nothing has no line to be seen by.
        showSymbol: true,
        symbolSize: 6,
        itemStyle: { color: palette.series[1] },
        data: daily.map(({ accuracy }) => accuracy),
      },
    ],
  };
}
