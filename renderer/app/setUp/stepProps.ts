import type { SetUpStep } from '#shared/contract/connectionViews.ts';

/** What each step of the first set-up is given. */
export interface StepProps {
  /** Goes on to that step, which is kept. */
  readonly move: (step: SetUpStep) => void;
  readonly busy: boolean;
}
