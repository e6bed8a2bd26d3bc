import { useState } from 'react';
import type { Explanation } from '#shared/contract/predictionViews.ts';
import { useServices } from '../../app/hooks.ts';
import { failureOf } from '../../state/engineClient.ts';

export interface Explaining {
  readonly busy: boolean;
  readonly failed: boolean;
  /** It was asked for, and there is no prediction to explain. */
  readonly nothing: boolean;
  /** As it was when it was asked for; it doesn't follow the device. */
  readonly explanation: Explanation | null;
  ask(): Promise<void>;
  forget(): void;
}

const NOTHING = { busy: false, failed: false, nothing: false, explanation: null };

/** Why the model says what it says of a device: hundreds of runs of the model, so only on demand. */
export function useExplanation(deviceId: string): Explaining {
  const { connection } = useServices();
  const [state, setState] = useState<Omit<Explaining, 'ask' | 'forget'>>(NOTHING);
  return {
    ...state,
    async ask() {
      setState((before) => ({ ...before, busy: true, failed: false, nothing: false }));
      try {
        const explanation = await connection.request((client, options) =>
          client.prediction.explain({ deviceId }, options),
        );
        setState({ ...NOTHING, explanation, nothing: explanation === null });
      } catch (error) {
        // Between the press and the answer the window may have got a gap: then there is nothing to explain.
        const nothing = ['conflict', 'notFound'].includes(failureOf(error).code);
        setState({ ...NOTHING, nothing, failed: !nothing });
      }
    },
    forget: () => setState(NOTHING),
  };
}
