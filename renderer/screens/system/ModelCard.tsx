import { ArrowRight } from 'lucide-react';
import type { ModelReport } from '#shared/contract/predictionViews.ts';
import { formatAge, formatNumber } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useServices, useWords } from '../../app/hooks.ts';

/** Whether the model runs, or why not; the rest is one press away. */
export function ModelCard({ report }: { report: ModelReport }) {
  const words = useWords();
  const language = useLanguage();
  const now = useEngineNow();
  const { view } = useServices();
  const { available, problem, live, runs } = report;
  const all = Object.values(runs.byState).reduce((sum, count) => sum + count, 0);
  return (
    <div className="card" data-testid="model-card-system" data-available={available}>
      <h3>{words.model.card.title}</h3>
      {available ? (
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
      ) : (
        <>
          <p className="card-none">{words.model.unavailable}</p>
          <p>
            {problem !== null && words.modelProblems[problem.code]?.what} {words.model.rulesGoOn}
          </p>
        </>
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
