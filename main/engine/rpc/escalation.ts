/** Who is told of an alarm that nobody answers, and the time to look before others are told. */
import { os, type RouterParts } from './parts.ts';

export function escalationHandlers({ escalation, gate }: RouterParts) {
  const { investigations, mode, policies } = escalation;
  return {
    of: os.escalation.of.handler(({ input }) => investigations.detail(input.alarmId)),
    setMode: os.escalation.setMode.handler(({ input, errors }) => {
      const caller = gate.require(input.session, errors);
      if (input.mode === 'attended') mode.begin(caller, input.hours);
      else mode.end(caller, 'asked');
      escalation.changed();
      return null;
    }),
    confirmHazard: os.escalation.confirmHazard.handler(({ input, errors }) => {
      const caller = gate.require(input.session, errors);
      return investigations.confirm({ alarmId: input.alarmId, caller }, input.note || null);
    }),
    reportInvestigated: os.escalation.reportInvestigated.handler(({ input, errors }) => {
      const caller = gate.require(input.session, errors);
      const { alarmId, result } = input;
      return investigations.report({ alarmId, caller }, result, input.note || null);
    }),
    extend: os.escalation.extend.handler(({ input, errors }) => {
      const caller = gate.require(input.session, errors, 'supervisor');
      return investigations.extend({ alarmId: input.alarmId, caller });
    }),
    tables: os.escalation.tables.handler(() => policies.current()),
    setTables: os.escalation.setTables.handler(({ input, errors }) => {
      const caller = gate.require(input.session, errors, 'administrator');
      const view = policies.set(input.policy, input.version, caller, input.why);
      if (!view) throw errors.CONFLICT({ message: 'the tables were changed meanwhile' });
      escalation.changed();
      return view;
    }),
  };
}
