import { useState } from 'react';
import type { OperatorChange, OperatorRefusal } from '#shared/contract/operatorViews.ts';
import { useServices } from '../../../app/hooks.ts';
import { actAs } from '../../../state/actAs.ts';
import { type EngineClient, type FailureCode, failureOf } from '../../../state/engineClient.ts';

export type ChangeRefused = OperatorRefusal | FailureCode;

export interface Change {
  readonly busy: boolean;
  readonly refused: ChangeRefused | null;
  /** One at a time. @returns whether it was done */
  run(
    ask: (
      client: EngineClient,
      session: string,
      options: { readonly signal: AbortSignal },
    ) => Promise<OperatorChange | null>,
  ): Promise<boolean>;
}

/** Changes something about people, and keeps why it was refused. */
export function useChange(): Change {
  const { connection, session } = useServices();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<ChangeRefused | null>(null);
  return {
    busy,
    refused,
    run: async (ask) => {
      if (busy) return false;
      setBusy(true);
      setRefused(null);
      try {
        const change = await actAs({ request: connection.request, session }, ask);
        if (change?.done === false) setRefused(change.refusal);
        return change?.done !== false;
      } catch (error) {
        setRefused(failureOf(error).code);
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}
