import { useState } from 'react';
import { type ActingParts, actAs } from '../state/actAs.ts';
import { type FailureCode, failureOf } from '../state/engineClient.ts';
import { useServices } from './hooks.ts';

export interface Acting {
  /** True while the engine has not answered. */
  readonly busy: boolean;
  /** Why the last act was not done; null when it was, or none was tried. */
  readonly failed: FailureCode | null;
  /** One act at a time: a second press while the first is on its way is the same press. */
  act<T>(run: Parameters<typeof actAs<T>>[1], done?: (result: T) => void): Promise<void>;
}

/** An act in somebody's name from a component, with what it needs to show of it. */
export function useAct(): Acting {
  const { connection, session } = useServices();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<FailureCode | null>(null);
  const parts: ActingParts = { request: connection.request, session };
  return {
    busy,
    failed,
    async act(run, done) {
      if (busy) return;
      setBusy(true);
      setFailed(null);
      try {
        const result = await actAs(parts, run);
        if (result !== null) done?.(result);
      } catch (error) {
        setFailed(failureOf(error).code);
      } finally {
        setBusy(false);
      }
    },
  };
}
