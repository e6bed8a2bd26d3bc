import { ground } from './0001-ground.ts';
import { alarmHandling } from './0002-alarm-handling.ts';
import { access } from './0003-access.ts';
import { audit } from './0004-audit.ts';
import { notifications } from './0005-notifications.ts';
import { response } from './0006-response.ts';
import { escalation } from './0007-escalation.ts';
import { shift } from './0008-shift.ts';
import { walkTest } from './0009-walk-test.ts';
import { alarmCounts } from './0010-alarm-counts.ts';
import { waitingActs } from './0011-waiting-acts.ts';
import { deviceWindows } from './0012-device-windows.ts';
import { modelLife } from './0013-model-life.ts';
import { floorStanding } from './0016-floor-standing.ts';
import { feedGaps } from './0017-feed-gaps.ts';
import { connections } from './0018-connections.ts';
import { lanCredentials } from './0021-lan-credentials.ts';
import { toldOnce } from './0022-told-once.ts';
import { alarmTable } from './0023-alarm-table.ts';
import { plans } from './0024-plans.ts';
import { findings } from './0027-findings.ts';

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** In order: the first leads to version 1. Append only, because field databases have already run the released ones. */
export const MIGRATIONS: readonly Migration[] = [
  { name: 'ground', sql: ground },
  { name: 'alarm-handling', sql: alarmHandling },
  { name: 'access', sql: access },
  { name: 'audit', sql: audit },
  { name: 'notifications', sql: notifications },
  { name: 'response', sql: response },
  { name: 'escalation', sql: escalation },
  { name: 'shift', sql: shift },
  { name: 'walk-test', sql: walkTest },
  { name: 'alarm-counts', sql: alarmCounts },
  { name: 'waiting-acts', sql: waitingActs },
  { name: 'device-windows', sql: deviceWindows },
  { name: 'model-life', sql: modelLife },
  { name: 'floor-standing', sql: floorStanding },
  { name: 'feed-gaps', sql: feedGaps },
  { name: 'connections', sql: connections },
  { name: 'lan-credentials', sql: lanCredentials },
  { name: 'told-once', sql: toldOnce },
  { name: 'alarm-table', sql: alarmTable },
  { name: 'findings', sql: findings },
  { name: 'plans', sql: plans },
];
