import { useEffect, useRef, useState } from 'react';
import { useServices } from '../../app/hooks.ts';
import { actAs } from '../../state/actAs.ts';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';
import type { Point } from './points.ts';

export interface Injections {
  /** How far a series is; null when none runs. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly failed: FailureCode | null;
  /** One after the other, until all are done, one is refused, or somebody stops it. */
  run(points: readonly Point[]): Promise<void>;
  stop(): void;
}

export function useInjections(): Injections {
  const { connection, session } = useServices();
  const [progress, setProgress] = useState<Injections['progress']>(null);
  const [failed, setFailed] = useState<FailureCode | null>(null);
  const stopped = useRef(false);
  const running = useRef(false);

  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );

  return {
    progress,
    failed,
    run: async (points) => {
      if (running.current) return;
      running.current = true;
      stopped.current = false;
      setFailed(null);
      try {
        for (const [done, point] of points.entries()) {
          if (stopped.current) return;
          if (points.length > 1) setProgress({ done, total: points.length });
          const hit = await actAs(
            { request: connection.request, session },
            (client, token, options) =>
              client.walkTest.inject({ session: token, ...point }, options),
          );
          if (hit === null) return;
        }
      } catch (error) {
        setFailed(failureOf(error).code);
      } finally {
        running.current = false;
        setProgress(null);
      }
    },
    stop: () => {
      stopped.current = true;
    },
  };
}
