import { ChartLine, Table2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { FeedGapView } from '#shared/contract/gapViews.ts';
import type { Explanation, PredictionTimeline } from '#shared/contract/predictionViews.ts';
import type { DeviceView, Timeline, TimelineSeries } from '#shared/contract/views.ts';
import { formatChance } from '#shared/i18n/chance.ts';
import { formatNumber, SENSOR_DIGITS } from '#shared/i18n/format.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import { useLanguage, useServices, useTime, useWords } from '../../app/hooks.ts';
import { Chart } from '../../charts/Chart.tsx';
import { dayChartsOption, dayChartsPx } from '../../charts/dayCharts.ts';
import { type HourRange, hourTable } from '../../charts/hourTable.ts';
import { chartPalette } from '../../charts/palette.ts';
import { highestOfHours } from '../../charts/predictionPanel.ts';
import { ScrollTable } from '../../components/ScrollTable.tsx';
import { useTimeline } from './useDeviceDetail.ts';

const TABLE_SERIES = [
  'sensorTemperature',
  'leakageCurrent',
  'current',
  'coGas',
  'arcCount',
  'finalScore',
] as const satisfies readonly TimelineSeries[];

/** Hours. */
const SPANS = [1, 6, 24] as const;
export type HistoryHours = (typeof SPANS)[number];
const HOUR_MS = 3_600_000;
const YOUNG_MS = 3 * HOUR_MS;

/** A device that is new here has no day to show yet. */
export function startingHours({ firstSeenAt }: DeviceView, now: EpochMs): HistoryHours {
  return now - firstSeenAt < YOUNG_MS ? 1 : 24;
}

const GAPS_SAID = 3;

function writeRange(series: TimelineSeries, range: HourRange | null, language: Language): string {
  if (range === null) return '–';
  const digits = series === 'finalScore' || series === 'indicatorScore' ? 2 : SENSOR_DIGITS[series];
  const low = formatNumber(range.min, digits, language);
  const high = formatNumber(range.max, digits, language);
  return low === high ? low : `${low} ~ ${high}`;
}

function writeChance(chance: number | null, language: Language): string {
  return chance === null ? '–' : formatChance(chance, language);
}

function HourTable({
  timeline,
  prediction,
}: {
  timeline: Timeline;
  prediction: PredictionTimeline | null;
}) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const rows = useMemo(() => hourTable(timeline, TABLE_SERIES), [timeline]);
  const chances = useMemo(
    () =>
      prediction === null
        ? null
        : highestOfHours(
            prediction,
            rows.map(({ startsAt }) => startsAt),
            HOUR_MS,
          ),
    [prediction, rows],
  );
  return (
    <ScrollTable label={`${words.drawer.history}, ${words.drawer.tableRange}`}>
      <table className="table num" data-testid="hour-table">
        <caption className="sr-only">
          {words.drawer.history}, {words.drawer.tableRange}
        </caption>
        <thead>
          <tr>
            <th scope="col">{words.drawer.tableHour}</th>
            {TABLE_SERIES.map((series) => (
              <th key={series} scope="col">
                {words.series[series]}
              </th>
            ))}
            {chances !== null && <th scope="col">{words.prediction.tableHighest}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.startsAt}>
              <th scope="row">{time.minutes(row.startsAt)}</th>
              {TABLE_SERIES.map((series, column) => (
                <td key={series}>{writeRange(series, row.ranges[column] ?? null, language)}</td>
              ))}
              {chances !== null && <td>{writeChance(chances[index] ?? null, language)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

/** The newest of what was not received in the span, in words: what the grey of the charts means. */
function GapNotes({ gaps }: { gaps: readonly FeedGapView[] }) {
  const words = useWords();
  const time = useTime();
  if (gaps.length === 0) return null;
  return (
    <ul className="note num" data-testid="gap-notes">
      {gaps.slice(0, GAPS_SAID).map((gap) => (
        <li key={gap.id}>
          {time.calendar(gap.from)} {time.minutes(gap.from)} – {time.minutes(gap.to)}{' '}
          {words.gaps.onChart({ feed: gap.feed ?? words.gaps.deletedFeed })}.{' '}
          {words.gaps.states[gap.state]}
        </li>
      ))}
    </ul>
  );
}

/** What the last panel can't say by itself. */
function PredictionLegend({
  prediction,
  explanation,
}: {
  prediction: PredictionTimeline;
  explanation: Explanation | null;
}) {
  const words = useWords();
  const language = useLanguage();
  const other = prediction.points.filter(
    ({ output }) => output !== 'probability' && output !== 'hazard',
  );
  return (
    <ul className="prediction-legend num" data-testid="prediction-legend">
      <li>{words.prediction.axisFloor}</li>
      {other.map(({ level, output, threshold }) => (
        <li key={`${level}${output}`}>
          {words.prediction.thresholdOf({
            level: words.levels[level],
            output: words.prediction.outputs[output],
            limit: formatChance(threshold, language),
          })}
        </li>
      ))}
      {explanation !== null && (
        <li data-mark="drivers" data-testid="drivers-shaded">
          {words.prediction.chartDrivers}
        </li>
      )}
    </ul>
  );
}

function DayCharts({
  timeline,
  thresholds,
  prediction,
  explanation,
}: {
  timeline: Timeline;
  thresholds: Thresholds;
  prediction: PredictionTimeline | null;
  explanation: Explanation | null;
}) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const { preferences } = useServices();
  const theme = useStore(preferences, (state) => state.theme);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is read from the theme's CSS.
  const option = useMemo(
    () =>
      dayChartsOption({
        timeline,
        thresholds,
        prediction,
        explanation,
        words,
        language,
        time,
        palette: chartPalette(document.documentElement),
      }),
    [timeline, thresholds, prediction, explanation, words, language, time, theme],
  );
  return (
    <>
      <Chart
        option={option}
        label={words.drawer.history}
        heightPx={dayChartsPx(prediction !== null)}
      />
      {prediction !== null && <PredictionLegend {...{ prediction, explanation }} />}
    </>
  );
}

/** The last hours up to a day, as charts or as a table. */
export function DeviceHistory({
  device,
  thresholds,
  prediction,
  explanation,
  hours,
  onHours,
}: {
  device: DeviceView;
  thresholds: Thresholds | null;
  prediction: PredictionTimeline | null;
  explanation: Explanation | null;
  hours: HistoryHours;
  onHours: (hours: HistoryHours) => void;
}) {
  const words = useWords();
  const language = useLanguage();
  const [asTable, setAsTable] = useState(false);
  const { value: timeline, failed } = useTimeline(device.id, hours);
  // Without a model nobody misses an empty panel.
  const drawn = prediction !== null && prediction.t.length > 0 ? prediction : null;
  const Icon = asTable ? ChartLine : Table2;
  return (
    <section className="drawer-section">
      <header className="section-head">
        <h3>{words.drawer.history}</h3>
        {timeline !== null && (
          <span className="section-note num">
            {words.drawer.readings({ count: formatNumber(timeline.readingCount, 0, language) })}
          </span>
        )}
        <div className="spans">
          {SPANS.map((span) => (
            <button
              key={span}
              type="button"
              className="span-choice num"
              data-testid={`span-${span}`}
              aria-pressed={span === hours}
              onClick={() => onHours(span)}
            >
              {words.drawer.hours({ count: span })}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="button button-small"
          data-testid="toggle-table"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon aria-hidden="true" />
          {asTable ? words.drawer.showChart : words.drawer.showTable}
        </button>
      </header>
      {failed && <p className="note note-bad">{words.drawer.historyFailed}</p>}
      {timeline !== null && <GapNotes gaps={timeline.gaps} />}
      {timeline === null || thresholds === null ? (
        !failed && <p className="note">{words.common.loading}</p>
      ) : timeline.t.length === 0 ? (
        <p className="note">{words.drawer.noHistory}</p>
      ) : asTable ? (
        <HourTable timeline={timeline} prediction={drawn} />
      ) : (
        <DayCharts
          timeline={timeline}
          thresholds={thresholds}
          prediction={drawn}
          explanation={explanation}
        />
      )}
    </section>
  );
}
