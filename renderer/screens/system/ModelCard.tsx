import { ArrowRight } from 'lucide-react';
import type { ModelReport } from '#shared/contract/predictionViews.ts';
import { formatAge, formatNumber } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useServices, useWords } from '../../app/hooks.ts';
import { usePolled } from '../../state/polled.ts';

/** It counts over thirty days each time: not as often as the figures beside it. */
const EVERY_MS = 10_000;

function Running({ report }: { report: ModelReport }) {
  const words = useWords();
  const language = useLanguage();
  const now = useEngineNow();
  const { live, runs } = report;
  const all = Object.values(runs.byState).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <p className="figure">{live?.version ?? words.model.noLive}</p>
      <p>
        {words.model.card.devices({
          ready: formatNumber(runs.byState.ready, 0, language),
          all: formatNumber(all, 0, language),
        })}{' '}
        ·{' '}
        {runs.lastAt === null
          ? words.model.neverRan
          : `${words.model.lastRun} ${words.common.ago({ age: formatAge(now - runs.lastAt, language) })}`}
      </p>
    </>
  );
}

function Unavailable({ problem }: Pick<ModelReport, 'problem'>) {
  const words = useWords();
  return (
    <>
      <p className="card-none">{words.model.unavailable}</p>
      <p>
        {problem !== null && words.modelProblems[problem.code]?.what} {words.model.rulesGoOn}
      </p>
    </>
  );
}

/** Whether the model runs, or why not; the rest is one press away. */
export function ModelCard() {
  const words = useWords();
  const { view, connection } = useServices();
  const { value: report, failed } = usePolled(
    'model',
    () => connection.request((client, options) => client.prediction.report(undefined, options)),
    EVERY_MS,
  );
  return (
    <div className="card" data-testid="system-model" data-available={report?.available}>
      <h3>{words.model.title}</h3>
      {report === null ? (
        <p className="card-none">{failed ? words.model.failed : words.common.loading}</p>
      ) : report.available ? (
        <Running report={report} />
      ) : (
        <Unavailable problem={report.problem} />
      )}
      <button
        type="button"
        className="button button-small card-link"
        data-testid="system-open-model"
        onClick={() => view.setState({ screen: 'model' })}
      >
        {words.model.card.open}
        <ArrowRight aria-hidden="true" />
      </button>
    </div>
  );
}
