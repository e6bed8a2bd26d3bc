import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { ModelReport } from '#shared/contract/predictionViews.ts';
import { useDesk, useEngineNow, useServices, useTime, useWords } from '../../app/hooks.ts';
import { usePolled } from '../../state/polled.ts';
import { shortHash } from '../../state/prediction.ts';
import { CalibrationSection } from './CalibrationSection.tsx';
import { DriftSection } from './DriftSection.tsx';
import { LimitsSection } from './LimitsSection.tsx';
import { PerformanceSection } from './PerformanceSection.tsx';
import { RunsSection } from './RunsSection.tsx';
import { ShadowSection } from './ShadowSection.tsx';
import { VersionsSection } from './VersionsSection.tsx';

const EVERY_MS = 10_000;

/** Whether a model runs, and if not why and what to do. */
function ModelStanding({ report }: { report: ModelReport }) {
  const words = useWords();
  const { available, problem } = report;
  if (available) {
    return (
      <p className="all-well" data-testid="model-available">
        <CircleCheck aria-hidden="true" />
        {words.model.available}
      </p>
    );
  }
  // A code that is newer than this page has no words here.
  const known = problem === null ? undefined : words.modelProblems[problem.code];
  return (
    <ul className="problems" data-testid="model-unavailable" data-code={problem?.code}>
      <li>
        <TriangleAlert aria-hidden="true" />
        <div>
          <b>
            {words.model.unavailable}
            {known !== undefined && `: ${known.what}`}
          </b>
          <p>
            {known?.toDo} {words.model.rulesGoOn}
          </p>
          {problem !== null && <p className="mono">{problem.detail}</p>}
        </div>
      </li>
    </ul>
  );
}

function Facts({ report }: { report: ModelReport }) {
  const words = useWords();
  const time = useTime();
  const now = useEngineNow(60_000);
  const { live, runs } = report;
  const facts = [
    [words.model.version, live === null ? words.model.noLive : live.version],
    [words.model.hash, live === null ? '–' : shortHash(live.hash)],
    [words.model.trainedAt, live === null ? '–' : time.calendar(live.trainedAt)],
    [
      words.model.lastRun,
      runs.lastAt === null ? words.model.neverRan : time.moment(runs.lastAt, now),
    ],
  ] as const;
  return (
    <dl className="system-facts num">
      {facts.map(([label, fact]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How right the model is, whether its inputs are still those it learned from, and which model is in use. */
export function ModelScreen() {
  const words = useWords();
  const { connection } = useServices();
  // Another model, or an outcome that was chosen, is seen at once.
  const revision = useDesk((desk) => desk.status?.revisions.prediction);
  const { value: report, failed } = usePolled(
    'model',
    () => connection.request((client, options) => client.prediction.report(undefined, options)),
    EVERY_MS,
    revision,
  );
  return (
    <main className="page model-page" data-testid="model">
      <header className="page-head">
        <div>
          <h2>{words.model.title}</h2>
          <p>{words.model.subtitle}</p>
        </div>
        {report !== null && <Facts report={report} />}
      </header>
      {failed && (
        <p className="note note-bad" role="alert">
          {words.model.failed}
        </p>
      )}
      {report === null ? (
        !failed && <p className="note">{words.common.loading}</p>
      ) : (
        <>
          <ModelStanding report={report} />
          <PerformanceSection report={report} />
          <div className="model-pair">
            <CalibrationSection bins={report.performance.calibration} />
            <DriftSection drift={report.drift} />
          </div>
          <VersionsSection report={report} />
          <div className="model-pair">
            <ShadowSection report={report} />
            <RunsSection runs={report.runs} />
          </div>
          <LimitsSection />
        </>
      )}
    </main>
  );
}
