/** What the model said over time, as one panel of the device's charts. Pure. */
import type { Explanation, PredictionTimeline } from '#shared/contract/predictionViews.ts';
import { formatChance, formatPercent } from '#shared/i18n/chance.ts';
import type { Words } from '#shared/i18n/dictionary.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { ModelOutput } from '#shared/prediction/verdict.ts';
import type { RiskLevel } from '#shared/scoring/assessment.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { LEVEL_SHAPES } from '../components/shapes.ts';
import type { ChartPalette } from './palette.ts';

/** The two that are drawn. A model's other outputs speak of the same fire and would only be a second line on it. */
export type DrawnOutput = Extract<ModelOutput, 'probability' | 'hazard'>;
export const DRAWN_OUTPUTS = ['probability', 'hazard'] as const satisfies readonly DrawnOutput[];

/**
 * Decades, from 0.1 % up. On a linear axis a chance of 2 % that should be 0.01 % lies on the floor; below 0.1 % the
 * movements mean nothing to anybody, and a line that dances there would only frighten.
 */
const LEAST = 0.001;
/** So much later than one step, and it is another stretch. */
const GAP_STEPS = 1.5;

type Columns = Pick<PredictionTimeline, 't' | 'probability' | 'hazard' | 'stepMs'>;

/** A null behind the last prediction of each stretch breaks the line there. */
export function chancePoints(
  { t, stepMs, ...columns }: Columns,
  output: DrawnOutput,
): readonly (readonly [EpochMs, number | null])[] {
  return t.flatMap((at, index) => {
    const point = [at, columns[output][index] ?? null] as const;
    const next = t[index + 1];
    return next !== undefined && next - at > GAP_STEPS * stepMs
      ? [point, [at + stepMs, null] as const]
      : [point];
  });
}

export interface LevelChange {
  readonly at: EpochMs;
  readonly level: RiskLevel;
  /** Of the probability then, where the mark is put. */
  readonly chance: number;
}

/** Where the level became another one. The first of a timeline counts when it is above normal. */
export function levelChanges({
  t,
  level,
  probability,
}: Pick<PredictionTimeline, 't' | 'level' | 'probability'>): readonly LevelChange[] {
  return t.flatMap((at, index) => {
    const now = level[index] ?? 'NORMAL';
    const before = level[index - 1] ?? 'NORMAL';
    return now === before ? [] : [{ at, level: now, chance: probability[index] ?? 0 }];
  });
}

const onAxis = (chance: number): number => Math.min(1, Math.max(LEAST, chance));

export interface PredictionPanelParts {
  readonly prediction: PredictionTimeline;
  /** Its drivers are shaded; null when nobody asked. */
  readonly explanation: Explanation | null;
  readonly words: Words;
  readonly language: Language;
  readonly palette: ChartPalette;
}

export function predictionSeries(
  { prediction, explanation, words, language, palette }: PredictionPanelParts,
  grid: number,
): readonly object[] {
  return DRAWN_OUTPUTS.map((output, order) => ({
    id: `model ${output}`,
    name: words.prediction[`${output}Short`],
    type: 'line',
    xAxisIndex: grid,
    yAxisIndex: grid,
    data: chancePoints(prediction, output).map(([at, chance]) => [
      at,
      chance === null ? null : onAxis(chance),
    ]),
    connectNulls: false,
    // One prediction between two gaps has no line to be seen by.
    showSymbol: prediction.t.length < 3,
    symbolSize: 4,
    animation: false,
    lineStyle: { width: order === 0 ? 1.8 : 1.2, type: order === 0 ? 'solid' : [4, 3] },
    itemStyle: { color: palette.series[order] },
    markLine: {
      silent: true,
      symbol: 'none',
      animation: false,
      data: prediction.points
        .filter((point) => point.output === output)
        .map(({ level, threshold }) => ({
          yAxis: onAxis(threshold),
          // In the colour of the line that it is meant for.
          lineStyle: { color: palette.series[order], type: 'dashed', width: 1 },
          label: {
            formatter: words.prediction.threshold({
              level: words.levels[level],
              limit: formatChance(threshold, language),
            }),
            // Above the topmost decade stands the panel's title.
            position: threshold > 0.5 ? 'insideStartBottom' : 'insideStartTop',
            color: palette.series[order],
            fontSize: 10.5,
            textBorderColor: palette.surface,
            textBorderWidth: 2,
          },
        })),
    },
    ...(order > 0
      ? {}
      : {
          markPoint: {
            silent: true,
            animation: false,
            symbolSize: 12,
            data: levelChanges(prediction).map(({ at, level, chance }) => ({
              coord: [at, onAxis(chance)],
              symbol: `path://${LEVEL_SHAPES[level]}`,
              itemStyle: {
                color: palette.levels[level],
                borderColor: palette.surface,
                borderWidth: 1,
              },
              label: {
                show: true,
                formatter: words.levels[level],
                // Beside its mark, so that two marks in a steep rise don't write over each other.
                position:
                  at - prediction.from < 0.15 * (prediction.to - prediction.from)
                    ? 'right'
                    : 'left',
                distance: 3,
                color: palette.text,
                fontSize: 10.5,
                textBorderColor: palette.surface,
                textBorderWidth: 2,
              },
            })),
          },
          markArea: {
            silent: true,
            animation: false,
            label: { show: false },
            itemStyle: { color: palette.wash },
            data: shadedSpans(explanation).map(([from, to]) => [{ xAxis: from }, { xAxis: to }]),
          },
        }),
  }));
}

/** When the drivers that raised the chance were seen; what overlaps is one span. */
export function shadedSpans(
  explanation: Pick<Explanation, 'contributions'> | null,
): readonly (readonly [from: EpochMs, to: EpochMs])[] {
  const spans: [EpochMs, EpochMs][] = [];
  const raising = (explanation?.contributions ?? []).filter(({ share }) => share > 0);
  for (const { from, to } of [...raising].sort((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else spans.push([from, to]);
  }
  return spans;
}

export function predictionAxis(grid: number, language: Language, palette: ChartPalette): object {
  return {
    type: 'log',
    gridIndex: grid,
    min: LEAST,
    max: 1,
    axisLabel: {
      color: palette.axis,
      fontSize: 11,
      formatter: (chance: number) => formatPercent(chance, chance < 0.01 ? 1 : 0, language),
    },
    minorTick: { show: false },
    splitLine: { lineStyle: { color: palette.grid } },
  };
}

/** For the tooltip: what was said at that minute, and not where it had to be drawn. */
export function predictionText(
  { prediction, words, language }: Pick<PredictionPanelParts, 'prediction' | 'words' | 'language'>,
  seriesName: string,
  at: EpochMs,
): string | null {
  const output = DRAWN_OUTPUTS.find((one) => words.prediction[`${one}Short`] === seriesName);
  if (output === undefined) return null;
  const index = prediction.t.indexOf(at);
  const chance = index < 0 ? undefined : prediction[output][index];
  return chance === undefined ? words.drawer.gap : formatChance(chance, language);
}

/** Of each hour of a table, the highest that the model said; null where it said nothing. */
export function highestOfHours(
  { t, probability }: Pick<PredictionTimeline, 't' | 'probability'>,
  starts: readonly EpochMs[],
  hourMs: number,
): readonly (number | null)[] {
  return starts.map((start) =>
    t.reduce<number | null>((highest, at, index) => {
      const chance = probability[index];
      if (at < start || at >= start + hourMs || chance === undefined) return highest;
      return highest === null ? chance : Math.max(highest, chance);
    }, null),
  );
}
