/** The contract, answered. Every act is checked here, so no transport can go around it. */
import type { Engine } from './Engine.ts';
import { alarmHandlers } from './rpc/alarms.ts';
import { annunciationHandlers } from './rpc/annunciation.ts';
import { deviceHandlers } from './rpc/devices.ts';
import { operatorHandlers } from './rpc/operators.ts';
import { os, type RouterParts } from './rpc/parts.ts';
import { setAsideHandlers } from './rpc/setAside.ts';
import { walkTestHandlers } from './rpc/walkTest.ts';

export function createRouter(parts: RouterParts): Engine['router'] {
  const { desk, live } = parts;
  return os.router({
    desk: {
      live: os.desk.live.handler(({ signal }) => live.subscribe(signal)),
      floors: os.desk.floors.handler(() => parts.floors()),
    },
    alarms: alarmHandlers(parts),
    devices: deviceHandlers(parts),
    operators: operatorHandlers(parts),
    setAside: setAsideHandlers(parts),
    system: {
      report: os.system.report.handler(() => desk.report()),
      quarantine: os.system.quarantine.handler(({ input }) => parts.quarantine.list(input.limit)),
      thresholds: os.system.thresholds.handler(() => parts.thresholds),
    },
    annunciation: annunciationHandlers(parts),
    walkTest: walkTestHandlers(parts),
  });
}
