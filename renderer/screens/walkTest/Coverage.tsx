import type { WalkTestSummary } from '#shared/contract/walkTestViews.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { percentOf } from '#shared/walkTest/coverage.ts';
import { useLanguage, useWords } from '../../app/hooks.ts';

/** How much is done, in words and as a bar. */
export function CoverageBar({ coverage }: Pick<WalkTestSummary, 'coverage'>) {
  const words = useWords();
  const language = useLanguage();
  const { points, covered, byDevice, failed } = coverage;
  const percent = percentOf(coverage);
  return (
    <div className="walk-coverage" data-testid="walk-coverage" data-percent={percent}>
      <p className="num">
        {words.walkTest.coverage} <b>{words.walkTest.coverageOf({ percent, covered, points })}</b>
      </p>
      <meter min={0} max={points} value={covered} aria-label={words.walkTest.coverage} />
      <p className="num">
        {words.walkTest.byDevice} <b>{formatNumber(byDevice, 0, language)}</b>
        {failed > 0 && (
          <span className="walk-failed">
            {words.walkTest.failed} <b>{formatNumber(failed, 0, language)}</b>
          </span>
        )}
      </p>
    </div>
  );
}
