import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FloodWatch } from '#engine/health/FloodWatch.ts';
import { ReplayClock, ReplaySource } from '#engine/sources/ReplaySource.ts';
import { FloorWatch } from '#shared/scoring/FloorWatch.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';
import { topicOf, wire } from '../../support/wire.ts';

it('takes no time from the others: a device that sends 10,000 messages a second', async () => {
  const desk = new PipelineDesk(Date.UTC(2026, 0, 5));
  const troubles: (readonly [source: string, detail: string | null])[] = [];
  const watch = new FloodWatch({
    heard: () => desk.trackers.takeMessageCounts(),
    troubles: {
      set: (_kind, source, detail) => troubles.push([source, detail]),
      happened: () => undefined,
    },
    monotonicNow: () => desk.clock,
  });
  try {
    let idx = 0;
    const calm = Array.from({ length: 20 }, (_, n) => `calm-${n}`);
    for (let second = 0; second < 12; second++) {
      // In between, as they arrive: every five hundredth of a batch is somebody else's.
      for (let n = 0; n < 10_000; n++) {
        if (second > 2 && n % 10 !== 0) continue;
        // Ten in a millisecond, as they would come.
        desk.hear('flood', idx++, { timestamp: desk.clock + Math.floor(n / 10) });
        if (n % 500 === 0) desk.hear(calm[n / 500] ?? '', second);
      }
      desk.clock += 1_000;
      watch.tick();
    }
    desk.pipeline.flush();
    const stored = new Map<string, number>();
    for (const { reading } of desk.storage.telemetry.recent({
      sinceReceivedAt: 0,
      limit: 100_000,
    }))
      stored.set(reading.deviceId, (stored.get(reading.deviceId) ?? 0) + 1);
    for (const device of calm) expect(stored.get(device)).toBe(12);
    // Its burst, and a hundred a second: what it measures is still seen.
    const flooded = stored.get('flood') ?? 0;
    expect(flooded).toBeGreaterThanOrEqual(20_000 + 10 * 100);
    expect(flooded).toBeLessThanOrEqual(20_000 + 12 * 100);
    const { framesReceived, readingsCommitted, duplicatesIgnored } = desk.pipeline;
    expect(readingsCommitted + duplicatesIgnored + desk.storage.quarantine.total()).toBe(
      framesReceived,
    );
    expect(desk.storage.quarantine.list(10)).toMatchObject([
      { reason: 'overQuota', detail: 'flood', byteLength: 0, count: idx - flooded },
    ]);
    expect(desk.acknowledged).toHaveLength(framesReceived);
    expect(troubles[0]?.[0]).toBe('device/flood');
  } finally {
    await desk.dispose();
  }
});

describe('however much of one device comes at once', () => {
  const T0 = Date.UTC(2026, 0, 5);
  const SHARE = { burst: 10, burstOfBacklog: 20, perSecond: 1 };
  let desk: PipelineDesk;
  beforeEach(() => {
    desk = new PipelineDesk(T0, { quota: SHARE });
  });
  afterEach(() => desk.dispose());

  const reasons = () => desk.storage.quarantine.list(10).map(({ reason }) => reason);

  it('what is fetched afterwards is all read', () => {
    const backfill = {
      contextOf: () => ({ history: new DeviceHistory(), floors: new FloorWatch() }),
      took: () => undefined,
      repeated: () => undefined,
    };
    for (let n = 0; n < 200; n++)
      desk.pipeline.frame({
        sourceId: 'test',
        // An export names its devices in the messages alone.
        topic: '',
        payload: Buffer.from('no message'),
        receivedAt: desk.clock,
        duplicate: false,
        backlog: true,
        backfill,
        ack: () => undefined,
      });
    desk.pipeline.flush();
    expect(desk.storage.quarantine.total()).toBe(200);
    expect(reasons()).not.toContain('overQuota');
  });

  it('what is played from a recording is all stored', async () => {
    // A device whose clock stands still for its recorder: all of it is due at one moment.
    async function* messages() {
      for (let idx = 1; idx <= 200; idx++)
        yield {
          topic: topicOf('recorded'),
          payload: Buffer.from(JSON.stringify(wire('recorded', { idx, timestamp: T0 }))),
          at: T0,
          dueAt: T0,
        };
    }
    const source = new ReplaySource({
      clock: new ReplayClock(T0),
      messages: messages(),
      speed: Number.POSITIVE_INFINITY,
    });
    source.start(desk.pipeline);
    await source.done();
    expect(desk.stored('recorded')).toHaveLength(200);
    expect(reasons()).toEqual([]);
    // The same share by any other way.
    for (let idx = 1; idx <= 200; idx++) desk.hear('live', idx);
    desk.pipeline.flush();
    expect(desk.stored('live')).toHaveLength(SHARE.burst);
    expect(reasons()).toEqual(['overQuota']);
  });
});
