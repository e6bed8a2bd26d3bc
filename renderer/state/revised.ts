/** Lists that are fetched when they are looked at, and again whenever the engine says that they changed. */
import { useEffect, useState } from 'react';
import type { RevisedTopic } from '#shared/contract/views.ts';
import { useDesk, useServices } from '../app/hooks.ts';
import { type EngineClient, type FailureCode, failureOf } from './engineClient.ts';

/** After a failure; the engine doesn't say when it could answer again. */
const ASK_AGAIN_MS = 5_000;

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
  // An engine that was started again counts from nought: its start tells the same count apart.
  const revision = useDesk(({ status }) =>
    status === null ? null : `${status.engineStartedAt} ${status.revisions[topic]}`,
  );
  const [again, setAgain] = useState(0);
  const [fetched, setFetched] = useState<Revised<T> & { key: string }>({
    key,
    value: null,
    failed: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` is new at every draw and asks about `key`.
  useEffect(() => {
    if (revision === null) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    connection.request(ask).then(
      (value) => {
        if (!over) setFetched({ key, value, failed: null });
      },
      (error: unknown) => {
        if (over) return;
        timer = setTimeout(() => setAgain((count) => count + 1), ASK_AGAIN_MS);
        setFetched((before) => ({
          key,
          value: before.key === key ? before.value : null,
          failed: failureOf(error).code,
        }));
      },
    );
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [connection, key, revision, again]);
  return fetched.key === key ? fetched : { value: null, failed: null };
}
