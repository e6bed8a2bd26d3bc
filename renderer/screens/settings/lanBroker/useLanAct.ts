import { useState } from 'react';
import { useServices } from '../../../app/hooks.ts';
import { actAs } from '../../../state/actAs.ts';
import { type EngineClient, type FailureCode, failureOf } from '../../../state/engineClient.ts';

export interface LanAct {
  readonly busy: boolean;
  readonly failed: FailureCode | null;
  /** One at a time. @returns null when it was not done */
  run<T>(
    ask: (
      client: EngineClient,
      session: string,
      options: { readonly signal: AbortSignal },
    ) => Promise<T>,
  ): Promise<{ readonly answer: T } | null>;
}

/** An act of the administrator's on the LAN broker's credentials, and why it could not be done. */
export function useLanAct(): LanAct {
  const { connection, session } = useServices();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<FailureCode | null>(null);
  return {
    busy,
    failed,
    run: async (ask) => {
      if (busy) return null;
      setBusy(true);
      setFailed(null);
      try {
        // Wrapped, because an answer may itself be null, which is also how a declined sign-on is told.
        return await actAs({ request: connection.request, session }, async (...call) => ({
          answer: await ask(...call),
        }));
      } catch (error) {
        setFailed(failureOf(error).code);
        return null;
      } finally {
        setBusy(false);
      }
    },
  };
}
