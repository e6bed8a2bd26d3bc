/** Cards, and the steps that were ticked. */
import type { ProcedureView } from '#shared/contract/responseViews.ts';
import type { SaveRefusal } from '../response/Procedures.ts';
import { os, type RouterParts } from './parts.ts';

export function procedureHandlers({ response, desk, gate }: RouterParts) {
  const { procedures, sheets, subject } = response;

  const saved = (
    result: ProcedureView | SaveRefusal,
    errors: {
      readonly CONFLICT: (options: { message: string }) => Error;
      readonly NOT_FOUND: (options: { message: string }) => Error;
    },
  ): ProcedureView => {
    if (!('type' in result)) return result;
    if (result.type === 'noSuchVersion') throw errors.NOT_FOUND({ message: 'no such version' });
    const why =
      result.type === 'badCard'
        ? result.problems.join(', ')
        : `version ${result.version} was saved meanwhile`;
    throw errors.CONFLICT({ message: why });
  };

  return {
    list: os.procedures.list.handler(() => procedures.list()),
    history: os.procedures.history.handler(({ input }) => procedures.history(input.kind)),
    save: os.procedures.save.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors, 'administrator');
      return saved(procedures.save(input, who), errors);
    }),
    restore: os.procedures.restore.handler(({ input, errors }) => {
      const who = gate.require(input.session, errors, 'administrator');
      return saved(procedures.restore(input, who), errors);
    }),
    sheet: os.procedures.sheet.handler(({ input, errors }) => {
      const found = subject(input.subject);
      if (found) return sheets.sheet(found);
      const { subject: asked } = input;
      const shown = 'alarmId' in asked && desk.alarms().find(({ id }) => id === asked.alarmId);
      if (!shown) throw errors.NOT_FOUND({ message: 'no such alarm or incident' });
      return sheets.unrecorded(shown);
    }),
    tick: os.procedures.tick.handler(({ input, errors }) => change('tick', input, errors)),
    untick: os.procedures.untick.handler(({ input, errors }) => change('untick', input, errors)),
  };

  function change(
    type: 'tick' | 'untick',
    input: {
      readonly session: string;
      readonly subject: Parameters<typeof subject>[0];
      readonly stepId: string;
      readonly note?: string | undefined;
    },
    errors: {
      readonly UNAUTHORIZED: () => Error;
      readonly FORBIDDEN: () => Error;
      readonly CONFLICT: (options: { message: string }) => Error;
      readonly NOT_FOUND: (options: { message: string }) => Error;
    },
  ) {
    const who = gate.require(input.session, errors);
    const found = subject(input.subject);
    if (!found) throw errors.NOT_FOUND({ message: 'no such alarm or incident on disk' });
    const said = { stepId: input.stepId, note: input.note || null };
    const refusal = sheets.change(type, found, said, who);
    if (refusal === 'noSuchStep') throw errors.NOT_FOUND({ message: `no step ${input.stepId}` });
    if (refusal === 'closed') throw errors.CONFLICT({ message: 'the incident is closed' });
    return sheets.sheet(subject(input.subject) ?? found);
  }
}
