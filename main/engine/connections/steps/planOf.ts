import { brokerPlan } from './brokerPlan.ts';
import type { Plan, TestTarget } from './step.ts';

/** What there is to try of each kind of connection. */
export function planOf(target: TestTarget): Plan {
  switch (target.settings.kind) {
    case 'awsIot':
    case 'mqtt':
      return brokerPlan(target, target.settings);
  }
}
