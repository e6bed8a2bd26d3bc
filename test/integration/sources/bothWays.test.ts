import mqtt from 'mqtt';
import { expect, it, vi } from 'vitest';
import { openLan } from '#engine/sources/lan/openLan.ts';
import { MqttSource } from '#engine/sources/MqttSource.ts';
import { openLanBroker } from '#engine/sources/openLanBroker.ts';
import { LanBrokerSettings } from '#shared/connections/lanBroker.ts';
import { startAedes } from '../../support/aedesBroker.ts';
import { freePort } from '../../support/freePort.ts';
import { MemorySecrets, TESTER } from '../../support/lan.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';
import { recordingLog } from '../../support/recordingLog.ts';
import { topicOf, wire } from '../../support/wire.ts';

/** Real brokers, TLS, and the whole path onto disk: only the building is played. */
it('counts a reading once that comes by the cloud and by the LAN, whichever is first', async () => {
  const { log } = recordingLog();
  const desk = new PipelineDesk(Date.now());
  const cloud = await startAedes();
  const lan = openLan({
    db: desk.storage.controlRoom,
    audit: desk.storage.audit,
    secrets: new MemorySecrets(),
    troubles: { set: () => undefined },
    now: Date.now,
    monotonicNow: Date.now,
    log,
    changed: () => undefined,
  });
  const port = await freePort();
  const fromLan = openLanBroker({
    id: 'lan',
    settings: LanBrokerSettings.parse({ kind: 'lanBroker', host: '127.0.0.1', port }),
    secrets: new MemorySecrets(),
    lan,
    now: Date.now,
    log,
  });
  const fromCloud = new MqttSource({ id: 'cloud', url: cloud.url, clientId: 'desk', log });
  const clients: mqtt.MqttClient[] = [];
  try {
    fromLan.start(desk.pipeline);
    fromCloud.start(desk.pipeline);
    await fromLan.listening();
    await vi.waitFor(() => expect(fromCloud.status().state).toBe('connected'));
    const proof = { kind: 'password' } as const;
    const added = await lan.desk.add({ name: 'gateway', devices: ['a', 'b'], proof }, TESTER);
    if (!added.done || added.secret === null) throw new Error('no credentials');
    const byCloud = await mqtt.connectAsync(cloud.url);
    const byLan = await mqtt.connectAsync(`mqtts://localhost:${port}`, {
      ca: (await lan.authority.view()).certificate,
      username: 'gateway',
      password: added.secret,
    });
    clients.push(byCloud, byLan);

    const send = (client: mqtt.MqttClient, device: string, idx: number) =>
      client.publishAsync(
        topicOf(device),
        JSON.stringify(wire(device, { idx, timestamp: desk.clock + idx * 1_000 })),
        { qos: 1 },
      );
    // The cloud's broker acknowledges before the desk does; the LAN's after the commit.
    await send(byLan, 'a', 1);
    await send(byCloud, 'a', 1);
    await send(byCloud, 'b', 2);
    await vi.waitFor(() => expect(desk.stored('b')).toEqual([2]));
    await send(byLan, 'b', 2);
    // Only one of them is there when the other way is gone.
    await cloud.stop();
    await send(byLan, 'a', 3);
    expect([desk.stored('a'), desk.stored('b')]).toEqual([[1, 3], [2]]);
    expect(desk.pipeline).toMatchObject({
      framesReceived: 5,
      readingsCommitted: 3,
      duplicatesIgnored: 2,
    });
    expect(desk.storage.quarantine.total()).toBe(0);
  } finally {
    for (const client of clients) client.end(true);
    await Promise.all([fromLan.stop(), fromCloud.stop()]);
    await desk.dispose();
  }
});
