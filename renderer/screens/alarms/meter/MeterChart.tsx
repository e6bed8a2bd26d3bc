import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { ALARM_CLASSES } from '#shared/alarms/alarm.ts';
import { type MeterReport, totalOf } from '#shared/alarms/meter.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { useServices, useWords } from '../../../app/hooks.ts';
import { Chart } from '../../../charts/Chart.tsx';
import { hourBarsOption } from '../../../charts/hourBars.ts';
import { chartPalette } from '../../../charts/palette.ts';
import { Rows } from './MeterTables.tsx';
import type { MeterTable, MeterTextParts } from './meterText.ts';

const HEIGHT_PX = 240;

/** Alarms by hour, as bars or as the table that says the same. */
export function MeterChart({
  report,
  table,
  parts,
}: {
  report: MeterReport;
  table: MeterTable;
  parts: MeterTextParts;
}) {
  const words = useWords();
  const { preferences } = useServices();
  const theme = useStore(preferences, (state) => state.theme);
  const [asTable, setAsTable] = useState(false);
  const { language, time } = parts;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is the document's, which the theme changes.
  const option = useMemo(
    () =>
      hourBarsOption({
        report,
        words,
        language,
        time,
        palette: chartPalette(document.documentElement),
      }),
    [report, words, language, time, theme],
  );
  const total = formatNumber(
    report.hours.reduce((sum, hour) => sum + totalOf(hour), 0),
    0,
    language,
  );
  const period = words.meter.periods[report.period];
  return (
    <section className="page-section" data-testid="meter-hours">
      <header className="section-head">
        <h3>{table.title}</h3>
        <ul className="chart-legend">
          {ALARM_CLASSES.map((one) => (
            <li key={one} data-class={one}>
              {words.classes[one]}
            </li>
          ))}
          <li data-mark="flood">{words.meter.floodMark}</li>
          <li data-mark="unwatched">{words.meter.notWatched}</li>
        </ul>
        <button
          type="button"
          className="button button-small"
          data-testid="meter-as-table"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? words.meter.showChart : words.meter.showTable}
        </button>
      </header>
      {asTable ? (
        <Rows title={table.title} columns={table.columns} rows={table.rows} />
      ) : (
        <Chart
          option={option}
          label={words.meter.chartLabel({ period, total })}
          heightPx={HEIGHT_PX}
        />
      )}
    </section>
  );
}
