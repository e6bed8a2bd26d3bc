/** Entry of the engine's process, an Electron `utilityProcess`. Runs no Electron API but its parent port. */
import type {} from 'electron';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
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
  start: ({ dataDir, mqtt, realSite = mqtt !== null }) =>
    startEngine({
      dataDir,
      log,
      sealer,
      ...(mqtt && { mqtt: [mqtt] }),
      ...(!realSite && { demo: DEMO }),
    }),
  sealed: answered,
  exit: (code) => process.exit(code),
  log,
});
