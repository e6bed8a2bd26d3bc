import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DeliveryError } from '#engine/notifications/DeliveryError.ts';
import { Holds } from '#engine/notifications/Holds.ts';
import { TokenBucket } from '#engine/notifications/TokenBucket.ts';

describe('the sending rate', () => {
  test('lets the burst out at once and then one at a time', () => {
    const bucket = new TokenBucket({ everySeconds: 10, burst: 2 }, 2, 0);
    expect(bucket.waitMs(0)).toBe(0);
    bucket.take(0);
    bucket.take(0);
    expect(bucket.waitMs(0)).toBe(10_000);
    expect(bucket.waitMs(9_999)).toBe(1);
    expect(bucket.waitMs(10_000)).toBe(0);
  });

  test('whoever sends as soon as allowed never has more than burst and one each interval, in any stretch', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 1, maxLength: 60 }),
        (everySeconds, burst, pauses) => {
          const bucket = new TokenBucket({ everySeconds, burst }, burst, 0);
          let now = 0;
          const sent: number[] = [];
          for (const pause of pauses) {
            now += pause + bucket.waitMs(now + pause);
            bucket.take(now);
            sent.push(now);
          }
          for (const [first, from] of sent.entries())
            for (let last = first; last < sent.length; last++)
              expect(last - first + 1).toBeLessThanOrEqual(
                burst + Math.floor((sent[last]! - from) / (everySeconds * 1000)),
              );
        },
      ),
    );
  });

  test('a clock that goes backwards gives nothing away', () => {
    const bucket = new TokenBucket({ everySeconds: 10, burst: 5 }, 0, 1_000);
    expect(bucket.waitMs(0)).toBe(10_000);
  });
});

describe('what is held back after a failure', () => {
  const lost = new DeliveryError('unreachable', 'no way');
  const missing = new DeliveryError('topicNotFound', 'no such topic');

  test('passes by itself: later and later, up to five minutes, drawn anew each time', () => {
    const holds = new Holds(() => 0.5);
    const waits = Array.from({ length: 12 }, () => {
      holds.failed(lost, 'critical', 0, 0);
      return holds.until('critical');
    });
    expect(waits.slice(0, 4)).toEqual([1_000, 2_000, 4_000, 8_000]);
    expect(waits.at(-1)).toBe(150_000);
    holds.succeeded('critical');
    holds.failed(lost, 'critical', 0, 0);
    expect(holds.until('critical')).toBe(1_000);
  });

  test('what only a person can mend waits a quarter of an hour, and holds no other topic', () => {
    const holds = new Holds(() => 0.5);
    holds.failed(missing, 'critical', 0, 0);
    expect(holds.until('critical')).toBe(900_000);
    expect(holds.until('high')).toBe(0);
    holds.succeeded('high');
    expect(holds.problem()?.code).toBe('topicNotFound');
    holds.release();
    expect(holds.until('critical')).toBe(0);
    expect(holds.problem()?.code).toBe('topicNotFound');
    holds.succeeded('critical');
    expect(holds.problem()).toBeNull();
  });

  test('a lost network holds every topic of the channel', () => {
    const holds = new Holds(() => 0.5);
    holds.failed(lost, 'critical', 0, 0);
    expect(holds.until('high')).toBe(1_000);
  });

  test('whoever asks for patience gets it', () => {
    const holds = new Holds(() => 0);
    holds.failed(new DeliveryError('throttled', 'slow', { retryAfterMs: 30_000 }), 'high', 0, 0);
    expect(holds.until('high')).toBe(30_000);
  });

  test('of two problems the one that stays is shown', () => {
    const holds = new Holds(() => 0);
    holds.failed(missing, 'critical', 0, 100);
    holds.failed(lost, 'high', 0, 200);
    expect(holds.problem()?.code).toBe('topicNotFound');
  });
});
