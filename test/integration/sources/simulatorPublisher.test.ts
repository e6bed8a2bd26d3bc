import { afterEach, describe, expect, it, vi } from 'vitest';
import { LanBroker } from '#engine/sources/LanBroker.ts';
import {
  SimulatorPublisher,
  type SimulatorPublisherOptions,
} from '#engine/sources/SimulatorPublisher.ts';
import { createBuilding } from '#shared/simulation/building.ts';
import { createSimulator } from '#shared/simulation/simulator.ts';
import { decodeMessage } from '#shared/telemetry/wireMessage.ts';
import { FrameSink, type FrameSinkOptions } from '../../support/frames.ts';
import { freePort } from '../../support/freePort.ts';
import { recordingLog } from '../../support/recordingLog.ts';

const WAIT = { timeout: 30_000, interval: 5 };
const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.stop();
});

async function broker(port = 0, sinkOptions: FrameSinkOptions = { batchMs: 2 }) {
  const lan = new LanBroker({ id: 'lan', port, log: recordingLog().log });
  open.push(lan);
  const sink = new FrameSink(sinkOptions).attach(lan);
  return { sink, lan, url: `mqtt://127.0.0.1:${await lan.listening()}` };
}

function publisher(url: string, options: Partial<SimulatorPublisherOptions> = {}) {
  const made = new SimulatorPublisher({
    url,
    simulator: createSimulator({ deviceIds: ['a', 'b', 'c'], seed: 1 }),
    rate: 1000,
    log: recordingLog().log,
    ...options,
  });
  open.push(made);
  made.start();
  return made;
}

describe('a simulated building over real MQTT', () => {
  it('publishes readings that the desk decodes, each device on its own topic', async () => {
    const { sink, url } = await broker();
    const building = createBuilding({ seed: 1, devices: 6 });
    publisher(url, { simulator: createSimulator({ building, seed: 1 }) });
    await vi.waitFor(() => expect(sink.frames.length).toBeGreaterThan(30), WAIT);
    const ids = new Set<string>();
    for (const [index, frame] of sink.frames.entries()) {
      const decoded = decodeMessage(JSON.parse(sink.texts[index] ?? ''), {
        powerUnit: 'kW',
        powerFactorUnit: 'ratio',
      });
      if (!decoded.ok) throw new Error(decoded.detail);
      expect(frame.topic).toBe(`fire-prediction/device/${decoded.reading.deviceId}/data`);
      ids.add(decoded.reading.deviceId);
    }
    expect([...ids].sort()).toEqual([
      ...building.devices.map(({ id }) => id),
      ...building.unplaced,
    ]);
  });

  it('keeps each device’s own interval at rate 0', async () => {
    let now = Date.UTC(2026, 2, 2);
    const { sink, url } = await broker();
    const simulated = publisher(url, { rate: 0, now: () => now });
    await vi.waitFor(() => expect(simulated.counters().connected).toBe(true), WAIT);
    await vi.waitFor(() => expect(sink.frames.length).toBe(1), WAIT);
    now += 5000;
    await vi.waitFor(() => expect(sink.frames.length).toBe(4), WAIT);
    now += 5000;
    await vi.waitFor(() => expect(sink.frames.length).toBe(7), WAIT);
  });

  it('sends nothing more when its window is full, and goes on when acknowledgements come', async () => {
    const { sink, url } = await broker(0, { commit: () => {} });
    const simulated = publisher(url, { rate: Number.POSITIVE_INFINITY, maxInFlight: 50 });
    await vi.waitFor(() => expect(sink.frames.length).toBe(50), WAIT);
    expect(simulated.counters()).toMatchObject({ published: 50, acknowledged: 0, inFlight: 50 });
    for (const frame of sink.frames.slice()) frame.ack();
    await vi.waitFor(() => expect(sink.frames.length).toBe(100), WAIT);
  });

  it('waits for a broker that is not there yet, and comes back to one that was gone', async () => {
    const port = await freePort();
    const simulated = publisher(`mqtt://127.0.0.1:${port}`);
    expect(simulated.counters()).toMatchObject({ published: 0, connected: false });
    const first = await broker(port);
    await vi.waitFor(() => expect(first.sink.frames.length).toBeGreaterThan(10), WAIT);
    await first.lan.stop();
    await vi.waitFor(() => expect(simulated.counters().connected).toBe(false), WAIT);
    const second = await broker(port);
    await vi.waitFor(() => expect(simulated.counters().connected).toBe(true), WAIT);
    // What was in flight when the broker went away was sent again before anything new.
    const resent = second.sink.frames.length;
    await vi.waitFor(() => expect(second.sink.frames.length).toBeGreaterThan(resent), WAIT);
    await simulated.stop();
    const { published, acknowledged } = simulated.counters();
    expect(acknowledged).toBe(published);
  });
});
