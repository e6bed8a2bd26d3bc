import mqtt from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { BackOff } from '#engine/sources/BackOff.ts';
import { MqttSource, type MqttSourceOptions } from '#engine/sources/MqttSource.ts';
import { makeCertificates, type TestCertificates } from '../../support/certificates.ts';
import { FrameSink } from '../../support/frames.ts';
import { hasMosquitto, Mosquitto } from '../../support/mosquitto.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const WAIT = { timeout: 30_000, interval: 10 };

describe.skipIf(!hasMosquitto)('mqtts:// to a broker that asks for client certificates', () => {
  let own: TestCertificates;
  let foreign: TestCertificates;
  let broker: Mosquitto;
  const sources: MqttSource[] = [];
  /** Each its own session: what one left unacknowledged is not the next one's. */
  let desks = 0;

  beforeAll(async () => {
    own = makeCertificates();
    foreign = makeCertificates();
    broker = await Mosquitto.start({ tls: { certificates: own, requireClient: true } });
  });
  afterEach(async () => {
    await Promise.all(sources.splice(0).map((source) => source.stop()));
  });
  afterAll(async () => {
    await broker?.dispose();
  });

  function listen(options: Partial<MqttSourceOptions>) {
    const { log, lines } = recordingLog();
    const source = new MqttSource({
      id: 'plant',
      url: broker.url,
      clientId: `desk-${++desks}`,
      log,
      backOff: new BackOff({ firstMs: 60_000, capMs: 60_000, random: () => 0.99 }),
      ...options,
    });
    sources.push(source);
    return { source, lines, sink: new FrameSink({ batchMs: 5 }).attach(source) };
  }

  it.each([5, 4] as const)(
    'connects with a certificate of its authority and receives (version %i)',
    async (protocolVersion) => {
      const { source, sink } = listen({ ca: own.ca, ...own.client, protocolVersion });
      await vi.waitFor(() => expect(source.status().state).toBe('connected'), WAIT);
      const publisher = await mqtt.connectAsync(broker.url, { ca: own.ca, ...own.client });
      await publisher.publishAsync('fire-prediction/device/a/data', 'x', { qos: 1 });
      await publisher.endAsync();
      await vi.waitFor(() => expect(sink.texts).toEqual(['x']), WAIT);
      expect(source.status().address).toBe(broker.url);
    },
  );

  it('takes certificate and key as bytes too', async () => {
    const { source } = listen({
      ca: new TextEncoder().encode(own.ca),
      cert: new TextEncoder().encode(own.client.cert),
      key: new TextEncoder().encode(own.client.key),
    });
    await vi.waitFor(() => expect(source.status().state).toBe('connected'), WAIT);
  });

  it.each([
    [
      'a broker signed by another authority',
      () => ({ ca: foreign.ca, ...own.client }),
      'brokerUntrusted',
    ],
    ['a broker that no known authority signed', () => own.client, 'brokerUntrusted'],
    [
      'a desk certificate of another authority',
      () => ({ ca: own.ca, ...foreign.client }),
      'clientCertificateRefused',
    ],
    ['no desk certificate', () => ({ ca: own.ca }), 'clientCertificateRefused'],
    [
      'a key of another certificate',
      () => ({ ca: own.ca, cert: own.client.cert, key: foreign.client.key }),
      'configuration',
    ],
    [
      'a broker that does not speak TLS here',
      () => ({ url: broker.url.replace('mqtts', 'mqtt') }),
      'connectionLost',
    ],
  ] as const)('says in words what is wrong with %s', async (_what, options, problemCode) => {
    const { source, lines } = listen(options());
    await vi.waitFor(() => expect(['down', 'stopped']).toContain(source.status().state), WAIT);
    expect(source.status().problem).toMatch(/^[A-Z].*\.$/);
    expect(source.status().problemCode, source.status().problem ?? '').toBe(problemCode);
    expect(lines.join('')).not.toContain('PRIVATE KEY');
  });

  it('refuses a broker whose certificate is for another name', async () => {
    const elsewhere = await Mosquitto.start({
      tls: { certificates: { ...own, server: own.otherServer } },
    });
    const { source } = listen({ url: elsewhere.url, ca: own.ca });
    await vi.waitFor(() => expect(source.status().state).toBe('down'), WAIT);
    expect(source.status().problemCode).toBe('brokerNameMismatch');
    await elsewhere.dispose();
  });
});
