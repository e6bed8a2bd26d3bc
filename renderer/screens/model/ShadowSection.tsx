import type { ModelReport } from '#shared/contract/predictionViews.ts';
import { formatPercent } from '#shared/i18n/chance.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';

/** How the model on trial differs from the one in use, on the same inputs. */
export function ShadowSection({ report }: { report: ModelReport }) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const own = words.model.shadow;
  const { shadow, shadowProblem, comparison } = report;
  const points = (difference: number) =>
    words.prediction.pointsUnit({
      amount: formatNumber(difference * 100, difference < 0.01 ? 2 : 1, language),
    });
  const times = (count: number) => own.times({ amount: formatNumber(count, 0, language) });
  const raised =
    comparison === null ? 0 : comparison.both + comparison.liveOnly + comparison.shadowOnly;
  return (
    <section className="section page-section" data-testid="model-shadow">
      <h3>{own.title}</h3>
      {shadowProblem !== null && (
        <p className="note note-bad" role="alert" data-testid="shadow-problem">
          {own.failing} {words.modelProblems[shadowProblem.code]?.what}{' '}
          <span className="mono">{shadowProblem.detail}</span>
        </p>
      )}
      {shadow === null ? (
        <p className="note">{own.none}</p>
      ) : comparison === null || comparison.windows === 0 ? (
        <p className="note">{own.waiting}</p>
      ) : (
        <>
          <p className="note num">
            {own.intro({
              time: time.moment(comparison.since, now),
              windows: formatNumber(comparison.windows, 0, language),
            })}
          </p>
          <dl className="model-facts num" data-testid="comparison">
            {(
              [
                ['both', times(comparison.both)],
                ['liveOnly', times(comparison.liveOnly)],
                ['shadowOnly', times(comparison.shadowOnly)],
                ['meanDifference', points(comparison.meanDifference)],
                ['largestDifference', points(comparison.largestDifference)],
              ] as const
            ).map(([key, text]) => (
              <div key={key}>
                <dt>{own[key]}</dt>
                <dd>
                  {text}
                  {(key === 'liveOnly' || key === 'shadowOnly') && raised > 0 && (
                    <small>{formatPercent(comparison[key] / raised, 0, language)}</small>
                  )}
                </dd>
              </div>
            ))}
          </dl>
          {raised === 0 && <p className="note">{own.noAlarms}</p>}
        </>
      )}
    </section>
  );
}
