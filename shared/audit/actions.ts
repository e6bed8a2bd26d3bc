/** What the audit chain can tell. A word stays as it is once it was written: records use it for ever. */
export const AUDIT_ACTIONS = [
  'alarm.acknowledge',
  'alarm.silence',
  'alarm.reset',
  'setAside.begin',
  'setAside.end',
  'device.place',
  'procedure.save',
  'procedure.restore',
  'procedure.update',
  'procedure.tick',
  'procedure.untick',
  'incident.note',
  'incident.attach',
  'incident.close',
  'incident.reopen',
  'incident.merge',
  'incident.move',
  'incident.export',
  'incident.settings',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];
