import { useState } from 'react';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';
import type { Refusal } from '../../state/session.ts';

export interface Attempt {
  readonly busy: boolean;
  readonly refused: Refusal | FailureCode | null;
  /** One at a time. @returns whether it was done */
  run(attempt: () => Promise<Refusal | null>): Promise<boolean>;
  clear(): void;
}

/** Tries to sign on, and keeps why it was refused. */
export function useAttempt(): Attempt {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refusal | FailureCode | null>(null);
  return {
    busy,
    refused,
    clear: () => setRefused(null),
    run: async (attempt) => {
      if (busy) return false;
      setBusy(true);
      setRefused(null);
      try {
        const refusal = await attempt();
        setRefused(refusal);
        return refusal === null;
      } catch (error) {
        setRefused(failureOf(error).code);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
