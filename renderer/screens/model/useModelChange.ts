import { useState } from 'react';
import type { SignOnRefused } from '#shared/contract/operatorViews.ts';
import type { ModelVersion } from '#shared/contract/predictionViews.ts';
import { useServices } from '../../app/hooks.ts';
import { actAs } from '../../state/actAs.ts';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';

interface AskedChange {
  readonly act: 'promote' | 'rollBack' | 'discard';
  /** What it is changed to; of no meaning when a trial ends. */
  readonly to: Pick<ModelVersion, 'hash'> | null;
  readonly second: { readonly operatorId: string; readonly secret: string };
  readonly reason: string;
}

interface Changing {
  readonly busy: boolean;
  readonly refused: SignOnRefused | FailureCode | null;
  /** @returns true when it was done; false when it was refused, failed, or nobody signed on */
  run(asked: AskedChange): Promise<boolean>;
}

/** Changes which model raises alarms, and keeps why it was refused. */
export function useModelChange(): Changing {
  const { connection, session } = useServices();
  const [state, setState] = useState<Pick<Changing, 'busy' | 'refused'>>({
    busy: false,
    refused: null,
  });
  return {
    ...state,
    async run({ act, to, second, reason }) {
      setState({ busy: true, refused: null });
      try {
        const parts = { request: connection.request, session };
        const answer = await actAs(parts, async (client, token, options) => {
          const common = { session: token, reason };
          if (act === 'discard' || to === null) {
            await client.prediction.discardShadow(common, options);
            return { done: true } as const;
          }
          const asked = { ...common, hash: to.hash, second };
          return act === 'promote'
            ? client.prediction.promote(asked, options)
            : client.prediction.rollBack(asked, options);
        });
        setState({ busy: false, refused: answer?.done === false ? answer : null });
        return answer?.done === true;
      } catch (error) {
        setState({ busy: false, refused: failureOf(error).code });
        return false;
      }
    },
  };
}
