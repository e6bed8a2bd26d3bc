/** Every line of the shift log as one query: what people wrote, and what other tables record anyway. */

interface Line {
  readonly type: string;
  readonly key: string;
  readonly at: string;
  readonly operator?: string;
  readonly desk?: string;
  readonly text?: string;
  readonly subject?: string;
  readonly kind?: string;
  readonly detail?: string;
  readonly count?: string;
  readonly entryId?: string;
  readonly corrects?: string;
  readonly correctedBy?: string;
  /** What follows the columns. */
  readonly from: string;
}

const COLUMNS = [
  'at',
  'key',
  'operator',
  'desk',
  'text',
  'subject',
  'kind',
  'detail',
  'count',
  'entryId',
  'corrects',
  'correctedBy',
] as const;

const runs = `(SELECT *, lag(seen_ms) OVER (ORDER BY started_ms) AS before_seen,
  lag(stopped_ms) OVER (ORDER BY started_ms) AS before_stopped FROM engine_run)`;

const LINES: readonly Line[] = [
  {
    type: 'entry',
    key: "'entry/' || e.id",
    at: 'e.at_ms',
    operator: 'e.operator',
    desk: 'e.desk',
    text: 'e.text',
    subject: 'e.category',
    entryId: 'e.id',
    corrects: 'e.corrects',
    correctedBy: '(SELECT max(c.id) FROM shift_entry c WHERE c.corrects = e.id)',
    from: 'shift_entry e',
  },
  {
    type: 'signedOn',
    key: "'on/' || seq",
    at: 'at_ms',
    operator: 'operator',
    desk: 'desk',
    from: "audit WHERE action IN ('access.signOn', 'access.handOver')",
  },
  {
    type: 'signedOff',
    key: "'off/' || seq",
    at: 'at_ms',
    operator: 'operator',
    desk: 'desk',
    from: "audit WHERE action = 'access.signOff'",
  },
  {
    type: 'signedOff',
    key: "'left/' || seq",
    at: 'at_ms',
    operator: "detail_json ->> 'from'",
    desk: 'desk',
    from: "audit WHERE action = 'access.handOver'",
  },
  {
    type: 'signedOff',
    key: "'forced/' || seq",
    at: 'at_ms',
    operator: "detail_json ->> 'name'",
    desk: "detail_json ->> 'desk'",
    from: "audit WHERE action = 'access.forcedOff'",
  },
  { type: 'floodBegan', key: "'flood/' || began_ms", at: 'began_ms', from: 'flood' },
  {
    type: 'floodEnded',
    key: "'floodEnd/' || began_ms",
    at: 'ended_ms',
    count: 'alarms',
    from: 'flood WHERE ended_ms IS NOT NULL',
  },
  {
    type: 'setAsideBegan',
    key: "'aside/' || id",
    at: 'since_ms',
    operator: 'by_name',
    desk: 'desk',
    text: 'reason',
    subject: 'device_id',
    kind: 'kind',
    detail: 'type',
    from: 'set_aside',
  },
  {
    type: 'setAsideEnded',
    key: "'asideEnd/' || id",
    at: 'ended_ms',
    operator: 'ended_by',
    subject: 'device_id',
    kind: 'kind',
    detail: 'type',
    from: 'set_aside WHERE ended_ms IS NOT NULL',
  },
  {
    type: 'feedLost',
    key: "'feed/' || id",
    at: 'onset_ms',
    text: 'detail',
    subject: 'device_id',
    from: "alarm WHERE kind = 'feedDown'",
  },
  {
    type: 'feedBack',
    key: "'feedBack/' || id",
    at: 'cleared_ms',
    subject: 'device_id',
    from: "alarm WHERE kind = 'feedDown' AND cleared_ms IS NOT NULL",
  },
  {
    type: 'started',
    key: "'run/' || started_ms",
    at: 'started_ms',
    text: 'version',
    // A run that was not ended was cut off: then it says when it was last seen.
    count: 'CASE WHEN before_stopped IS NULL THEN before_seen END',
    from: runs,
  },
  {
    type: 'stopped',
    key: "'runEnd/' || started_ms",
    at: 'stopped_ms',
    from: 'engine_run WHERE stopped_ms IS NOT NULL',
  },
  {
    type: 'checkSigned',
    key: "'check/' || list || '/' || period",
    at: 'signed_ms',
    operator: 'operator',
    desk: 'desk',
    subject: 'list',
    from: 'check_signature',
  },
  {
    type: 'handedOver',
    key: "'handover/' || handover_id || '/' || part",
    at: 'at_ms',
    operator: 'operator',
    desk: 'desk',
    text: "nullif(remarks, '')",
    detail: 'part',
    count: 'handover_id',
    from: 'handover_signature',
  },
];

export const LOG_LINES = LINES.map(
  (line) =>
    `SELECT '${line.type}' AS type, ${COLUMNS.map((name) => `${line[name] ?? 'NULL'} AS ${name}`).join(', ')} FROM ${line.from}`,
).join('\nUNION ALL\n');
