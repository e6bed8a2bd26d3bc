import { useState } from 'react';
import { useServices } from '../../app/hooks.ts';
import { actAs } from '../../state/actAs.ts';
import { type EngineClient, type FailureCode, failureOf } from '../../state/engineClient.ts';

interface Acting {
  /** While an act is on its way, a second press must not be a second act. */
  readonly busy: boolean;
  readonly failed: FailureCode | null;
  /** @returns true when it was done; false when it failed or nobody signed on */
  act(
    run: (
      client: EngineClient,
      session: string,
      options: { readonly signal: AbortSignal },
    ) => Promise<unknown>,
  ): Promise<boolean>;
}

/** One act at a time in somebody's name, with what came of it. */
export function useAct(): Acting {
  const { connection, session } = useServices();
  const [state, setState] = useState<Pick<Acting, 'busy' | 'failed'>>({
    busy: false,
    failed: null,
  });
  return {
    ...state,
    async act(run) {
      setState({ busy: true, failed: null });
      try {
        // Whatever the engine answers: null stands for an operator who declined to sign on.
        const done = await actAs({ request: connection.request, session }, (...parts) =>
          run(...parts).then(() => true),
        );
        setState({ busy: false, failed: null });
        return done === true;
      } catch (error) {
        setState({ busy: false, failed: failureOf(error).code });
        return false;
      }
    },
  };
}
