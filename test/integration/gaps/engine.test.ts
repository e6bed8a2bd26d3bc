/** The whole engine on a connection as an administrator describes it: what was missed shows wherever it should. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { startEngine } from '#engine/startEngine.ts';
import { MqttSettings } from '#shared/connections/mqtt.ts';
import { hasMosquitto, Mosquitto } from '../../support/mosquitto.ts';
import { TestPublisher } from '../../support/wire.ts';

const WAIT = { timeout: 60_000, interval: 10 };
const MINUTES = 60_000;

let dataDir: string;
let broker: Mosquitto;
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'emberwatch-gaps-'));
  broker = await Mosquitto.start();
});
afterEach(async () => {
  await broker.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

describe.skipIf(!hasMosquitto)('an engine whose broker forgot the session', () => {
  test('shows what was missed while it was off in the list and in the charts', async () => {
    let ahead = 0;
    const now = () => Date.now() + ahead;
    const settings = MqttSettings.parse({
      kind: 'mqtt',
      url: broker.url,
      backfill: { type: 'folder', path: path.join(dataDir, 'no-such-export') },
    });
    const start = () =>
      startEngine({
        dataDir,
        now,
        modelPath: null,
        log: pino({ level: 'silent' }),
        connections: [{ settings, secrets: {} }],
      });
    const connected = (engine: Awaited<ReturnType<typeof start>>) =>
      vi.waitFor(() => expect(engine.desk.status().feeds[0]?.state).toBe('connected'), WAIT);

    const engine = await start();
    await connected(engine);
    const publisher = await TestPublisher.connect(broker.url);
    await publisher.send('panel-7');
    await vi.waitFor(() => expect(engine.desk.status().inbox).toBe(1), WAIT);
    await publisher.end();
    await engine.close();
    // Without persistence a broker that was killed knows nobody any more.
    await broker.kill();
    await broker.restart();
    ahead = 30 * MINUTES;

    const again = await start();
    try {
      await connected(again);
      const client = createRouterClient(again.router);
      const to = now();
      const gaps = await client.system.gaps({ from: to - 60 * MINUTES, to: to + MINUTES });
      expect(gaps).toMatchObject([{ sourceId: 'broker-1', state: 'waiting', problem: null }]);
      expect((gaps[0]?.to ?? 0) - (gaps[0]?.from ?? 0)).toBeGreaterThan(25 * MINUTES);
      const { gaps: drawn } = await client.devices.timeline({
        deviceId: 'panel-7',
        from: to - 60 * MINUTES,
        to: to + MINUTES,
      });
      expect(drawn).toEqual(gaps);
    } finally {
      await again.close();
    }
  });
});
