/** The desktop program as it is shipped, but for Electron: the built shell, preload and engine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltDesktop, buildDesktop } from '../../support/electron/buildDesktop.ts';
import {
  clientOf,
  type Desktop,
  type EngineClient,
  startDesktop,
} from '../../support/electron/startDesktop.ts';
import { personOf } from '../../support/operators.ts';

let built: BuiltDesktop;
let desktop: Desktop;

beforeAll(async () => {
  built = await buildDesktop('product');
  desktop = await startDesktop(built);
});
afterAll(async () => {
  await desktop.quit();
  built.remove();
});

async function firstDevice(client: EngineClient): Promise<string> {
  for await (const event of await client.desk.live()) {
    const [device] = event.devices;
    if (device) return device.id;
  }
  throw new Error('the feed ended without a device');
}

describe('the simulated building in the desktop program', () => {
  it('shows its floors to the page', async () => {
    const floors = await clientOf(await desktop.connect()).desk.floors();
    expect(floors).toHaveLength(3);
  });

  it('reports, and says that it is simulated', async () => {
    const client = clientOf(await desktop.connect());
    const live = await client.desk.live();
    for await (const { status } of live) {
      expect(status.simulated).toBe(true);
      expect(status.expected).toBe(120);
      if (status.reporting > 0) break;
    }
  });

  it('reads a device’s past in a worker that is built beside the engine', async () => {
    const client = clientOf(await desktop.connect());
    const device = await firstDevice(client);
    const now = Date.now();
    const past = await client.devices.timeline({
      deviceId: device,
      from: now - 3_600_000,
      to: now,
    });
    expect(past.deviceId).toBe(device);
    expect(existsSync(join(built.outDir, 'main/reader.worker.js'))).toBe(true);
    expect(desktop.log()).not.toContain('queryFailing');
  });

  it('refuses an act of nobody, whatever the transport', async () => {
    const client = clientOf(await desktop.connect());
    const act = client.alarms.acknowledge({ session: 'x'.repeat(16), alarmIds: ['a'] });
    await expect(act).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('keeps its data in the folder of simulations', () => {
    expect(existsSync(join(desktop.userData, 'simulated/control-room.db'))).toBe(true);
    expect(existsSync(join(desktop.userData, 'data'))).toBe(false);
  });

  it('remembers across a death of the engine', async () => {
    const before = clientOf(await desktop.connect());
    const { id } = await personOf(before, '김재난', 'operator');
    desktop.engine().kill();
    expect((await desktop.fromShell()).message).toMatchObject({ willRetryInMs: 500 });
    const { port } = await desktop.fromShell();
    const operators = await clientOf(port!).operators.list();
    expect(operators.map((operator) => operator.id)).toContain(id);
  });
});
