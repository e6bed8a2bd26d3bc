/** The record of every act and every change of configuration. */
import { os, type RouterParts } from './parts.ts';

export function auditHandlers({ gate, auditDesk }: RouterParts) {
  return {
    list: os.audit.list.handler(({ input, errors }) => {
      const { session, ...query } = input;
      gate.check(session, errors, 'supervisor');
      return auditDesk.list(query);
    }),
    beginExport: os.audit.beginExport.handler(({ input, errors }) => {
      const { session, format, ...filter } = input;
      return auditDesk.beginExport(format, filter, gate.require(session, errors, 'supervisor'));
    }),
    verification: os.audit.verification.handler(({ input, errors }) => {
      gate.check(input.session, errors, 'supervisor');
      return auditDesk.verification();
    }),
    verify: os.audit.verify.handler(({ input, errors }) => {
      gate.require(input.session, errors, 'supervisor');
      return auditDesk.verify();
    }),
  };
}
