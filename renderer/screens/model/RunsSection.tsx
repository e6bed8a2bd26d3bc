import type { ModelReport, PredictionState } from '#shared/contract/predictionViews.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';

/** Of the device states, in the order in which a desk cares about them. */
const STATES = [
  'ready',
  'warmingUp',
  'sensorsMissing',
  'gaps',
  'stale',
  'modelUnavailable',
] as const satisfies readonly PredictionState[];

/** How often and how fast the model runs, and for how many detectors. */
export function RunsSection({ runs }: { runs: ModelReport['runs'] }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const own = words.model.runs;
  const { windows, lastAt, medianMs, p95Ms, byState } = runs;
  const ms = (value: number | null) =>
    value === null ? '–' : formatNumber(value, value < 10 ? 1 : 0, language);
  return (
    <section className="section page-section" data-testid="model-runs">
      <h3>{own.title}</h3>
      <dl className="model-facts num">
        <div>
          <dt>{words.model.lastRun}</dt>
          <dd>{lastAt === null ? words.model.neverRan : time.moment(lastAt, now)}</dd>
        </div>
        <div>
          <dt>{own.windows}</dt>
          <dd>{formatNumber(windows, 0, language)}</dd>
        </div>
        <div>
          <dt>{own.latency}</dt>
          <dd>
            {ms(medianMs)} / {ms(p95Ms)} ms <small>{own.latencyDetail}</small>
          </dd>
        </div>
      </dl>
      <h4>{own.states}</h4>
      <ul className="model-states num">
        {STATES.map((state) => (
          <li key={state} data-testid={`state-${state}`} data-none={byState[state] === 0}>
            {words.prediction.states[state]}
            <b>{own.devices({ count: byState[state] })}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
