import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveFeed, type LiveSource } from '#engine/live/LiveFeed.ts';
import type { AlarmRecord } from '#shared/alarms/alarm.ts';
import { compareAlarms } from '#shared/alarms/order.ts';
import type { DeskStatus, DeviceView, LiveEvent } from '#shared/contract/views.ts';
import { alarmOf } from '../alarms/alarmOf.ts';

const device = (id: string, finalScore = 0) => ({ id, finalScore }) as DeviceView;
const alarm = (id: string, state: string) => ({ id, state }) as AlarmRecord;

describe('LiveFeed', () => {
  let devices: Map<string, DeviceView>;
  let alarms: AlarmRecord[];
  let feed: LiveFeed;

  beforeEach(() => {
    vi.useFakeTimers();
    devices = new Map([
      ['a', device('a')],
      ['b', device('b')],
    ]);
    alarms = [];
    const source: LiveSource = {
      devices: () => devices.values(),
      device: (id) => devices.get(id),
      openAlarms: () => alarms,
      status: () => ({ engineTime: Date.now() }) as DeskStatus,
    };
    feed = new LiveFeed(source);
  });

  afterEach(() => {
    feed.close();
    vi.useRealTimers();
  });

  const next = async (stream: AsyncGenerator<LiveEvent>): Promise<LiveEvent> => {
    const { value, done } = await stream.next();
    if (done) throw new Error('the stream ended');
    return value;
  };

  it('begins with everything', async () => {
    alarms = [alarm('x', 'unacknowledged')];
    const event = await next(feed.subscribe());
    expect(event.type).toBe('snapshot');
    expect(event.devices.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(event.alarms.map(({ id }) => id)).toEqual(['x']);
  });

  it('begins with the most urgent alarms when there are more than anybody can answer, and brings the others next', async () => {
    alarms = Array.from({ length: 5_001 }, (_, i) => alarm(`${i}`, 'unacknowledged'));
    const stream = feed.subscribe();
    const event = await next(stream);
    expect(event.alarms).toEqual(alarms.slice(0, 5_000));
    // The others are not forgotten: a page that acknowledged and reset what it sees must not say that all is quiet.
    expect((await next(stream)).alarms).toEqual(alarms.slice(5_000));
  });

  it('begins with every fire that stands, however many others wait', async () => {
    const fire = alarmOf({ id: 'fire', state: 'acknowledged' });
    const hidden = alarmOf({ id: 'hidden', state: 'suppressedByDesign' });
    const others = Array.from({ length: 5_001 }, (_, i) =>
      alarmOf({ id: `${i}`, kind: 'overvoltage' }),
    );
    alarms = [...others, fire, hidden].sort(compareAlarms);
    const event = await next(feed.subscribe());
    expect(event.alarms).toHaveLength(5_000);
    expect(event.alarms).toContain(fire);
    expect(event.alarms).toContain(hidden);
  });

  it('gathers what changes within a tenth of a second into one update', async () => {
    const stream = feed.subscribe();
    await next(stream);
    const update = next(stream);
    feed.devicesChanged(['a']);
    await vi.advanceTimersByTimeAsync(50);
    devices.set('a', device('a', 0.9));
    feed.devicesChanged(['a']);
    feed.alarmsChanged([alarm('x', 'unacknowledged')]);
    await vi.advanceTimersByTimeAsync(50);
    expect(await update).toMatchObject({
      type: 'update',
      devices: [{ id: 'a', finalScore: 0.9 }],
      alarms: [{ id: 'x' }],
    });
  });

  it('sends no more than ten updates a second, however much changes', async () => {
    const stream = feed.subscribe();
    await next(stream);
    let updates = 0;
    const reading = (async () => {
      for await (const _event of stream) updates++;
    })();
    for (let i = 0; i < 200; i++) {
      feed.devicesChanged(['a', 'b']);
      await vi.advanceTimersByTimeAsync(5);
    }
    feed.close();
    await reading;
    expect(updates).toBeGreaterThanOrEqual(9);
    expect(updates).toBeLessThanOrEqual(11);
  });

  it('proves every second that it lives, even when nothing changes', async () => {
    const stream = feed.subscribe();
    await next(stream);
    const beat = next(stream);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await beat).toMatchObject({ type: 'update', devices: [], alarms: [] });
  });

  it('gives a slow reader the newest state once, not a queue of old ones', async () => {
    const stream = feed.subscribe();
    await next(stream);
    for (let i = 1; i <= 50; i++) {
      devices.set('a', device('a', i));
      feed.devicesChanged(['a']);
      feed.alarmsChanged([alarm('x', i < 50 ? 'unacknowledged' : 'acknowledged')]);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(await next(stream)).toMatchObject({
      devices: [{ id: 'a', finalScore: 50 }],
      alarms: [{ id: 'x', state: 'acknowledged' }],
    });
  });

  it('misses nothing that changes while the snapshot is being read', async () => {
    const stream = feed.subscribe();
    await next(stream);
    feed.alarmsChanged([alarm('x', 'unacknowledged')]);
    await vi.advanceTimersByTimeAsync(100);
    expect((await next(stream)).alarms.map(({ id }) => id)).toEqual(['x']);
  });

  it('forgets a reader that goes away', async () => {
    const abort = new AbortController();
    const stream = feed.subscribe(abort.signal);
    await next(stream);
    expect(feed.subscriberCount()).toBe(1);
    const end = stream.next();
    abort.abort();
    expect((await end).done).toBe(true);
    expect(feed.subscriberCount()).toBe(0);
  });

  it('ends every stream when the engine closes', async () => {
    const stream = feed.subscribe();
    await next(stream);
    const end = stream.next();
    feed.close();
    expect((await end).done).toBe(true);
  });
});
