/** What the audit chain can tell. A word stays as it is once it was written: records use it for ever. */
export const AUDIT_ACTIONS = [
  'alarm.acknowledge',
  'alarm.silence',
  'alarm.reset',
  'alarm.note',
  'alarm.take',
  'alarm.release',
  'setAside.begin',
  'setAside.end',
  'device.place',
  'shift.entry',
  'check.answer',
  'check.sign',
  'check.addItem',
  'check.retireItem',
  'handover.prepare',
  'handover.accept',
  'handover.countersign',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
