import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import mqtt from 'mqtt';
import { startDesk } from '../../support/desk.ts';
import { Mosquitto } from '../../support/mosquitto.ts';
import { round } from '../measure.ts';
import type { EncodedMessage } from '../messages.ts';

const TOKEN = 'bench-memory-token';

export interface Memory {
  readonly devices: number;
  readonly readings: number;
  /** Resident set of the headless host's whole process after the readings; null where the system can't tell. */
  readonly residentMb: number | null;
}

/** The headless host as it runs, after every device has reported many times. */
export async function benchMemory(
  messages: readonly EncodedMessage[],
  devices: number,
): Promise<Memory> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-bench-'));
  const broker = await Mosquitto.start({ config: ['max_queued_messages 0'] });
  const desk = await startDesk(['--data', dataDir, '--mqtt', broker.url, '--token', TOKEN]);
  try {
    const metric = async (name: string): Promise<number> => {
      const response = await fetch(`${desk.url}/metrics`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      return Number(
        new RegExp(`^${name}(?:\\{[^}]*\\})? ([0-9.e+]+)$`, 'm').exec(await response.text())?.[1] ??
          0,
      );
    };
    while ((await metric('emberwatch_feed_up')) !== 1) await wait(50);
    const publisher = await mqtt.connectAsync(broker.url, { protocolVersion: 5 });
    for (let i = 0; i < messages.length; i += 1000)
      await Promise.all(
        messages
          .slice(i, i + 1000)
          .map(({ topic, payload }) => publisher.publishAsync(topic, payload, { qos: 1 })),
      );
    await publisher.endAsync();
    while ((await metric('emberwatch_readings_committed_total')) < messages.length) await wait(50);
    return { devices, readings: messages.length, residentMb: residentMb(desk.pid) };
  } finally {
    await desk.stop();
    await broker.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function residentMb(pid: number): number | null {
  if (process.platform !== 'linux') return null;
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kilobytes === undefined ? null : round(Number(kilobytes) / 1024, 1);
}
