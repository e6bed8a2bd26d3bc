import { describe, expect, it } from 'vitest';
import { BacklogPhase, type BacklogPhaseOptions } from '#engine/sources/BacklogPhase.ts';

const phase = (options: Partial<BacklogPhaseOptions> = {}) =>
  new BacklogPhase({
    sessionPresent: true,
    connectedAt: 0,
    throttled: false,
    sessionExpiryMs: 3_600_000,
    ...options,
  });

describe('the backlog after a reconnect', () => {
  it('does not exist without a session that the broker kept', () => {
    expect(phase({ sessionPresent: false }).covers(1)).toBe(false);
  });

  it('covers everything until the window has had room for two seconds', () => {
    const draining = phase();
    expect(draining.covers(1)).toBe(true);
    expect(draining.covers(2000)).toBe(true);
    expect(draining.covers(2001)).toBe(false);
  });

  it('lasts as long as the window keeps filling, however long that is', () => {
    const draining = phase();
    for (let at = 0; at < 600_000; at += 1500) {
      draining.windowFull(at);
      expect(draining.covers(at + 1499)).toBe(true);
    }
    expect(draining.covers(605_000)).toBe(false);
  });

  it('does not begin again on the same connection: a full window of live readings is no backlog', () => {
    const draining = phase();
    expect(draining.covers(5000)).toBe(false);
    draining.windowFull(6000);
    expect(draining.covers(6001)).toBe(false);
  });

  it('of a broker that throttles its drain lasts until it was silent for two seconds', () => {
    const slow = phase({ throttled: true });
    for (let at = 0; at < 60_000; at += 100) expect(slow.covers(at)).toBe(true);
    expect(slow.covers(62_000)).toBe(false);
  });

  it('cannot be older than the session, even where live readings never pause', () => {
    const slow = phase({ throttled: true, sessionExpiryMs: 10_000 });
    let ended = -1;
    for (let at = 0; at < 20_000 && ended < 0; at += 100) if (!slow.covers(at)) ended = at;
    expect(ended).toBe(10_100);
  });
});
