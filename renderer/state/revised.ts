/** Lists that are fetched when they are looked at, and again whenever the engine says that they changed. */
import { useEffect, useState } from 'react';
import type { RevisedTopic } from '#shared/contract/views.ts';
import { useDesk, useServices } from '../app/hooks.ts';
import { type EngineClient, type FailureCode, failureOf } from './engineClient.ts';

export interface Revised<T> {
  /** The newest answer; null before the first. Kept while a newer one is on its way, or fails. */
  readonly value: T | null;
  readonly failed: FailureCode | null;
}

/**
 * @param ask one question to the engine; asked again when the topic's count changes and when `key` does
 * @param key what is asked about, where that can change; an answer to another key is forgotten
 */
export function useRevised<T>(
  topic: RevisedTopic,
  ask: (client: EngineClient, options: { readonly signal: AbortSignal }) => Promise<T>,
  key = '',
): Revised<T> {
  const { connection } = useServices();
  const revision = useDesk((desk) => desk.status?.revisions[topic] ?? 0);
  // An engine that was restarted counts from nought again, and may know something else under the same count.
  const startedAt = useDesk((desk) => desk.status?.engineStartedAt ?? 0);
  const [fetched, setFetched] = useState<Revised<T> & { key: string }>({
    key,
    value: null,
    failed: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` is new at every draw and asks about `key`.
  useEffect(() => {
    let over = false;
    connection.request(ask).then(
      (value) => {
        if (!over) setFetched({ key, value, failed: null });
      },
      (error: unknown) => {
        if (over) return;
        setFetched((before) => ({
          key,
          value: before.key === key ? before.value : null,
          failed: failureOf(error).code,
        }));
      },
    );
    return () => {
      over = true;
    };
  }, [connection, key, revision, startedAt]);
  return fetched.key === key ? fetched : { value: null, failed: null };
}
