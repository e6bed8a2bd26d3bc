import type { TestEvent } from '#shared/connections/testStep.ts';
import { planOf } from './planOf.ts';
import type { Plan, TestTarget } from './step.ts';

/**
 * Runs a test and tells each step as it begins and ends. Stops at the first that fails: the later ones would only fail
 * with it. What was opened is closed when the test ends, and when whoever watches it goes.
 */
export async function* runSteps(
  target: TestTarget,
  {
    monotonicNow,
    signal,
    plan = planOf(target),
  }: {
    readonly monotonicNow: () => number;
    readonly signal?: AbortSignal;
    readonly plan?: Plan;
  },
): AsyncGenerator<TestEvent> {
  const stop = new AbortController();
  const within = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  try {
    yield { type: 'steps', steps: plan.steps.map(({ id }) => id) };
    let passed = true;
    for (const step of plan.steps) {
      yield { type: 'begun', step: step.id };
      const begunAt = monotonicNow();
      const found = await step.run(within);
      if (within.aborted) return;
      const ms = Math.round(monotonicNow() - begunAt);
      yield { type: 'result', result: { step: step.id, ...found, ms } };
      if (found.level === 'fail') {
        passed = false;
        break;
      }
    }
    yield { type: 'done', passed };
  } finally {
    stop.abort();
    plan.close();
  }
}
