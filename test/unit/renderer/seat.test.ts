import { beforeEach, describe, expect, test } from 'vitest';
import { DisplayWatch } from '../../../renderer/state/DisplayWatch.ts';
import type { EngineClient } from '../../../renderer/state/engineClient.ts';
import { newSeat, SeatReporter } from '../../../renderer/state/SeatReporter.ts';

describe('a seat reports', () => {
  let now: number;
  let sent: unknown[];
  let works: boolean;
  let sound: 'ok' | 'blocked';
  let reporter: SeatReporter;
  const client = {
    annunciation: {
      report: async (report: unknown) => {
        if (!works) throw new Error('gone');
        sent.push(report);
        return null;
      },
    },
  } as unknown as EngineClient;

  beforeEach(() => {
    now = 0;
    sent = [];
    works = true;
    sound = 'ok';
    reporter = new SeatReporter({
      request: (run) => run(client, { signal: AbortSignal.timeout(1_000_000) }),
      seat: 'seat',
      look: () => ({ session: null, sound, display: 'visible', voice: false }),
      now: () => now,
    });
  });
  const pass = async (ms: number) => {
    for (let at = 0; at < ms; at += 250) {
      now += 250;
      await reporter.tick();
    }
  };

  test('at once, every ten seconds, and when something changes', async () => {
    await pass(9_000);
    expect(sent).toHaveLength(1);
    await pass(2_000);
    expect(sent).toHaveLength(2);
    sound = 'blocked';
    await pass(1_500);
    expect(sent).toHaveLength(3);
    expect(sent.at(-1)).toMatchObject({ seat: 'seat', sound: 'blocked' });
  });

  test('not faster than once a second, however much changes', async () => {
    for (let i = 0; i < 20; i++) {
      sound = sound === 'ok' ? 'blocked' : 'ok';
      await pass(250);
    }
    expect(sent.length).toBeLessThanOrEqual(5);
  });

  test('again as soon as the engine is back', async () => {
    works = false;
    await pass(5_000);
    works = true;
    await pass(1_250);
    expect(sent).toHaveLength(1);
  });

  test('by an id that is a UUID also where the page came without HTTPS', () => {
    const random = {
      getRandomValues: (bytes: Uint8Array) => bytes.map((_, index) => index * 17),
    } as unknown as Crypto;
    expect(newSeat(random)).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(newSeat(crypto)).not.toBe(newSeat(crypto));
  });
});

describe('a display is', () => {
  let now: number;
  let visibility: DocumentVisibilityState;
  let frames: (() => void)[];
  let locks: EventTarget[];
  let refuses: boolean;
  let asked: number;
  let page: ConstructorParameters<typeof DisplayWatch>[0];
  let changed: () => void;
  let watch: DisplayWatch;

  beforeEach(() => {
    now = 0;
    visibility = 'visible';
    frames = [];
    locks = [];
    refuses = false;
    asked = 0;
    page = {
      requestAnimationFrame: (run: FrameRequestCallback) => frames.push(() => run(now)),
      document: {
        get visibilityState() {
          return visibility;
        },
        addEventListener: (_: string, listener: () => void) => {
          changed = listener;
        },
      } as Document,
      navigator: {
        wakeLock: {
          request: async () => {
            asked++;
            if (refuses) throw new Error('low battery');
            const lock = new EventTarget();
            locks.push(lock);
            return lock as WakeLockSentinel;
          },
        } as WakeLock,
      },
    };
    watch = new DisplayWatch(page, () => now);
  });
  const pass = async (ms: number, drawn = true) => {
    for (let at = 0; at < ms; at += 250) {
      now += 250;
      if (drawn) for (const frame of frames.splice(0)) frame();
      watch.tick();
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  const display = () => watch.state.getState().display;

  test('visible while it is drawn, and asleep once nothing is', async () => {
    await pass(30_000);
    expect(display()).toBe('visible');
    await pass(11_000, false);
    expect(display()).toBe('asleep');
    await pass(500);
    expect(display()).toBe('visible');
  });

  test('hidden behind another window, and not asleep the moment it comes back', async () => {
    await pass(1_000);
    visibility = 'hidden';
    changed();
    expect(display()).toBe('hidden');
    await pass(60_000, false);
    visibility = 'visible';
    changed();
    expect(display()).toBe('visible');
    await pass(1_000);
    expect(display()).toBe('visible');
  });

  test('kept awake, again after the browser let go of it, and not asked for all the time', async () => {
    await pass(5_000);
    expect([asked, watch.state.getState().awake]).toEqual([1, true]);
    locks[0]?.dispatchEvent(new Event('release'));
    refuses = true;
    await pass(20_000);
    expect([asked, watch.state.getState().awake]).toEqual([2, false]);
    refuses = false;
    await pass(15_000);
    expect([asked, watch.state.getState().awake]).toEqual([3, true]);
  });

  test('left alone where the browser can’t keep it awake', () => {
    expect(
      new DisplayWatch({ ...page, navigator: {} }, () => now).state.getState().awake,
    ).toBeNull();
  });
});
