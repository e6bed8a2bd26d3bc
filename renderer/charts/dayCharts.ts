/** Up to a day as a stack of small charts over one time axis. Pure: timeline and colours in, options out. */
import type { EChartsCoreOption } from 'echarts/core';
import type { AlarmClass } from '#shared/alarms/alarm.ts';
import type { Explanation, PredictionTimeline } from '#shared/contract/predictionViews.ts';
import type { Timeline, TimelineSeries } from '#shared/contract/views.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import { formatNumber, SENSOR_DIGITS, SENSOR_UNITS, type TimeFormat } from '#shared/i18n/format.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { ChartPalette } from './palette.ts';
import {
  DRAWN_OUTPUTS,
  predictionAxis,
  predictionSeries,
  predictionText,
} from './predictionPanel.ts';

type PanelKey = Exclude<keyof Words['charts'], 'model'>;

interface Panel {
  readonly key: PanelKey;
  readonly series: readonly TimelineSeries[];
  readonly unit: string;
  readonly limits: readonly number[];
  readonly bars?: boolean;
  /** Fixed ends of the value axis. */
  readonly span?: readonly [min: number, max: number];
  /** The axis always reaches the limit, so that the distance to it can be seen. */
  readonly showLimit?: boolean;
  /** The axis needn't begin at zero. */
  readonly float?: boolean;
}

function panelsOf({ limits, levels }: Pick<Thresholds, 'limits' | 'levels'>): readonly Panel[] {
  return [
    {
      key: 'temperature',
      series: ['sensorTemperature', 'pcbTemperature'],
      unit: SENSOR_UNITS.sensorTemperature,
      limits: [limits.temperature.critical, limits.temperature.emergency],
      showLimit: true,
    },
    {
      key: 'leakage',
      series: ['leakageCurrent', 'resistiveLeakage'],
      unit: SENSOR_UNITS.leakageCurrent,
      limits: [limits.leakage.high, limits.leakage.severe],
    },
    { key: 'current', series: ['current'], unit: 'A', limits: [limits.overcurrent] },
    {
      key: 'voltage',
      series: ['voltage', 'voltageLow'],
      unit: 'V',
      limits: [limits.undervoltage, limits.overvoltage],
      float: true,
    },
    { key: 'co', series: ['coGas'], unit: SENSOR_UNITS.coGas, limits: [limits.co] },
    { key: 'voc', series: ['voc'], unit: SENSOR_UNITS.voc, limits: [limits.voc] },
    { key: 'arcs', series: ['arcCount'], unit: '', limits: [], bars: true },
    {
      key: 'risk',
      series: ['finalScore'],
      unit: '',
      limits: [levels.HIGH, levels.CRITICAL],
      span: [0, 1],
    },
  ];
}

const PANEL_PX = 84;
const TITLE_PX = 30;
const STEP_PX = PANEL_PX + TITLE_PX;
const FOOT_PX = 26;

/** Three decades and the marks of levels need more room than a line that only rises and falls. */
const MODEL_PX = 132;
const PANELS = 8;

export function dayChartsPx(withModel: boolean): number {
  return PANELS * STEP_PX + (withModel ? TITLE_PX + MODEL_PX : 0) + FOOT_PX;
}

export interface DayChartParts {
  readonly timeline: Timeline;
  readonly thresholds: Pick<Thresholds, 'limits' | 'levels'>;
  /** Null while there is none: the panel is then left out. */
  readonly prediction: PredictionTimeline | null;
  readonly explanation: Explanation | null;
  readonly words: Words;
  readonly language: Language;
  readonly time: TimeFormat;
  readonly palette: ChartPalette;
}

/** Null stays null: a gap in what was heard is a gap in the line, never a bridge over it. */
export function points(
  timeline: Timeline,
  series: TimelineSeries,
): (readonly [number, number | null])[] {
  const values = timeline.series[series];
  return timeline.t.map((at, index) => [at, values[index] ?? null] as const);
}

function largest(timeline: Timeline, series: readonly TimelineSeries[]): number {
  let top = Number.NEGATIVE_INFINITY;
  for (const one of series) {
    for (const value of timeline.series[one]) if (value !== null && value > top) top = value;
  }
  return top;
}

function writeValue(series: TimelineSeries, value: number, language: Language): string {
  if (series === 'finalScore' || series === 'indicatorScore')
    return formatNumber(value, 2, language);
  const unit = SENSOR_UNITS[series];
  return `${formatNumber(value, SENSOR_DIGITS[series], language)}${unit === '' ? '' : ` ${unit}`}`;
}

/** Vertical lines where alarms began, in their class's colour; only the first chart names them. */
function alarmMarks({ timeline, palette }: DayChartParts): readonly object[] {
  const colour: Readonly<Record<AlarmClass, string>> = palette.classes;
  return timeline.alarms.map((alarm) => ({
    xAxis: alarm.onsetAt,
    lineStyle: { color: colour[alarm.alarmClass], type: 'solid', width: 1.5, opacity: 0.75 },
    label: { show: false },
  }));
}

/** Grey where a way in heard nothing; paler where it was filled afterwards. */
function gapAreas({ timeline, palette }: DayChartParts): readonly object[] {
  return timeline.gaps.map((gap) => [
    {
      xAxis: gap.from,
      itemStyle: { color: palette.axis, opacity: gap.state === 'filled' ? 0.08 : 0.2 },
    },
    { xAxis: gap.to },
  ]);
}

