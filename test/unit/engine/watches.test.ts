/** What the desk looks at once a second: its ways in, its disk, devices that send too much. */
import { describe, expect, test, vi } from 'vitest';
import { ClockWatch } from '#engine/health/ClockWatch.ts';
import { DiskWatch } from '#engine/health/DiskWatch.ts';
import { FeedWatch } from '#engine/health/FeedWatch.ts';
import { FloodWatch, type HeardCount } from '#engine/health/FloodWatch.ts';
import { createLog } from '#engine/log.ts';
import type { Source } from '#engine/sources/source.ts';
import type { FeedStatus } from '#shared/contract/views.ts';

class Told {
  readonly now = new Map<string, string>();
  set(kind: string, source: string, detail: string | null): void {
    if (detail === null) this.now.delete(`${kind} ${source}`);
    else this.now.set(`${kind} ${source}`, detail);
  }
  happened(): void {
    throw new Error('nothing momentary here');
  }
}

describe('ways in', () => {
  function watching(state: () => FeedStatus['state'], problem: string | null = null) {
    const told = new Told();
    let clock = 0;
    const status = () => ({
      id: 'mqtt-1',
      address: 'mqtt://broker:1883',
      state: state(),
      since: 0,
      lastFrameAt: null,
      problem,
      ...(problem !== null && { problemCode: 'unreachable' as const }),
    });
    const source: Source = {
      id: 'mqtt-1',
      status,
      start: () => undefined,
      stop: async () => undefined,
    };
    const watch = new FeedWatch({ sources: [source], troubles: told, monotonicNow: () => clock });
    const pass = (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        watch.tick();
        clock += 1000;
      }
      return told.now;
    };
    return pass;
  }

  test('one that is down for fifteen seconds is a trouble, until it is back', () => {
    let state: FeedStatus['state'] = 'down';
    const pass = watching(() => state, 'connection refused');
    expect(pass(15)).toEqual(new Map());
    expect(pass(1)).toEqual(
      new Map([['feedDown feed/mqtt-1', 'mqtt://broker:1883 (unreachable)']]),
    );
    state = 'connected';
    expect(pass(1)).toEqual(new Map());
  });

  test('one that comes back in between is none', () => {
    let state: FeedStatus['state'] = 'connecting';
    const pass = watching(() => state);
    pass(10);
    state = 'connected';
    pass(1);
    state = 'connecting';
    expect(pass(14)).toEqual(new Map());
  });
});

describe('devices that send too much', () => {
  function flooding(counts: () => HeardCount[]) {
    const told = new Told();
    let clock = 0;
    const watch = new FloodWatch({ heard: counts, troubles: told, monotonicNow: () => clock });
    return (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        clock += 1000;
        watch.tick();
      }
      return [...told.now];
    };
  }
  const counted = (messages: number, expectedIntervalMs: number | null): HeardCount => ({
    deviceId: 'device-9',
    messages,
    expectedIntervalMs,
  });

  test.each([
    ['ten times its rate', 10, 10_000],
    ['a fast device at its own rate', 1000, 10],
    ['just under the least that floods', 199, 10_000],
  ])('%s is no flood', (_name, messages, interval) => {
    expect(flooding(() => [counted(messages, interval)])(30)).toEqual([]);
  });

  test('hundreds a second are, and calm again ends it', () => {
    let messages = 5000;
    const pass = flooding(() => [counted(messages, 10_000)]);
    expect(pass(9)).toEqual([]);
    expect(pass(1)).toEqual([['sourceFlooded device/device-9', 'device-9: 500/s']]);
    messages = 1;
    expect(pass(10)).toEqual([]);
  });

  test('a device that stops altogether floods no more', () => {
    let counts = [counted(5000, null)];
    const pass = flooding(() => counts);
    expect(pass(10)).toHaveLength(1);
    counts = [];
    expect(pass(10)).toEqual([]);
  });
});

describe('the disk', () => {
  test('is low under a gigabyte, and enough again well above it', async () => {
    const told = new Told();
    let clock = 0;
    let free = 2e9;
    const watch = new DiskWatch({
      freeBytes: async () => free,
      folder: '/data',
      troubles: told,
      monotonicNow: () => clock,
      log: createLog('silent'),
    });
    const look = async (bytes: number) => {
      free = bytes;
      clock += 30_000;
      await watch.tick();
      return [...told.now];
    };
    expect(await look(1.1e9)).toEqual([]);
    expect(await look(0.9e9)).toEqual([['diskLow disk', '/data: 900 MB']]);
    expect(await look(1.1e9)).toHaveLength(1);
    expect(await look(1.6e9)).toEqual([]);
  });

  test('that does not say how much is free is no full disk', async () => {
    const freeBytes = vi.fn(async () => {
      throw new Error('not supported');
    });
    const told = new Told();
    const log = createLog('silent');
    const watch = new DiskWatch({
      freeBytes,
      folder: '/data',
      troubles: told,
      monotonicNow: () => 0,
      log,
    });
    await watch.tick();
    expect(freeBytes).toHaveBeenCalledOnce();
    expect(told.now.size).toBe(0);
  });
});

describe('the clock of this machine', () => {
  function watching() {
    const steps: string[] = [];
    let clock = Date.UTC(2026, 0, 5);
    let monotonic = 7_000;
    const watch = new ClockWatch({
      troubles: { happened: (kind, part, detail) => steps.push(`${kind} ${part} ${detail}`) },
      now: () => clock,
      monotonicNow: () => monotonic,
      log: createLog('silent'),
    });
    return (seconds: number, wallMs = seconds * 1000) => {
      monotonic += seconds * 1000;
      clock += wallMs;
      watch.tick();
      return steps.splice(0);
    };
  }
  const told = (from: number, to: number) =>
    `deskClockWrong clock {"type":"clockSet","from":${from},"to":${to}}`;
  const T0 = Date.UTC(2026, 0, 5);

  test('that was set, either way, is told once with what it was and what it became', () => {
    const pass = watching();
    expect(pass(1)).toEqual([]);
    expect(pass(1, -3 * 3_600_000)).toEqual([told(T0 + 2_000, T0 + 1_000 - 3 * 3_600_000)]);
    expect(pass(1)).toEqual([]);
    expect(pass(1, 3 * 3_600_000)).toHaveLength(1);
  });

  test('that a time service corrects is not told of, nor a program that was held for long', () => {
    const pass = watching();
    for (let second = 0; second < 200; second++) expect(pass(1, 1_500)).toEqual([]);
    expect(pass(3_600)).toEqual([]);
  });
});
