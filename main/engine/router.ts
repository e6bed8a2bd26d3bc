/** The contract, answered. Every act is checked here, so no transport can go around it. */

import { leastRoleOf } from '#shared/contract/leastRoles.ts';
import type { Engine } from './Engine.ts';
import { alarmHandlers } from './rpc/alarms.ts';
import { alarmTableHandlers } from './rpc/alarmTable.ts';
import { annunciationHandlers } from './rpc/annunciation.ts';
import { archiveHandlers } from './rpc/archive.ts';
import { auditHandlers } from './rpc/audit.ts';
import { connectionHandlers } from './rpc/connections.ts';
import { deviceHandlers } from './rpc/devices.ts';
import { escalationHandlers } from './rpc/escalation.ts';
import { incidentHandlers } from './rpc/incidents.ts';
import { lanBrokerHandlers } from './rpc/lanBroker.ts';
import { meterHandlers } from './rpc/meter.ts';
import { modelHandlers } from './rpc/models.ts';
import { notificationHandlers } from './rpc/notifications.ts';
import { operatorHandlers } from './rpc/operators.ts';
import { os, type RouterParts } from './rpc/parts.ts';
import { planHandlers } from './rpc/plans.ts';
import { predictionHandlers } from './rpc/prediction.ts';
import { procedureHandlers } from './rpc/procedures.ts';
import { setAsideHandlers } from './rpc/setAside.ts';
import { shiftHandlers } from './rpc/shift.ts';
import { siteHandlers } from './rpc/site.ts';
import { walkTestHandlers } from './rpc/walkTest.ts';

export function createRouter(parts: RouterParts): Engine['router'] {
  const { desk, live } = parts;
  // Before the input is even read, so that a handler which forgets to ask is closed all the same.
  const guarded = os.use(({ path, errors, next }, input) => {
    const least = leastRoleOf(path);
    if (least === undefined) throw new Error(`${path.join('.')} has no least role`);
    parts.gate.guard(least, input, errors);
    return next();
  });
  return guarded.router({
    desk: {
      live: os.desk.live.handler(({ signal }) => live.subscribe(signal)),
      floors: os.desk.floors.handler(() => parts.floors()),
    },
    alarms: alarmHandlers(parts),
    alarmTable: alarmTableHandlers(parts),
    devices: deviceHandlers(parts),
    operators: operatorHandlers(parts),
    escalation: escalationHandlers(parts),
    audit: auditHandlers(parts),
    prediction: { ...predictionHandlers(parts), ...modelHandlers(parts) },
    procedures: procedureHandlers(parts),
    incidents: incidentHandlers(parts),
    setAside: setAsideHandlers(parts),
    lanBroker: lanBrokerHandlers(parts),
    meter: meterHandlers(parts),
    shift: shiftHandlers(parts),
    notifications: notificationHandlers(parts),
    connections: connectionHandlers(parts),
    site: siteHandlers(parts),
    plans: planHandlers(parts),
    system: {
      report: os.system.report.handler(() => desk.report()),
      quarantine: os.system.quarantine.handler(({ input }) => parts.quarantine.list(input.limit)),
      gaps: os.system.gaps.handler(({ input: { from, to, limit } }) =>
        parts.gaps.between(from, to, limit),
      ),
      thresholds: os.system.thresholds.handler(() => parts.thresholds),
    },
    annunciation: annunciationHandlers(parts),
    walkTest: walkTestHandlers(parts),
    archive: archiveHandlers(parts),
  });
}
