import { ArrowRight, Hourglass, TriangleAlert } from 'lucide-react';
import type { PredictionTimeline } from '#shared/contract/predictionViews.ts';
import type { DeviceView } from '#shared/contract/views.ts';
import { formatChance } from '#shared/i18n/chance.ts';
import type { OperatingPoint } from '#shared/prediction/verdict.ts';
import { useLanguage, useServices, useTime, useWords } from '../../app/hooks.ts';
import { DRAWN_OUTPUTS, type DrawnOutput } from '../../charts/predictionPanel.ts';
import { LevelShape } from '../../components/LevelShape.tsx';
import { isReady, type ReadyPrediction, waitingPoint, windowOf } from '../../state/prediction.ts';
import { ExplainButton, ExplanationPanel } from './ExplainButton.tsx';
import type { Explaining } from './useExplanation.ts';

/** From where on the number means a level, lowest first. */
function Points({ points, output }: { points: readonly OperatingPoint[]; output: DrawnOutput }) {
  const words = useWords();
  const language = useLanguage();
  const own = points
    .filter((point) => point.output === output)
    .sort((a, b) => a.threshold - b.threshold);
  if (own.length === 0) return null;
  return (
    <span className="chance-points num">
      {own.map(({ level, threshold }) => (
        <span key={level}>
          {words.prediction.threshold({
            level: words.levels[level],
            limit: formatChance(threshold, language),
          })}
        </span>
      ))}
    </span>
  );
}

function Chances({
  prediction,
  points,
}: {
  prediction: ReadyPrediction;
  points: readonly OperatingPoint[];
}) {
  const words = useWords();
  const language = useLanguage();
  const time = useTime();
  const { from, to } = windowOf(prediction.at);
  const { level } = prediction;
  const waiting = waitingPoint(prediction, points);
  return (
    <>
      <dl className="chances">
        {DRAWN_OUTPUTS.map((output) => (
          <div key={output} data-testid={`chance-${output}`}>
            <dt>{words.prediction[output]}</dt>
            <dd className="chance num">{formatChance(prediction[output], language)}</dd>
            <dd>
              <Points points={points} output={output} />
            </dd>
          </div>
        ))}
      </dl>
      <p className="chance-level" data-testid="model-level" data-level={level}>
        {level === 'NORMAL' ? (
          waiting === null && words.prediction.noLevel
        ) : (
          <>
            <LevelShape level={level} />
            <b className="level-word" data-level={level}>
              {words.prediction.raised({ level: words.levels[level] })}
            </b>
          </>
        )}
        {waiting !== null && (
          <span data-testid="model-waiting" data-level={waiting.level}>
            {words.prediction.overForNow({
              level: words.levels[waiting.level],
              met: String(waiting.k),
              of: String(waiting.n),
            })}
          </span>
        )}
        <span className="num">
          {words.prediction.basis({ from: time.minutes(from), to: time.minutes(to) })}
        </span>
      </p>
    </>
  );
}

/** Without a prediction: why, and when there will be one. Never a number. */
function NoChance({ device }: { device: DeviceView }) {
  const words = useWords();
  const { prediction } = device;
  if (prediction === null) return <p className="note">{words.prediction.none}</p>;
  const { state, minutesLeft } = prediction;
  const Icon = state === 'warmingUp' ? Hourglass : TriangleAlert;
  return (
    <div className="no-chance" data-testid="no-prediction" data-state={state}>
      <Icon aria-hidden="true" />
      <div>
        <b>{words.prediction.states[state]}</b>
        <p className="num">
          {words.prediction.stateHints[state]}{' '}
          {minutesLeft !== null &&
            minutesLeft > 0 &&
            words.prediction.minutesLeft({ count: minutesLeft })}
        </p>
      </div>
    </div>
  );
}

/** What the model says of a device, and on demand why. */
export function PredictionSection({
  device,
  timeline,
  explaining,
}: {
  device: DeviceView;
  timeline: PredictionTimeline | null;
  explaining: Explaining;
}) {
  const words = useWords();
  const { view } = useServices();
  const { prediction } = device;
  const ready = isReady(prediction) ? prediction : null;
  return (
    <section
      className="drawer-section prediction"
      data-testid="prediction"
      data-state={prediction?.state ?? 'none'}
    >
      <header className="section-head">
        <h3>{words.prediction.title}</h3>
        <div className="button-row">
          {explaining.explanation !== null && (
            <button
              type="button"
              className="button button-small"
              data-testid="explain-hide"
              onClick={explaining.forget}
            >
              {words.prediction.hideExplanation}
            </button>
          )}
          {ready !== null && <ExplainButton explaining={explaining} />}
        </div>
      </header>
      {ready === null ? (
        <NoChance device={device} />
      ) : (
        <Chances prediction={ready} points={timeline?.points ?? []} />
      )}
      <ExplanationPanel title={words.prediction.explainTitle} explaining={explaining} />
      <button
        type="button"
        className="text-link"
        data-testid="open-model"
        onClick={() => view.setState({ screen: 'model' })}
      >
        {words.prediction.openModel}
        <ArrowRight aria-hidden="true" />
      </button>
    </section>
  );
}
