import { describe, expect, it } from 'vitest';
import { InFlightWindow } from '#engine/sources/InFlightWindow.ts';

/** A clock and a broker that sends up to `limit` and stops until it is acknowledged. */
class Flow {
  at = 1_000_000;
  readonly window: InFlightWindow;

  constructor(declared = Number.POSITIVE_INFINITY) {
    this.window = new InFlightWindow(declared);
  }

  arrive(count: number, everyMs = 0): this {
    for (let i = 0; i < count; i += 1) {
      this.at += everyMs;
      this.window.arrived(this.at);
    }
    return this;
  }

  wait(ms: number): this {
    this.at += ms;
    return this;
  }

  acknowledge(count = this.window.unacknowledged): this {
    for (let i = 0; i < count; i += 1) this.window.acknowledged(this.at);
    return this;
  }

  /** So many windows that stall until a batch's timer of 50 ms. */
  stall(limit: number, cycles: number): this {
    for (let i = 0; i < cycles; i += 1) this.wait(1).arrive(limit).wait(50).acknowledge();
    return this;
  }
}

describe('the window of unacknowledged frames', () => {
  it('is full at the declared receive maximum', () => {
    const { window } = new Flow(3).arrive(2);
    expect(window.declaredFull).toBe(false);
    window.arrived(0);
    expect(window.declaredFull).toBe(true);
    window.acknowledged(0);
    expect(window.declaredFull).toBe(false);
  });

  it('is never full where nothing was declared and nothing learned', () => {
    const { window } = new Flow().arrive(10_000);
    expect([window.declaredFull, window.learnedFull, window.learned]).toEqual([false, false, null]);
  });

  it('learns where the broker stops from three windows that stalled at the same count and went on at once', () => {
    const flow = new Flow().stall(20, 3);
    expect(flow.window.learned).toBeNull();
    flow.wait(1).arrive(19);
    expect(flow.window.learned).toBe(20);
    expect(flow.window.learnedFull).toBe(false);
    flow.arrive(1);
    expect(flow.window.learnedFull).toBe(true);
  });

  it('learns a window of one, as brokers have that must keep the order', () => {
    expect(new Flow().stall(1, 3).wait(1).arrive(1).window.learned).toBe(1);
  });

  it.each([
    ['the counts differ', (f: Flow) => f.stall(20, 2).stall(19, 1).stall(20, 2)],
    [
      'frames keep coming until the commit',
      (f: Flow) => {
        for (let i = 0; i < 9; i += 1) f.arrive(25, 2).acknowledge();
      },
    ],
    [
      'the feed is merely slow: nothing follows an acknowledgement promptly',
      (f: Flow) => {
        for (let i = 0; i < 9; i += 1) f.arrive(1).wait(50).acknowledge().wait(400);
      },
    ],
    [
      'the pause was too short to be one',
      (f: Flow) => {
        for (let i = 0; i < 9; i += 1) f.arrive(20).wait(2).acknowledge();
      },
    ],
  ])('learns nothing when %s', (_why, play) => {
    const flow = new Flow();
    play(flow);
    flow.arrive(1);
    expect(flow.window.learned).toBeNull();
  });

  it('forgets as soon as the broker goes beyond what was learned', () => {
    const flow = new Flow().stall(20, 3).wait(1).arrive(21);
    expect(flow.window.learned).toBeNull();
    expect(flow.window.learnedFull).toBe(false);
  });

  it('puts what it learned to the test every ten seconds, and keeps it when the broker stops there again', () => {
    const flow = new Flow().stall(20, 4).wait(10_001).arrive(20);
    expect(flow.window.learnedFull, 'not used while it is tested').toBe(false);
    flow.wait(50).acknowledge().wait(1).arrive(20);
    expect(flow.window.learned).toBe(20);
    expect(flow.window.learnedFull).toBe(true);
  });

  it('gives it up when the test shows that the flow did not stop there', () => {
    const flow = new Flow().stall(20, 4).wait(10_001).arrive(1).arrive(11, 5).acknowledge();
    flow.wait(1).arrive(1);
    expect(flow.window.learned).toBeNull();
  });

  it('begins empty after the connection was lost, and remembers the broker’s limit', () => {
    const flow = new Flow(500).stall(20, 3).wait(1).arrive(7);
    flow.window.disconnected();
    expect(flow.window.unacknowledged).toBe(0);
    expect(flow.window.learned).toBe(20);
    flow.acknowledge(1);
    expect(flow.window.unacknowledged).toBe(0);
  });
});
