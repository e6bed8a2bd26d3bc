import { beforeEach, describe, expect, it } from 'vitest';
import { SilenceWatch } from '#engine/health/SilenceWatch.ts';

const NOTHING = { silent: [], heardAgain: [] };

describe('SilenceWatch', () => {
  let watch: SilenceWatch;

  beforeEach(() => {
    watch = new SilenceWatch({ multiple: 6, minimumMs: 60_000 });
  });

  it('calls a device silent only after more than the whole wait', () => {
    watch.expect('a', 5_000, 0);
    expect(watch.check(60_000, true)).toEqual(NOTHING);
    expect(watch.check(60_001, true)).toEqual({ silent: ['a'], heardAgain: [] });
    expect(watch.isSilent('a')).toBe(true);
  });

  it('waits longer for a device that reports seldom', () => {
    watch.expect('slow', 60_000, 0);
    expect(watch.check(360_000, true)).toEqual(NOTHING);
    expect(watch.check(360_001, true).silent).toEqual(['slow']);
  });

  it('says once that a device is silent and once that it is heard again', () => {
    watch.expect('a', 5_000, 0);
    watch.check(70_000, true);
    expect(watch.check(71_000, true)).toEqual(NOTHING);
    watch.heard('a', 71_500);
    expect(watch.check(72_000, true)).toEqual({ silent: [], heardAgain: ['a'] });
    expect(watch.check(73_000, true)).toEqual(NOTHING);
  });

  it('blames no device while the feed is down, and gives everyone a full wait when it is back', () => {
    watch.expect('a', 5_000, 0);
    expect(watch.check(1_000_000, false)).toEqual(NOTHING);
    watch.feedResumed(1_000_000);
    expect(watch.check(1_060_000, true)).toEqual(NOTHING);
    expect(watch.check(1_060_001, true).silent).toEqual(['a']);
  });

  it('keeps a device silent through an outage of the feed', () => {
    watch.expect('a', 5_000, 0);
    watch.check(60_001, true);
    watch.feedResumed(100_000);
    expect(watch.check(100_001, true)).toEqual(NOTHING);
    expect(watch.isSilent('a')).toBe(true);
  });

  it('keeps a device silent through a restart until it is heard', () => {
    watch.expect('a', 5_000, 0);
    watch.restoreSilent('a');
    expect(watch.check(1, true)).toEqual(NOTHING);
    expect(watch.isSilent('a')).toBe(true);
    watch.heard('a', 2);
    expect(watch.check(3, true).heardAgain).toEqual(['a']);
  });

  it('expects nothing of a device that nobody placed', () => {
    watch.heard('stranger', 0);
    expect(watch.check(10_000_000, true)).toEqual(NOTHING);
    expect(watch.isSilent('stranger')).toBe(false);
  });
});
