import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  MinusCircle,
} from 'lucide-react';
import { findingText } from '#shared/i18n/connectionText.ts';
import { formatNumber } from '#shared/i18n/format.ts';
import { useLanguage, useWords } from '../../../app/hooks.ts';
import { type StepState, stateOf, type TestProgress } from '../../../state/connectionTest.ts';
import type { ConnectionTesting } from './useConnectionTest.ts';

const ICONS: Readonly<Record<StepState, LucideIcon>> = {
  ok: CircleCheck,
  warn: CircleAlert,
  fail: CircleX,
  running: LoaderCircle,
  waiting: CircleDashed,
  skipped: MinusCircle,
};

/** Each step with what was found, and what to do where it isn't well. */
export function TestSteps({ testing }: { testing: ConnectionTesting }) {
  const words = useWords();
  const { test } = words.connections;
  const { progress, running, failure } = testing;
  const end = progress === null || progress.passed === null ? null : endOf(progress);
  return (
    <div className="test-steps" data-testid="test-steps" data-passed={progress?.passed}>
      {progress !== null && progress.steps.length > 0 && (
        <ol>
          {progress.steps.map((step) => (
            <Step key={step} progress={progress} step={step} running={running} />
          ))}
        </ol>
      )}
      <div role="status" data-testid="test-end">
        {failure !== null && (
          <p className="note note-bad">
            {progress === null ? test.failed : test.lost} {words.failures[failure]}
          </p>
        )}
        {failure === null && end !== null && (
          <p className={end === 'notPassed' ? 'note note-bad' : 'note note-good'}>{test[end]}</p>
        )}
      </div>
    </div>
  );
}

function endOf({ passed, results }: TestProgress): 'passed' | 'passedWithWarning' | 'notPassed' {
  if (!passed) return 'notPassed';
  return results.some(({ level }) => level === 'warn') ? 'passedWithWarning' : 'passed';
}

function Step({
  progress,
  step,
  running,
}: {
  progress: TestProgress;
  step: TestProgress['steps'][number];
  running: boolean;
}) {
  const words = useWords();
  const language = useLanguage();
  const { test } = words.connections;
  const found = stateOf(progress, step);
  // A test that was stopped looks at nothing any more.
  const state = !running && (found === 'running' || found === 'waiting') ? 'skipped' : found;
  const Icon = ICONS[state];
  const result = progress.results.find((one) => one.step === step);
  const said = result && findingText(result, words);
  return (
    <li data-testid="test-step" data-step={step} data-state={state} data-finding={result?.finding}>
      <Icon aria-hidden="true" />
      <div>
        <b>{words.connectionTests.steps[step]}</b>
        {result === undefined ? (
          <span className="test-level">
            {state === 'running' ? test.running : state === 'waiting' ? test.waiting : test.skipped}
          </span>
        ) : (
          <span className="test-level num">
            {test.levels[result.level]} ·{' '}
            {test.took({ ms: formatNumber(result.ms / 1_000, 2, language) })}
          </span>
        )}
        {said && <p>{said.what}</p>}
        {said?.toDo && <p className="test-to-do">{said.toDo}</p>}
      </div>
    </li>
  );
}
