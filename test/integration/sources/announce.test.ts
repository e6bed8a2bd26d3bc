import { createSocket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import multicastDns, { type ResponsePacket } from 'multicast-dns';
import { expect, it } from 'vitest';
import { announceByMdns } from '#engine/sources/lan/announce.ts';
import { ManualTimers } from '../../support/manualTimers.ts';
import { recordingLog } from '../../support/recordingLog.ts';

/** On the loopback, at a port and group that no other program listens to. */
async function quietCorner() {
  const probe = createSocket('udp4');
  const port = await new Promise<number>((resolve) =>
    probe.bind(0, '127.0.0.1', () => resolve((probe.address() as AddressInfo).port)),
  );
  await new Promise<void>((resolve) => probe.close(() => resolve()));
  return { port, ip: '239.255.77.77', interface: '127.0.0.1', bind: '0.0.0.0' };
}

function responses(mdns: multicastDns.MulticastDNS) {
  const waiting: ((packet: ResponsePacket) => void)[] = [];
  const came: ResponsePacket[] = [];
  mdns.on('response', (packet: ResponsePacket) => {
    const next = waiting.shift();
    if (next) next(packet);
    else came.push(packet);
  });
  return () =>
    new Promise<ResponsePacket>((resolve) => {
      const first = came.shift();
      if (first) resolve(first);
      else waiting.push(resolve);
    });
}

it('is found by its service, in any spelling, and says goodbye', async () => {
  const options = await quietCorner();
  const gateway = multicastDns(options);
  const next = responses(gateway);
  await new Promise<void>((resolve) => gateway.once('ready', resolve));
  const timers = new ManualTimers();
  const takeBack = announceByMdns({ log: recordingLog().log, options, timers })(18883);
  const announced = await next();
  const service = announced.answers?.find(({ type }) => type === 'SRV');
  expect(service).toMatchObject({ data: { port: 18883 } });
  // Said again after a second.
  timers.fire(1_000);
  await next();
  gateway.query([{ name: '_SECURE-MQTT._tcp.local', type: 'PTR' }]);
  const answered = await next();
  expect(answered.answers).toMatchObject([
    { name: '_secure-mqtt._tcp.local', type: 'PTR', data: service?.name },
  ]);
  gateway.query([{ name: '_ipp._tcp.local', type: 'PTR' }]);
  const gone = takeBack();
  const goodbye = await next();
  expect(goodbye.answers?.map((answer) => ('ttl' in answer ? answer.ttl : null))).not.toContain(
    4_500,
  );
  await gone;
  await new Promise<void>((resolve) => gateway.destroy(resolve));
});

it('is no reason to fail when the network doesn’t allow it', async () => {
  const { log, lines } = recordingLog();
  // A port of the system's: this user may not bind it, or has no such address.
  const takeBack = announceByMdns({ log, options: { bind: '203.0.113.1' } })(1);
  await takeBack();
  expect(lines.join('')).toContain('could not be announced');
});
