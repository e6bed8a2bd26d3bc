import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineOptions } from '#engine/Engine.ts';
import { startEngine } from '#engine/startEngine.ts';
import { NOTIFICATION_TOPICS } from '#shared/notifications/request.ts';
import { startAedes } from '../../support/aedesBroker.ts';
import { signedOn } from '../../support/operators.ts';
import { TestPublisher } from '../../support/wire.ts';

describe('the site of a data folder', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-site-'));
  });

  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

  const start = (options: Partial<EngineOptions> = {}) =>
    startEngine({ dataDir, modelPath: null, log: pino({ level: 'silent' }), ...options });

  it('has a first floor at once, on which a discovered device can be named and placed, for good', async () => {
    const broker = await startAedes();
    const publisher = await TestPublisher.connect(broker.url);
    const engine = await start({ mqtt: [{ url: broker.url }] });
    await vi.waitFor(() => expect(engine.desk.status().feeds[0]?.state).toBe('connected'), 20_000);
    await publisher.send('panel-7');
    await vi.waitFor(() => expect(engine.desk.status().inbox).toBe(1), 20_000);

    const client = createRouterClient(engine.router);
    const session = await signedOn(client, '설치기사');
    const [floor] = await client.desk.floors();
    await client.devices.place({
      session,
      deviceId: 'panel-7',
      name: '분전반 7',
      floorId: floor?.id ?? '',
      xM: 12,
      yM: 8,
    });
    expect(engine.desk.status()).toMatchObject({ inbox: 0, expected: 1, reporting: 1 });
    await engine.close();
    await publisher.end();
    await broker.stop();

    const again = await start();
    expect(again.desk.device('panel-7')?.device.placement).toMatchObject({
      name: '분전반 7',
      xM: 12,
    });
    // Nobody has set up a channel, so a step that notifies outside tells nobody.
    expect(again.desk.status().untoldTopics).toEqual(NOTIFICATION_TOPICS);
    // Placed, known from the run before, and not heard in this one: no proof of quiet.
    expect(again.desk.device('panel-7')?.device).toMatchObject({ heard: false, silent: false });
    expect(again.desk.status()).toMatchObject({ expected: 1, reporting: 0 });
    await again.close();
  });

  it.each([
    ['a floor that is not there', { floorId: 'floor-9', xM: 1, yM: 1 }],
    ['a place outside the plan', { floorId: 'floor-1', xM: 41, yM: 1 }],
    ['a device that was never heard', { deviceId: 'nobody', floorId: 'floor-1', xM: 1, yM: 1 }],
  ])('refuses to place on %s', async (_name, change) => {
    const engine = await start();
    const client = createRouterClient(engine.router);
    const session = await signedOn(client, '설치기사');
    await expect(
      client.devices.place({ session, deviceId: 'panel-7', name: '분전반', ...change }),
    ).rejects.toThrow();
    await engine.close();
  });

  it('keeps what the administrator said of it', async () => {
    const first = await start({
      site: { name: { ko: '한강빌딩', en: 'Hangang' }, powerUnit: 'W' },
    });
    await first.close();
    const second = await start({ site: { timeZone: 'UTC' } });
    expect(second.desk.status()).toMatchObject({ siteName: { ko: '한강빌딩' }, timeZone: 'UTC' });
    await second.close();
  });

  it('is never mixed: no simulation in a real folder, no real devices in a simulated one', async () => {
    await (await start()).close();
    await expect(start({ demo: { seed: 1, devices: 10 } })).rejects.toThrow(/real site/);
    rmSync(dataDir, { recursive: true, force: true });
    await (await start({ demo: { seed: 1, devices: 10 } })).close();
    await expect(start()).rejects.toThrow(/simulated building/);
    await (await start({ demo: { seed: 1, devices: 10 } })).close();
  });
});
