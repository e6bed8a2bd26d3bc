/** What the audit chain can tell. A word stays as it is once it was written: records use it for ever. */
export const AUDIT_ACTIONS = [
  'alarm.acknowledge',
  'alarm.silence',
  'alarm.reset',
  'alarm.note',
  'alarm.take',
  'alarm.release',
  'alarm.merged',
  'setAside.begin',
  'setAside.end',
  'device.place',
  'notifications.add',
  'notifications.change',
  'notifications.remove',
  'notifications.test',
  'notifications.retry',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
