import { ChevronRight } from 'lucide-react';
import type { AlarmEvidence, AlarmRecord } from '#shared/alarms/alarm.ts';
import { formatChance } from '#shared/i18n/chance.ts';
import { clearanceText } from '#shared/i18n/clearanceText.ts';
import { formatNumber, formatSensor } from '#shared/i18n/format.ts';
import type { Verdict } from '#shared/prediction/verdict.ts';
import type { Assessment } from '#shared/scoring/assessment.ts';
import type { SensorKey } from '#shared/telemetry/reading.ts';
import { useEngineNow, useLanguage, useTime, useWords } from '../../app/hooks.ts';
import { DRAWN_OUTPUTS } from '../../charts/predictionPanel.ts';
import { sparkline } from '../../charts/sparkline.ts';
import { shortHash } from '../../state/prediction.ts';
import { ExplainButton, ExplanationPanel } from './ExplainButton.tsx';
import { useExplanation } from './useExplanation.ts';

/** What moves before a fire; the others are in the exports. */
const SHOWN: readonly SensorKey[] = [
  'sensorTemperature',
  'pcbTemperature',
  'current',
  'leakageCurrent',
  'coGas',
  'arcCount',
];
const WIDTH = 120;
const HEIGHT = 24;

function Parts({ assessment }: { assessment: Assessment }) {
  const words = useWords();
  const language = useLanguage();
  const parts = [
    [words.reasonSources.rule, assessment.ruleRisk],
    [words.reasonSources.status, assessment.statusRisk],
    [words.reasonSources.pattern, assessment.patternRisk],
    [words.evidence.history, assessment.history.riskModifier],
    [words.drawer.finalScore, assessment.finalScore],
  ] as const;
  return (
    <dl className="evidence-parts num">
      {parts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{formatNumber(value, 2, language)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The readings that led to it, each quantity as a line with where it began and ended. */
function Window({ evidence }: { evidence: AlarmEvidence }) {
  const words = useWords();
  const language = useLanguage();
  const { window } = evidence;
  if (window === undefined || window.t.length < 2) return null;
  return (
    <>
      <h5>{words.evidence.window({ count: window.t.length })}</h5>
      <ul className="evidence-lines num">
        {SHOWN.map((sensor) => {
          // The evidence is kept as JSON, where what was not measured is null.
          const values = window.values[sensor];
          if (!values.every(Number.isFinite)) return null;
          return (
            <li key={sensor}>
              <span>{words.sensors[sensor]}</span>
              <svg className="evidence-line" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
                <polyline points={sparkline(window.t, values, WIDTH, HEIGHT)} />
              </svg>
              <span>
                {formatSensor(sensor, values[0] ?? 0, language)} →{' '}
                <b>{formatSensor(sensor, values.at(-1) ?? 0, language)}</b>
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** What the model had said when the alarm was raised, and on demand why. */
function Said({ alarm, prediction }: { alarm: AlarmRecord; prediction: Verdict }) {
  const words = useWords();
  const language = useLanguage();
  const explaining = useExplanation(alarm.deviceId, alarm.id);
  return (
    <div data-testid="evidence-prediction" data-level={prediction.level}>
      <h5>{words.evidence.model}</h5>
      <dl className="evidence-parts num">
        {DRAWN_OUTPUTS.map((output) => (
          <div key={output}>
            <dt>{words.prediction[output]}</dt>
            <dd>{formatChance(prediction.scores[output], language)}</dd>
          </div>
        ))}
        {prediction.level !== 'NORMAL' && (
          <div>
            <dt>{words.evidence.modelLevel}</dt>
            <dd>{words.levels[prediction.level]}</dd>
          </div>
        )}
      </dl>
      {explaining.explanation === null && <ExplainButton explaining={explaining} />}
      <ExplanationPanel title={words.prediction.frozenTitle} explaining={explaining} />
    </div>
  );
}

/** Everything that was frozen when the alarm was raised, closed until somebody asks why. */
export function AlarmEvidencePanel({
  alarm,
  evidence,
}: {
  alarm: AlarmRecord;
  evidence: AlarmEvidence;
}) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const now = useEngineNow(60_000);
  const { reading, assessment, clearance = [] } = evidence;
  return (
    <>
      {clearance.length > 0 && (
        <div className="clearance" data-testid="clearance">
          <h4>{words.evidence.clears}</h4>
          <ul>
            {clearance.map((step) => {
              const text = clearanceText(step, language);
              return <li key={text}>{text}</li>;
            })}
          </ul>
        </div>
      )}
      <details className="evidence" data-testid="evidence">
        <summary>
          <ChevronRight aria-hidden="true" />
          {words.evidence.title}
        </summary>
        <p className="muted num">
          {words.evidence.frozen({ time: time.moment(reading.measuredAt, now) })}
        </p>
        <h5>{words.evidence.parts}</h5>
        <Parts assessment={assessment} />
        <Window evidence={evidence} />
        {evidence.prediction !== undefined && (
          <Said alarm={alarm} prediction={evidence.prediction} />
        )}
        <p className="facts num">
          <span>
            {words.evidence.thresholds} <b>{assessment.thresholdsVersion}</b>
          </span>
          <span>
            {words.evidence.model}{' '}
            <b className="mono">
              {evidence.modelHash ? shortHash(evidence.modelHash) : words.evidence.noModel}
            </b>
          </span>
        </p>
      </details>
    </>
  );
}
