import { Info, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import {
  MIN_LABELLED,
  type ModelPerformance,
  type ModelReport,
} from '#shared/contract/predictionViews.ts';
import { formatRatio } from '#shared/i18n/chance.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { useDesk, useLanguage, useServices, useTime, useWords } from '../../app/hooks.ts';
import { Chart } from '../../charts/Chart.tsx';
import { dailyAccuracyOption } from '../../charts/modelCharts.ts';
import { chartPalette } from '../../charts/palette.ts';
import { shortHash } from '../../state/prediction.ts';
import { Rows } from '../alarms/meter/MeterTables.tsx';
import { formatShare, perDeviceDay, performanceFigures } from './modelText.ts';

const PERIODS = ['day', 'month'] as const;
const DAILY_PX = 180;

function Counts({ performance }: { performance: ModelPerformance }) {
  const words = useWords();
  const language = useLanguage();
  const own = words.model.performance;
  const counts = ['truePositives', 'falsePositives', 'falseNegatives', 'trueNegatives'] as const;
  return (
    <dl className="model-counts num" data-testid="model-counts">
      {counts.map((count) => (
        <div key={count}>
          <dt>{own[count]}</dt>
          <dd>{formatNumber(performance[count], 0, language)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Figures({ performance }: { performance: ModelPerformance }) {
  const words = useWords();
  const language = useLanguage();
  const few = performance.labelled < MIN_LABELLED;
  return (
    <>
      {few ? (
        <p className="note note-few" role="status" data-testid="too-few-labels">
          <TriangleAlert aria-hidden="true" />
          {words.model.performance.tooFew({
            count: performance.labelled,
            least: formatNumber(MIN_LABELLED, 0, language),
          })}
        </p>
      ) : (
        <p className="note num">
          {words.model.performance.labelled({ count: performance.labelled })}
        </p>
      )}
      <div className="cards model-cards">
        {performanceFigures(performance, words, language).map(
          ({ id, name, value, meaning, warning }) => (
            <article key={id} className="card meter-figure" data-testid={`model-figure-${id}`}>
              <h4>{name}</h4>
              <p className="figure num" data-testid="figure-value">
                {value}
              </p>
              {warning === null ? (
                <p className="meter-meaning">{meaning}</p>
              ) : (
                <p className="meter-meaning figure-warning" data-testid="accuracy-warning">
                  <Info aria-hidden="true" />
                  {warning}
                </p>
              )}
            </article>
          ),
        )}
      </div>
      <Counts performance={performance} />
    </>
  );
}

function Daily({ daily }: { daily: ModelReport['performance']['daily'] }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const { preferences } = useServices();
  const theme = useStore(preferences, (state) => state.theme);
  const [asTable, setAsTable] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is the document's, which the theme changes.
  const option = useMemo(
    () =>
      dailyAccuracyOption({
        daily,
        words,
        language,
        time,
        palette: chartPalette(document.documentElement),
      }),
    [daily, words, language, time, theme],
  );
  const own = words.model.performance;
  const rows = daily
    .filter(({ labelled }) => labelled > 0)
    .map(({ at, accuracy, labelled }) => [
      time.date(at),
      formatRatio(accuracy, 1, language),
      formatNumber(labelled, 0, language),
    ]);
  if (rows.length === 0) return null;
  return (
    <section className="page-section" data-testid="model-daily">
      <header className="section-head">
        <h4>{own.daily}</h4>
        <button
          type="button"
          className="button button-small"
          data-testid="daily-as-table"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? words.model.asChart : words.model.asTable}
        </button>
      </header>
      {asTable ? (
        <Rows
          title={own.daily}
          columns={[own.day1, own.accuracy, own.labelledColumn]}
          rows={rows}
        />
      ) : (
        <Chart option={option} label={own.dailyLabel} heightPx={DAILY_PX} />
      )}
    </section>
  );
}

/** The same figures by detector and by model, in rows. */
function Breakdown({ report }: { report: ModelReport }) {
  const words = useWords();
  const language = useLanguage();
  const devices = useDesk((desk) => desk.devices);
  const own = words.model.performance;
  const { byDevice, byVersion } = report.performance;
  const ratio = (share: number | null) => (share === null ? '–' : formatShare(share, 0, language));
  const row = (name: string, performance: ModelPerformance) => [
    name,
    formatNumber(performance.labelled, 0, language),
    formatNumber(performance.truePositives, 0, language),
    formatNumber(performance.falsePositives, 0, language),
    formatNumber(performance.falseNegatives, 0, language),
    ratio(performance.precision),
    ratio(performance.recall),
    perDeviceDay(performance.falseAlarmsPerDeviceDay, words, language),
  ];
  const columns = (first: string) => [
    first,
    own.labelledColumn,
    own.truePositives,
    own.falsePositives,
    own.falseNegatives,
    own.precision,
    own.recall,
    own.falseAlarms,
  ];
  const versionOf = (hash: string) =>
    `${report.versions.find((version) => version.hash === hash)?.version ?? ''} ${shortHash(hash)}`.trim();
  return (
    <div className="model-pair model-pair-wide">
      <section className="page-section" data-testid="model-by-version">
        <h4>{own.byVersion}</h4>
        {byVersion.length === 0 ? (
          <p className="note">{own.noDevices}</p>
        ) : (
          <Rows
            title={own.byVersion}
            columns={columns(words.model.version)}
            rows={byVersion.map(({ hash, performance }) => row(versionOf(hash), performance))}
          />
        )}
      </section>
      <section className="page-section" data-testid="model-by-device">
        <h4>{own.byDevice}</h4>
        {byDevice.length === 0 ? (
          <p className="note">{own.noDevices}</p>
        ) : (
          <Rows
            title={own.byDevice}
            columns={columns(own.device)}
            rows={byDevice.map(({ deviceId, performance }) => {
              const name = devices.get(deviceId)?.placement?.name;
              return row(name === undefined ? deviceId : `${name} (${deviceId})`, performance);
            })}
          />
        )}
      </section>
    </div>
  );
}

/** What came of the model's alarms here, in this building. */
export function PerformanceSection({ report }: { report: ModelReport }) {
  const words = useWords();
  const [period, setPeriod] = useState<(typeof PERIODS)[number]>('month');
  const own = words.model.performance;
  return (
    <section className="section page-section" data-testid="model-performance" data-period={period}>
      <header className="section-head">
        <h3>{own.title}</h3>
        <fieldset className="segments">
          <legend className="sr-only">{own.period}</legend>
          {PERIODS.map((one) => (
            <button
              key={one}
              type="button"
              className="segment"
              data-testid={`model-${one}`}
              aria-pressed={one === period}
              onClick={() => setPeriod(one)}
            >
              {own[one]}
            </button>
          ))}
        </fieldset>
      </header>
      <p className="note">{own.intro}</p>
      <Figures performance={report.performance[period]} />
      <Daily daily={report.performance.daily} />
      <Breakdown report={report} />
    </section>
  );
}
