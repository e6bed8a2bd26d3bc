/** The desktop program as it is shipped, but for Electron: the built shell, preload and engine. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type BuiltDesktop, buildDesktop } from '../../support/electron/buildDesktop.ts';
import {
  clientOf,
  type Desktop,
  type EngineClient,
  startDesktop,
} from '../../support/electron/startDesktop.ts';
import { personOf, signedOn } from '../../support/operators.ts';

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

  it('tells the shell how it is, which the tray shows', async () => {
    const client = clientOf(await desktop.connect());
    for await (const { status } of await client.desk.live()) if (status.reporting === 120) break;
    await vi.waitFor(
      () =>
        expect(desktop.electron.trays[0]?.toolTip).toContain(
          '감지기 120대 중 120대 수신\n모의 건물',
        ),
      { timeout: 30_000 },
    );
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

  it('keeps passwords with the operating system’s store, and in no file as they are', async () => {
    const client = clientOf(await desktop.connect());
    const session = await signedOn(client, '김관리');
    const signingKey = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
    const topics = { critical: true, high: true, model: true, system: true, emergency: true };
    const saved = await client.notifications.save({
      session,
      channelId: null,
      config: {
        name: '웹훅',
        enabled: true,
        language: 'ko',
        rate: { everySeconds: 10, burst: 5 },
        // Nobody listens on port 1.
        settings: {
          kind: 'webhook',
          url: 'http://127.0.0.1:1/',
          topics,
          allowPlainHttp: false,
          ca: '',
        },
      },
      secrets: { signingKey },
    });
    expect(saved.done).toBe(true);
    const folder = join(desktop.userData, 'simulated');
    const file = readFileSync(join(folder, 'secrets.json'), 'utf8');
    expect(file).toContain('"host:');
    expect(file).not.toContain(signingKey.slice(6));
    expect(existsSync(join(folder, 'secrets.key'))).toBe(false);
    const channelId = saved.done ? saved.channelId : '';
    // The key was opened: what fails is the way.
    expect(
      await client.notifications.test({ session, channelId, topic: 'critical' }),
    ).toMatchObject({ problem: { code: 'unreachable' } });
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
