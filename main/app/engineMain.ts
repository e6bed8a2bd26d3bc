/** Entry of the engine's process, an Electron `utilityProcess`. Runs no Electron API but its parent port. */
import type {} from 'electron';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { deskSummary } from '#shared/desktop/summary.ts';
import { exitOnUnhandled } from './exitOnUnhandled.ts';
import { parentSealer } from './parentSealer.ts';
import { serveEngine } from './serveEngine.ts';

/** The simulated building: three floors with forty devices each, the same ones at every start. */
const DEMO = { seed: 1, devices: 120 };

const log = createLog();
exitOnUnhandled(process, log);
const { sealer, answered } = parentSealer(process.parentPort);
serveEngine({
  parentPort: process.parentPort,
  start: async ({ dataDir, mqtt, realSite = mqtt !== null }) => {
    const engine = await startEngine({
      dataDir,
      log,
      sealer,
      ...(mqtt && { mqtt: [mqtt] }),
      ...(!realSite && { demo: DEMO }),
    });
    const { desk } = engine;
    const nameOf = (id: string) => desk.device(id)?.device.placement?.name;
    return { ...engine, summary: () => deskSummary(desk.alarms(), desk.status(), nameOf) };
  },
  sealed: answered,
  tell: (summary) => process.parentPort.postMessage(summary),
  exit: (code) => process.exit(code),
  log,
});
