/** Entry of the engine's process, an Electron `utilityProcess`. Runs no Electron API but its parent port. */
import type {} from 'electron';
import { createLog } from '#engine/log.ts';
import { startEngine } from '#engine/startEngine.ts';
import { serveEngine } from './serveEngine.ts';

const DEMO = { seed: 1, devices: 120 };

const log = createLog();

// Electron only warns of an unhandled rejection here, and an engine in an unknown state must not keep scoring.
for (const event of ['unhandledRejection', 'uncaughtException'] as const) {
  process.on(event, (error: unknown) => {
    log.fatal({ err: error }, event);
    process.exit(1);
  });
}

serveEngine({
  parentPort: process.parentPort,
  start: ({ dataDir, mqtt }) =>
    startEngine({ dataDir, log, ...(mqtt ? { mqtt: [mqtt] } : { demo: DEMO }) }),
  exit: (code) => process.exit(code),
  log,
});
