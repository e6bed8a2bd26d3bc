import { expect, it } from 'vitest';
import { FloodWatch } from '#engine/health/FloodWatch.ts';
import { FloorWatch } from '#shared/scoring/FloorWatch.ts';
import { DeviceHistory } from '#shared/scoring/history.ts';
import { PipelineDesk } from '../../support/pipelineDesk.ts';

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

it('is not what is fetched afterwards: days of many devices come at once, and all of them are read', async () => {
  const desk = new PipelineDesk(Date.UTC(2026, 0, 5));
  const backfill = {
    contextOf: () => ({ history: new DeviceHistory(), floors: new FloorWatch() }),
    took: () => undefined,
    repeated: () => undefined,
  };
  const missed = 200_100;
  try {
    for (let n = 0; n < missed; n++)
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
    const reasons = desk.storage.quarantine.list(10).map(({ reason }) => reason);
    expect(desk.storage.quarantine.total()).toBe(missed);
    expect(reasons).not.toContain('overQuota');
  } finally {
    await desk.dispose();
  }
});
