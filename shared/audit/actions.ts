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
  'sound.heard',
  'annunciation.change',
  'walkTest.begin',
  'walkTest.end',
  'walkTest.inject',
  'walkTest.sign',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
