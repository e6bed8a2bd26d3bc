import type { DeviceView } from '#shared/contract/views.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import type { Assessment } from '#shared/scoring/assessment.ts';
import { STATUS_BITS } from '#shared/telemetry/statusBits.ts';
import { useLanguage, useWords } from '../../app/hooks.ts';
import { LevelShape } from '../../components/LevelShape.tsx';

/** Both scores, and which of score and hazard floor decided the level. */
export function DeviceScores({ assessment }: { assessment: Assessment }) {
  const words = useWords();
  const language = useLanguage();
  const rows = [
    [words.drawer.finalScore, assessment.finalScore],
    [words.drawer.indicatorScore, assessment.indicatorScore],
    [words.reasonSources.rule, assessment.ruleRisk],
    [words.reasonSources.status, assessment.statusRisk],
    [words.reasonSources.pattern, assessment.patternRisk],
    [words.drawer.agreement, assessment.agreement],
  ] as const;
  const { temperatureTrend, recentArcs } = assessment.history;
  const byFloor = assessment.floorLevel === assessment.effectiveLevel;
  return (
    <div className="scores">
      <p className="scores-by">
        {words.drawer.levelBy}
        <b>
          <LevelShape level={assessment.effectiveLevel} />
          {byFloor && assessment.scoreLevel !== assessment.effectiveLevel
            ? words.drawer.byFloor
            : words.drawer.byScore}
        </b>
        <span className="num">
          {words.drawer.thresholds} {assessment.thresholdsVersion}
        </span>
      </p>
      <dl className="score-rows num">
        {rows.map(([label, score], index) => (
          <div key={label} data-main={index < 2}>
            <dt>{label}</dt>
            <dd>{formatNumber(score, 2, language)}</dd>
            <span className="score-bar" aria-hidden="true">
              <i style={{ width: `${Math.min(1, score) * 100}%` }} />
            </span>
          </div>
        ))}
      </dl>
      {temperatureTrend !== null && (
        <p className="facts num">
          <span>
            {words.drawer.trend}{' '}
            <b>
              {temperatureTrend > 0 ? '+' : ''}
              {formatNumber(temperatureTrend, 2, language)} °C/min
            </b>
          </span>
          {recentArcs !== null && (
            <span>
              {words.drawer.recentArcs} <b>{formatNumber(recentArcs, 0, language)}</b>
            </span>
          )}
        </p>
      )}
    </div>
  );
}

/** The twelve bits that the detector sets itself: those that are on stand out, the others only prove that they are off. */
export function StatusBits({ status }: { status: number }) {
  const words = useWords();
  return (
    <ul className="bits" data-testid="status-bits">
      {status >= 4096 && (
        <li className="bit" data-on="true">
          {words.drawer.communicationError}
        </li>
      )}
      {STATUS_BITS.map((bit, index) => {
        const on = Math.floor(status / 2 ** index) % 2 === 1;
        return (
          <li key={bit} className="bit" data-on={on}>
            {words.statusBits[bit]}
            <span className="sr-only">{on ? words.drawer.bitOn : words.drawer.bitOff}</span>
          </li>
        );
      })}
    </ul>
  );
}

export function DeviceQuality({ quality }: { quality: DeviceView['quality'] }) {
  const words = useWords();
  return (
    <p className="quality" data-good={quality.length === 0}>
      {quality.length === 0
        ? words.drawer.qualityGood
        : quality.map((flag) => words.quality[flag]).join(' · ')}
    </p>
  );
}
