import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { CalibrationBin } from '#shared/contract/predictionViews.ts';
import { useLanguage, useServices, useWords } from '../../app/hooks.ts';
import { Chart } from '../../charts/Chart.tsx';
import { calibrationOption } from '../../charts/modelCharts.ts';
import { chartPalette } from '../../charts/palette.ts';
import { Rows } from '../alarms/meter/MeterTables.tsx';
import { calibrationRows } from './modelText.ts';

const HEIGHT_PX = 300;

/** Whether a chance of 30 % comes true three times in ten, as a chart or as the table that says the same. */
export function CalibrationSection({ bins }: { bins: readonly CalibrationBin[] }) {
  const words = useWords();
  const language = useLanguage();
  const { preferences } = useServices();
  const theme = useStore(preferences, (state) => state.theme);
  const [asTable, setAsTable] = useState(false);
  const own = words.model.calibration;
  const told = bins.filter(({ count }) => count > 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is the document's, which the theme changes.
  const option = useMemo(
    () =>
      calibrationOption({ bins, words, language, palette: chartPalette(document.documentElement) }),
    [bins, words, language, theme],
  );
  return (
    <section className="section page-section" data-testid="model-calibration">
      <header className="section-head">
        <h3>{own.title}</h3>
        {told.length > 0 && (
          <button
            type="button"
            className="button button-small"
            data-testid="calibration-as-table"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? words.model.asChart : words.model.asTable}
          </button>
        )}
      </header>
      {told.length === 0 ? (
        <p className="note">{own.none}</p>
      ) : (
        <>
          <p className="note">{own.intro}</p>
          {asTable ? (
            <Rows
              title={own.title}
              columns={[own.range, own.count, own.predicted, own.observed]}
              rows={calibrationRows(told, language)}
            />
          ) : (
            <Chart option={option} label={own.label} heightPx={HEIGHT_PX} />
          )}
        </>
      )}
    </section>
  );
}
