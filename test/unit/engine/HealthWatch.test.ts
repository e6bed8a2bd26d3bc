import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HealthWatch } from '#engine/health/HealthWatch.ts';
import { SilenceWatch } from '#engine/health/SilenceWatch.ts';
import type { Source } from '#engine/sources/source.ts';
import type { TelemetryStore } from '#engine/storage/TelemetryStore.ts';
import type { FeedStatus } from '#shared/contract/views.ts';

describe('HealthWatch', () => {
  let now: number;
  let feed: FeedStatus['state'];
  let silence: SilenceWatch;
  let watch: HealthWatch;
  const silenceChanged = vi.fn();
  const retain = vi.fn();
  const pack = vi.fn();

  beforeEach(() => {
    vi.useFakeTimers();
    vi.resetAllMocks();
    pack.mockReturnValue({ rowsPacked: 0, more: false });
    now = 0;
    feed = 'connected';
    silence = new SilenceWatch({ multiple: 6, minimumMs: 60_000 });
    silence.expect('a', 5_000, 0);
    watch = new HealthWatch({
      silence,
      sources: [{ status: () => ({ state: feed }) } as unknown as Source],
      telemetry: { pack } as unknown as TelemetryStore,
      log: pino({ level: 'silent' }),
      monotonicNow: () => now,
      silenceChanged,
      ticking: [],
      retain,
    });
  });

  afterEach(() => {
    watch.stop();
    vi.useRealTimers();
  });

  const seconds = (count: number) => {
    for (let i = 0; i < count; i++) {
      now += 1_000;
      vi.advanceTimersByTime(1_000);
    }
  };

  it('tells of a silent device once', () => {
    seconds(90);
    expect(silenceChanged.mock.calls).toEqual([[['a'], []]]);
  });

  it('does not forget a silent device that could not be recorded', () => {
    silenceChanged.mockImplementationOnce(() => {
      throw new Error('disk is full');
    });
    seconds(90);
    expect(silenceChanged.mock.calls).toEqual([
      [['a'], []],
      [['a'], []],
    ]);
  });

  it('takes back what was not recorded when the device is heard meanwhile', () => {
    silenceChanged.mockImplementation(() => {
      throw new Error('disk is full');
    });
    seconds(62);
    silence.heard('a', now);
    silenceChanged.mockReset();
    seconds(1);
    expect(silenceChanged.mock.calls).toEqual([[[], ['a']]]);
  });

  it('gives every device a full wait after the feed was down', () => {
    feed = 'down';
    seconds(600);
    feed = 'connected';
    seconds(60);
    expect(silenceChanged).not.toHaveBeenCalled();
    seconds(2);
    expect(silenceChanged).toHaveBeenCalledOnce();
  });

  it('blames no device for the time in which the program itself was held', () => {
    seconds(30);
    now += 8 * 3_600_000;
    vi.advanceTimersByTime(1_000);
    // What the device sent meanwhile is read only after this tick.
    seconds(29);
    expect(silenceChanged).not.toHaveBeenCalled();
    seconds(2);
    expect(silenceChanged.mock.calls).toEqual([[['a'], []]]);
  });

  it('still finds a silent device while the program is held again and again', () => {
    for (let i = 0; i < 70; i++) {
      seconds(1);
      now += 9_000;
    }
    expect(silenceChanged.mock.calls).toEqual([[['a'], []]]);
  });

  it('packs every second and deletes what is too old every hour, and survives when either fails', () => {
    pack.mockImplementation(() => {
      throw new Error('disk is full');
    });
    seconds(5);
    expect(retain).toHaveBeenCalledOnce();
    pack.mockReturnValue({ rowsPacked: 0, more: false });
    seconds(3_601);
    expect(retain.mock.calls.length).toBe(2);
    expect(pack.mock.calls.length).toBeGreaterThan(3_000);
  });

  it('packs on in slices while there is more, and lets readings in between', () => {
    let left = 30;
    pack.mockImplementation(() => ({ rowsPacked: 100, more: --left > 0 }));
    seconds(1);
    // Long before the next tick: the slices follow each other as soon as the readings in between are done.
    for (let i = 0; i < 40; i++) vi.advanceTimersByTime(1);
    expect(pack).toHaveBeenCalledTimes(30);
  });
});
