import { useState } from 'react';
import { useServices } from '../../app/hooks.ts';
import { actAs } from '../../state/actAs.ts';
import { type FailureCode, failureOf } from '../../state/engineClient.ts';
import type { Refusal } from '../../state/session.ts';
import type { ModelChange } from './ChangeModelDialog.tsx';

interface Changing {
  readonly busy: boolean;
  readonly refused: Refusal | FailureCode | null;
  /** @returns true when it was done; false when it was refused, failed, or nobody signed on */
  run(
    change: ModelChange,
    second: { readonly operatorId: string; readonly secret: string },
    reason: string,
  ): Promise<boolean>;
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
    async run({ act, to }, second, reason) {
      setState({ busy: true, refused: null });
      try {
        const parts = { request: connection.request, session };
        const answer = await actAs(parts, async (client, token, options) => {
          const common = { session: token, reason };
          if (act === 'discard') {
            await client.prediction.discardShadow(common, options);
            return { done: true } as const;
          }
          return act === 'promote'
            ? client.prediction.promote({ ...common, hash: to?.hash ?? '', second }, options)
            : client.prediction.rollBack({ ...common, second }, options);
        });
        setState({
          busy: false,
          refused: answer?.done === false ? (answer as unknown as Refusal) : null,
        });
        return answer?.done === true;
      } catch (error) {
        setState({ busy: false, refused: failureOf(error).code });
        return false;
      }
    },
  };
}
