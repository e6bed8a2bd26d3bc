/** Answers that are asked for now and then while somebody looks at them. */
import { useEffect, useState } from 'react';

/** `failed` keeps the last value: an old answer with its age is better than none. */
export interface Fetched<T> {
  readonly value: T | null;
  readonly failed: boolean;
}

const NOTHING = { value: null, failed: false };

/**
 * Asks now and then again, one question at a time, and forgets the answers to questions about something else.
 * @param key what is asked about; a change starts afresh
 * @param version changes when the answer must have changed: asked again at once, with the old answer still shown
 */
export function usePolled<T>(
  key: string,
  ask: () => Promise<T>,
  everyMs: number,
  version: unknown = null,
): Fetched<T> {
  const [fetched, setFetched] = useState<Fetched<T> & { key: string }>({ key, ...NOTHING });
  // biome-ignore lint/correctness/useExhaustiveDependencies: `ask` is new at every draw and asks about `key`.
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const round = async () => {
      try {
        const value = await ask();
        if (!over) setFetched({ key, value, failed: false });
      } catch {
        if (!over) {
          setFetched((before) => ({
            key,
            value: before.key === key ? before.value : null,
            failed: true,
          }));
        }
      }
      if (!over) timer = setTimeout(round, everyMs);
    };
    round();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [key, everyMs, version]);
  return fetched.key === key ? fetched : NOTHING;
}
