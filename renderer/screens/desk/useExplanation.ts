import { useState } from 'react';
import type { Explanation, OtherModel } from '#shared/contract/predictionViews.ts';
import { useServices } from '../../app/hooks.ts';

/** Why there is no explanation. */
type NotExplained =
  /** There is no prediction to explain. */
  | 'nothing'
  /** It was said by a model that is not in use any more, and can't be asked. */
  | OtherModel
  | 'failed';

export interface Explaining {
  readonly busy: boolean;
  readonly notExplained: NotExplained | null;
  /** As it was when it was asked for; it doesn't follow the device. */
  readonly explanation: Explanation | null;
  ask(): Promise<void>;
  forget(): void;
}

const NOTHING = { busy: false, notExplained: null, explanation: null };

/**
 * Why the model says what it says of a device, or said when an alarm was raised: dozens of runs of the model, so only on
 * demand.
 */
export function useExplanation(deviceId: string, alarmId?: string): Explaining {
  const { connection } = useServices();
  const [state, setState] = useState<Omit<Explaining, 'ask' | 'forget'>>(NOTHING);
  return {
    ...state,
    async ask() {
      setState((before) => ({ ...before, busy: true, notExplained: null }));
      try {
        const answer = await connection.request((client, options) =>
          client.prediction.explain(
            alarmId === undefined ? { deviceId } : { deviceId, alarmId },
            options,
          ),
        );
        if (answer === null) setState({ ...NOTHING, notExplained: 'nothing' });
        else if ('otherModel' in answer) setState({ ...NOTHING, notExplained: answer });
        else setState({ ...NOTHING, explanation: answer });
      } catch {
        setState({ ...NOTHING, notExplained: 'failed' });
      }
    },
    forget: () => setState(NOTHING),
  };
}
