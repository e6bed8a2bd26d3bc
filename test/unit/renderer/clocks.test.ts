import { describe, expect, test, vi } from 'vitest';
import { EngineClock } from '../../../renderer/state/EngineClock.ts';
import { frameBatch } from '../../../renderer/state/frameBatch.ts';
import { readPreferences } from '../../../renderer/state/preferences.ts';

describe('EngineClock', () => {
  test('carries the engine’s time forward by the page’s monotonic clock, whatever its wall clock says', () => {
    let monotonic = 1_000;
    const clock = new EngineClock(
      () => monotonic,
      () => 42,
    );
    expect([clock.now(), clock.lastHeard()]).toEqual([42, null]);
    clock.heard(5_000_000);
    monotonic += 2_500;
    expect([clock.now(), clock.lastHeard()]).toEqual([5_002_500, 5_000_000]);
  });

  test('tells its listeners at each tick, until they leave', () => {
    const clock = new EngineClock(
      () => 0,
      () => 0,
    );
    const listener = vi.fn();
    const leave = clock.subscribe(listener);
    clock.tick();
    leave();
    clock.tick();
    expect(listener).toHaveBeenCalledOnce();
  });
});

describe('frameBatch', () => {
  function page() {
    const frames: (() => void)[] = [];
    const timers: (() => void)[] = [];
    const flushed: (readonly number[])[] = [];
    const add = frameBatch<number>(
      { requestFrame: (run) => frames.push(run), afterMs: (run) => timers.push(run) },
      (items) => flushed.push(items),
    );
    return { add, flushed, frame: () => frames.shift()?.(), timer: () => timers.shift()?.() };
  }

  test('hands over once a frame what came since the last', () => {
    const { add, flushed, frame } = page();
    add(1);
    add(2);
    expect(flushed).toEqual([]);
    frame();
    add(3);
    frame();
    expect(flushed).toEqual([[1, 2], [3]]);
  });

  test('a hidden page gets no frames, and is served by the timer', () => {
    const { add, flushed, timer } = page();
    add(1);
    timer();
    expect(flushed).toEqual([[1]]);
  });

  test('frame and timer of one batch hand it over once', () => {
    const { add, flushed, frame, timer } = page();
    add(1);
    frame();
    timer();
    expect(flushed).toEqual([[1]]);
  });
});

describe('readPreferences', () => {
  const defaults = { language: 'ko', theme: 'dark', volume: 0.8, speech: true };
  test.each([
    ['nothing stored', null, defaults],
    ['damaged', '{', defaults],
    ['not an object', '"dark"', defaults],
    ['unknown and out of range', '{"language":"fr","theme":1,"volume":0,"speech":"no"}', defaults],
    [
      'all of it',
      '{"language":"en","theme":"light","volume":0.2,"speech":false}',
      { language: 'en', theme: 'light', volume: 0.2, speech: false },
    ],
  ])('%s', (_, text, expected) => {
    expect(readPreferences(text)).toEqual(expected);
  });
});
