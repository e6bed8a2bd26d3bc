import { useEffect, useState } from 'react';
import type { ResponseSheet } from '#shared/contract/responseViews.ts';
import { useServices } from '../../app/hooks.ts';
import { actAs } from '../../state/actAs.ts';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';

export type SheetSubject = { readonly alarmId: string } | { readonly incidentId: string };

export interface Ticking {
  /** As the engine answered the last tick, until something newer is fetched. */
  readonly sheet: ResponseSheet | null;
  /** Steps whose tick is on its way. */
  readonly pending: ReadonlySet<string>;
  readonly failed: FailureCode | null;
  tick(stepId: string): void;
  untick(stepId: string): void;
}

/** Ticks steps of a sheet that somebody else fetches. Never optimistic: a step is ticked when the engine says so. */
export function useTicking(subject: SheetSubject, fetched: ResponseSheet | null): Ticking {
  const { connection, session } = useServices();
  const [answered, setAnswered] = useState<ResponseSheet | null>(null);
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());
  const [failed, setFailed] = useState<FailureCode | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever was fetched last is the newest.
  useEffect(() => setAnswered(null), [fetched]);

  const change = async (type: 'tick' | 'untick', stepId: string): Promise<void> => {
    if (pending.has(stepId)) return;
    setPending((before) => new Set(before).add(stepId));
    setFailed(null);
    try {
      const parts = { request: connection.request, session };
      const sheet = await actAs(parts, (client, signedOn, options) =>
        client.procedures[type]({ session: signedOn, subject, stepId }, options),
      );
      if (sheet !== null) setAnswered(sheet);
    } catch (error) {
      setFailed(failureOf(error).code);
    } finally {
      setPending((before) => new Set([...before].filter((id) => id !== stepId)));
    }
  };

  return {
    sheet: answered ?? fetched,
    pending,
    failed,
    tick: (stepId) => change('tick', stepId),
    untick: (stepId) => change('untick', stepId),
  };
}
