/** Looking at alarms, and acting on them. */
import type { ActResult } from '#shared/contract/views.ts';
import { ActInterrupted } from '../alarms/acts.ts';
import { os, type RouterParts } from './parts.ts';

export function alarmHandlers({ alarms, gate, live }: RouterParts) {
  const publish = (results: readonly ActResult[]): void =>
    live.alarmsChanged(results.flatMap((result) => (result.done ? [result.alarm] : [])));

  /** Tells every desk what the act changed, even when the disk refused in the middle of several. */
  const published = (act: () => readonly ActResult[]): readonly ActResult[] => {
    try {
      const results = act();
      publish(results);
      return results;
    } catch (error) {
      if (error instanceof ActInterrupted) publish(error.results);
      throw error;
    }
  };

  return {
    get: os.alarms.get.handler(({ input, errors }) => {
      const detail = alarms.get(input.alarmId);
      if (!detail) throw errors.NOT_FOUND({ message: `no alarm ${input.alarmId}` });
      return detail;
    }),
    history: os.alarms.history.handler(({ input }) => alarms.history(input)),
    acknowledge: os.alarms.acknowledge.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors);
      return published(() => alarms.acknowledge({ ...who, ...actOf(input) }));
    }),
    silence: os.alarms.silence.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors);
      return published(() => alarms.silence({ ...who, ...actOf(input) }));
    }),
    reset: os.alarms.reset.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors);
      return published(() => alarms.reset({ ...who, ...actOf(input) }));
    }),
  };
}

function actOf(input: { alarmIds: readonly string[]; note?: string | undefined }): {
  alarmIds: readonly string[];
  note: string | null;
} {
  return { alarmIds: input.alarmIds, note: input.note || null };
}
