import { ChartLine, Table2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { DeviceView, Timeline, TimelineSeries } from '#shared/contract/views.ts';
import { formatNumber, SENSOR_DIGITS } from '#shared/i18n/format.ts';
import type { Language } from '#shared/i18n/words.ts';
import type { Thresholds } from '#shared/scoring/thresholds.ts';
import { useLanguage, useServices, useTime, useWords } from '../../app/hooks.ts';
import { Chart } from '../../charts/Chart.tsx';
import { DAY_CHARTS_PX, dayChartsOption } from '../../charts/dayCharts.ts';
import { type HourRange, hourTable } from '../../charts/hourTable.ts';
import { chartPalette } from '../../charts/palette.ts';
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
const YOUNG_MS = 3 * 3_600_000;

function writeRange(series: TimelineSeries, range: HourRange | null, language: Language): string {
  if (range === null) return '–';
  const digits = series === 'finalScore' || series === 'indicatorScore' ? 2 : SENSOR_DIGITS[series];
  const low = formatNumber(range.min, digits, language);
  const high = formatNumber(range.max, digits, language);
  return low === high ? low : `${low} ~ ${high}`;
}

function HourTable({ timeline }: { timeline: Timeline }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const rows = useMemo(() => hourTable(timeline, TABLE_SERIES), [timeline]);
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
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.startsAt}>
              <th scope="row">{time.minutes(row.startsAt)}</th>
              {TABLE_SERIES.map((series, column) => (
                <td key={series}>{writeRange(series, row.ranges[column] ?? null, language)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  );
}

function DayCharts({ timeline, thresholds }: { timeline: Timeline; thresholds: Thresholds }) {
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
        words,
        language,
        time,
        palette: chartPalette(document.documentElement),
      }),
    [timeline, thresholds, words, language, time, theme],
  );
  return <Chart option={option} label={words.drawer.history} heightPx={DAY_CHARTS_PX} />;
}

/** The last hours up to a day, as charts or as a table. */
export function DeviceHistory({
  device,
  thresholds,
}: {
  device: DeviceView;
  thresholds: Thresholds | null;
}) {
  const words = useWords();
  const language = useLanguage();
  const [asTable, setAsTable] = useState(false);
  const { clock } = useServices();
  // A device that is new here has no day to show yet.
  const [hours, setHours] = useState<(typeof SPANS)[number]>(() =>
    clock.now() - device.firstSeenAt < YOUNG_MS ? 1 : 24,
  );
  const { value: timeline, failed } = useTimeline(device.id, hours);
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
              onClick={() => setHours(span)}
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
      {timeline === null || thresholds === null ? (
        !failed && <p className="note">{words.common.loading}</p>
      ) : timeline.t.length === 0 ? (
        <p className="note">{words.drawer.noHistory}</p>
      ) : asTable ? (
        <HourTable timeline={timeline} />
      ) : (
        <DayCharts timeline={timeline} thresholds={thresholds} />
      )}
    </section>
  );
}