function seriesOf(panel: Panel, grid: number, parts: DayChartParts): readonly object[] {
  const { timeline, words, palette } = parts;
  return panel.series.map((key, order) => ({
    id: key,
    name: words.series[key],
    type: panel.bars === true ? 'bar' : 'line',
    xAxisIndex: grid,
    yAxisIndex: grid,
    data: points(timeline, key),
    connectNulls: false,
    showSymbol: false,
    barWidth: 2,
    animation: false,
    lineStyle: { width: order === 0 ? 1.8 : 1.2, type: order === 0 ? 'solid' : [4, 3] },
    itemStyle: { color: palette.series[order] },
    ...(order > 0
      ? {}
      : {
          markArea: { silent: true, animation: false, data: gapAreas(parts) },
          markLine: {
            silent: true,
            symbol: 'none',
            animation: false,
            data: [
              ...panel.limits.map((at) => ({
                yAxis: at,
                lineStyle: { color: palette.limit, type: 'dashed', width: 1 },
                label: { show: false },
              })),
              ...alarmMarks(parts),
            ],
          },
        }),
  }));
}

function tooltipText(parts: DayChartParts): (entries: unknown) => string {
  const { prediction, words, language, time } = parts;
  const keys = new Map(
    (Object.keys(words.series) as TimelineSeries[]).map((key) => [words.series[key], key]),
  );
  return (entries) => {
    if (!Array.isArray(entries)) return '';
    const lines: string[] = [];
    for (const { seriesName, value } of entries as {
      seriesName: string;
      value: [number, number | null];
    }[]) {
      const key = keys.get(seriesName);
      const said =
        prediction === null
          ? null
          : predictionText({ prediction, words, language }, seriesName, value[0]);
      if (key === undefined && said === null) continue;
      if (lines.length === 0) lines.push(`{time|${time.clock(value[0])}}`);
      if (key === undefined) {
        lines.push(`${seriesName}  {value|${said}}`);
        continue;
      }
      lines.push(
        value[1] === null
          ? `${seriesName}  ${words.drawer.gap}`
          : `${seriesName}  {value|${writeValue(key, value[1], language)}}`,
      );
    }
    return lines.join('\n');
  };
}

export function dayChartsOption(parts: DayChartParts): EChartsCoreOption {
  const { timeline, thresholds, prediction, explanation, words, language, time, palette } = parts;
  const panels = panelsOf(thresholds);
  const model = panels.length;
  const last = prediction === null ? model - 1 : model;
  const heights = panels.map(() => PANEL_PX - 12);
  const titles = panels.map((panel) => ({
    name: words.charts[panel.key],
    unit: panel.unit,
    legend: panel.series.length > 1 ? panel.series.map((key) => words.series[key]) : [],
  }));
  if (prediction !== null) {
    heights.push(MODEL_PX - 12);
    titles.push({
      name: words.charts.model,
      unit: '',
      legend: DRAWN_OUTPUTS.map((output) => words.prediction[`${output}Short`]),
    });
  }
  return {
    animation: false,
    textStyle: { fontFamily: palette.font, color: palette.axis },
    grid: heights.map((height, index) => ({
      left: 44,
      right: 12,
      top: TITLE_PX + index * STEP_PX,
      height,
    })),
    title: titles.map(({ name, unit, legend }, index) => ({
      text: `{name|${name}} ${unit}${legend
        .map((word, order) => `  {s${order}|●} ${word}`)
        .join('')}`,
      left: 2,
      top: index * STEP_PX + 2,
      padding: 0,
      textStyle: {
        fontSize: 11,
        fontWeight: 450,
        color: palette.axis,
        rich: {
          name: { fontSize: 12.5, fontWeight: 650, color: palette.text },
          s0: { color: palette.series[0] },
          s1: { color: palette.series[1] },
        },
      },
    })),
    xAxis: heights.map((_, index) => ({
      type: 'time',
      gridIndex: index,
      min: timeline.from,
      max: timeline.to,
      // A panel of bars must not be drawn narrower than the lines above and below it.
      containShape: false,
      splitNumber: 6,
      axisLine: { lineStyle: { color: palette.grid } },
      axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: palette.grid } },
      axisLabel: {
        show: index === last,
        color: palette.axis,
        fontSize: 11,
        hideOverlap: true,
        formatter: (at: number) => time.minutes(at),
      },
    })),
    yAxis: [
      ...panels.map((panel, index) => {
        const top = largest(timeline, panel.series);
        const limit = panel.limits[0] ?? 0;
        const reach =
          panel.showLimit === true ? { max: Math.ceil(Math.max(top, limit) * 1.1) } : {};
        return {
          type: 'value',
          gridIndex: index,
          splitNumber: 2,
          scale: panel.float === true,
          ...(panel.span === undefined ? reach : { min: panel.span[0], max: panel.span[1] }),
          ...(panel.bars === true ? { minInterval: 1 } : {}),
          axisLabel: { color: palette.axis, fontSize: 11, hideOverlap: true },
          splitLine: { lineStyle: { color: palette.grid } },
        };
      }),
      ...(prediction === null ? [] : [predictionAxis(model, language, palette)]),
    ],
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    tooltip: {
      trigger: 'axis',
      // HTML tooltips set style attributes inside markup, which the content security policy refuses.
      renderMode: 'richText',
      confine: true,
      backgroundColor: palette.surface,
      borderColor: palette.grid,
      textStyle: {
        color: palette.text,
        fontSize: 12,
        rich: { time: { fontWeight: 700 }, value: { fontWeight: 700 } },
      },
      formatter: tooltipText(parts),
    },
    series: [
      ...panels.flatMap((panel, index) => seriesOf(panel, index, parts)),
      ...(prediction === null
        ? []
        : predictionSeries({ prediction, explanation, words, language, palette }, model)),
    ],
  };
}
