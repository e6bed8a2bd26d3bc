/** A test of a connection as the page follows it. Pure: each event makes the next state. */
import type { StepResult, TestEvent, TestStep } from '#shared/connections/testStep.ts';

export interface TestProgress {
  readonly steps: readonly TestStep[];
  readonly results: readonly StepResult[];
  /** The step that is looked at now. */
  readonly under: TestStep | null;
  /** Null while it runs. */
  readonly passed: boolean | null;
}

export const NOT_BEGUN: TestProgress = { steps: [], results: [], under: null, passed: null };

export function withEvent(progress: TestProgress, event: TestEvent): TestProgress {
  switch (event.type) {
    case 'steps':
      return { ...NOT_BEGUN, steps: event.steps };
    case 'begun':
      return { ...progress, under: event.step };
    case 'result':
      return { ...progress, under: null, results: [...progress.results, event.result] };
    case 'done':
      return { ...progress, under: null, passed: event.passed };
  }
}

export type StepState = StepResult['level'] | 'running' | 'waiting' | 'skipped';

/** What a step shows: its result, or that it runs, waits, or won't be looked at. */
export function stateOf({ results, under, passed }: TestProgress, step: TestStep): StepState {
  const result = results.find((one) => one.step === step);
  if (result) return result.level;
  if (under === step) return 'running';
  return passed === null ? 'waiting' : 'skipped';
}
