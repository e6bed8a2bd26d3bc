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
    const flushed: (readonly number[])[] = [];
    let hidden = false;
    const add = frameBatch<number>(
      { requestFrame: (run) => frames.push(run), hidden: () => hidden },
      (items) => flushed.push(items),
    );
    return {
      add,
      flushed,
      frame: () => frames.shift()?.(),
      hide: (is: boolean) => {
        hidden = is;
      },
    };
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

  test('a hidden page gets no frames: everything is handed over as it comes, with what still waited', () => {
    const { add, flushed, hide, frame } = page();
    add(1);
    hide(true);
    add(2);
    add(3);
    expect(flushed).toEqual([[1, 2], [3]]);
    hide(false);
    frame();
    add(4);
    frame();
    expect(flushed).toEqual([[1, 2], [3], [4]]);
  });
});

describe('readPreferences', () => {
  const defaults = {
    language: 'ko',
    theme: 'dark',
    volume: 0.8,
    speech: true,
    seat: 'primary',
    output: null,
  };
  test.each([
    ['nothing stored', null, defaults],
    ['damaged', '{', defaults],
    ['not an object', '"dark"', defaults],
    [
      'unknown and out of range',
      '{"language":"fr","theme":1,"volume":0,"speech":"no","seat":"third"}',
      defaults,
    ],
    [
      'all of it',
      '{"language":"en","theme":"light","volume":0.2,"speech":false,"seat":"second"}',
      { language: 'en', theme: 'light', volume: 0.2, speech: false, seat: 'second', output: null },
    ],
  ])('%s', (_, text, expected) => {
    expect(readPreferences(text)).toEqual(expected);
  });
});
