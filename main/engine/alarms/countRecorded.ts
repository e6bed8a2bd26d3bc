import type Database from 'better-sqlite3';
import type { AlarmClass, AlarmKind, AlarmPriority } from '#shared/alarms/alarm.ts';
import type { Annunciation, Answer } from '#shared/alarms/annunciations.ts';
import { FloodWatch } from '#shared/alarms/flood.ts';
import type { EpochMs } from '#shared/telemetry/reading.ts';
import type { MeterStore } from './MeterStore.ts';

interface Row {
  readonly id: string;
  readonly at: EpochMs;
  readonly type: string;
  readonly toState: string;
  readonly nextType: string | null;
  readonly nextAt: EpochMs | null;
  readonly nextBy: string | null;
  readonly deviceId: string;
  readonly kind: AlarmKind;
  readonly alarmClass: AlarmClass;
  readonly priority: AlarmPriority;
}

const ASIDE: ReadonlySet<string> = new Set(['shelve', 'suppress', 'removeFromService']);
const ASIDE_STATES: ReadonlySet<string> = new Set([
  'shelved',
  'suppressedByDesign',
  'outOfService',
]);
/** What may begin a wait: coming back from being set aside asks afresh too. */
const ASKS: ReadonlySet<string> = new Set([
  'raise',
  'worsen',
  'unshelve',
  'unsuppress',
  'returnToService',
]);

/**
 * Counts what was recorded before there was a meter, or before its own tables were lost. Nobody knows how long the desk
 * watched then, so these hours count towards sums and not towards averages; and the priority is the alarm's last one.
 */
export function countRecorded(db: Database.Database, store: MeterStore): void {
  if (!store.isEmpty()) return;
  const rows = db.prepare<[], Row>(
    `SELECT a.id, e.at_ms AS at, e.type, e.to_state AS toState, a.device_id AS deviceId, a.kind,
       a.alarm_class AS alarmClass, a.priority,
       lead(e.type) OVER own AS nextType, lead(e.at_ms) OVER own AS nextAt,
       lead(e.operator) OVER own AS nextBy
     FROM alarm_event e JOIN alarm a ON a.id = e.alarm_id
     WINDOW own AS (PARTITION BY e.alarm_id ORDER BY e.id) ORDER BY e.id`,
  );
  db.transaction(() => {
    const askedAt = new Map<string, EpochMs>();
    const annunciations: Annunciation[] = [];
    const answers: Answer[] = [];
    for (const row of rows.iterate()) {
      const { id, at, type, alarmClass } = row;
      if (type === 'acknowledge')
        answers.push({ at, alarmClass, waitedMs: Math.max(0, at - (askedAt.get(id) ?? at)) });
      if (!ASKS.has(type) || ASIDE_STATES.has(row.toState)) continue;
      const putAside = ASIDE.has(row.nextType ?? '') && row.nextAt === at && row.nextBy === null;
      askedAt.set(id, at);
      if (putAside || (type !== 'raise' && type !== 'worsen')) continue;
      annunciations.push({ ...row, worsened: type === 'worsen' });
    }
    store.addAnnunciations(annunciations, new FloodWatch());
    for (const answer of answers) store.addAnswer(answer);
  })();
}
