/** Looking at alarms, and acting on them. */
import type { ActResult } from '#shared/contract/views.ts';
import type { Caller } from '../access/Caller.ts';
import { ActInterrupted, type ActName, type ActRequest } from '../alarms/acts.ts';
import { shownAlarm } from '../live/shownAlarm.ts';
import { os, type RouterParts } from './parts.ts';

export function alarmHandlers({ alarms, annunciation, gate, live }: RouterParts) {
  const publish = (results: readonly ActResult[]): void =>
    live.alarmsChanged(results.flatMap((result) => (result.done ? [result.alarm] : [])));

  /** Tells every desk what the act changed, even when the disk refused in the middle of several. */
  const act = (
    name: ActName,
    { operator, role, desk }: Caller,
    { alarmIds, note, seen }: Pick<ActRequest, 'alarmIds' | 'seen'> & { note?: string | undefined },
  ): readonly ActResult[] => {
    try {
      const by = { operator, role, desk };
      const { noteFrom } = annunciation.settings();
      const results = alarms.act(name, { ...by, alarmIds, note: note || null, seen, noteFrom });
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
    history: os.alarms.history.handler(({ input }) => alarms.history(input).map(shownAlarm)),
    acknowledge: os.alarms.acknowledge.handler(({ input, errors }) =>
      act('acknowledge', gate.require(input.session, errors), input),
    ),
    silence: os.alarms.silence.handler(({ input, errors }) =>
      act('silence', gate.require(input.session, errors), input),
    ),
    reset: os.alarms.reset.handler(({ input, errors }) =>
      act('reset', gate.require(input.session, errors), input),
    ),
    note: os.alarms.note.handler(({ input, errors }) =>
      act('note', gate.require(input.session, errors), input),
    ),
    take: os.alarms.take.handler(({ input, errors }) =>
      act('take', gate.require(input.session, errors), input),
    ),
    release: os.alarms.release.handler(({ input, errors }) =>
      act('release', gate.require(input.session, errors), input),
    ),
  };
}
