import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { bundledModel } from '#engine/prediction/bundledModel.ts';
import { SimulatorPublisher } from '#engine/sources/SimulatorPublisher.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { startDesk } from '../../support/desk.ts';
import { Mosquitto } from '../../support/mosquitto.ts';
import { round } from '../measure.ts';

const TOKEN = 'bench-memory-token';

export interface Memory {
  readonly devices: number;
  readonly readings: number;
  /** The largest resident set of the headless host's whole process; null where the system can't tell. */
  readonly highestResidentMb: number | null;
}

/** The headless host as it runs, while every device reports once a second. */
export async function benchMemory(devices: number, seconds: number): Promise<Memory> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-bench-'));
  const broker = await Mosquitto.start();
  const desk = await startDesk([
    ...['--data', dataDir, '--mqtt', broker.url, '--token', TOKEN],
    ...(existsSync(bundledModel()) ? ['--model', bundledModel()] : []),
  ]);
  const deviceIds = Array.from({ length: devices }, (_, i) => `device-${i + 1}`);
  const publisher = new SimulatorPublisher({
    url: broker.url,
    simulator: createSimulator({ deviceIds, seed: 7, intervalMs: 1_000 }),
    rate: devices,
    log: pino({ level: 'silent' }),
  });
  try {
    const metric = async (name: string): Promise<number> => {
      const response = await fetch(`${desk.url}/metrics`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      const line = new RegExp(`^${name}(?:\\{[^}]*\\})? ([0-9.e+]+)$`, 'm');
      return Number(line.exec(await response.text())?.[1] ?? 0);
    };
    while ((await metric('emberwatch_feed_up')) !== 1) await wait(50);
    publisher.start();
    const readings = devices * seconds;
    let residentMb: number | null = null;
    for (let done = 0; done < readings; ) {
      await wait(500);
      done = await metric('emberwatch_readings_committed_total');
      const now = residentMbOf(desk.pid);
      if (now !== null) residentMb = Math.max(residentMb ?? 0, now);
    }
    return { devices, readings, highestResidentMb: residentMb };
  } finally {
    await publisher.stop();
    await desk.stop();
    await broker.dispose();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function residentMbOf(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? null : round(Number(kilobytes) / 1024, 1);
}
