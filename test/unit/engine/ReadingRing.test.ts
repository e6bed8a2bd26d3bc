import { describe, expect, test } from 'vitest';
import { ReadingRing } from '#engine/ReadingRing.ts';
import { calmReading } from '../scoring/calmReading.ts';

const at = (second: number, sensorTemperature = second) =>
  calmReading({ measuredAt: second * 1000, sensorTemperature });

describe('the last readings of a device', () => {
  test('are at most thirty, the oldest first, every column alike', () => {
    const ring = new ReadingRing();
    for (let i = 0; i < 75; i++) ring.add(at(i), i / 100);
    const window = ring.until(1e9);
    expect(window.t).toEqual(Array.from({ length: 30 }, (_, i) => (45 + i) * 1000));
    expect(window.values.sensorTemperature).toEqual(window.t.map((t) => t / 1000));
    expect(window.finalScore.at(-1)).toBe(0.74);
    expect(window.values.voltage).toHaveLength(30);
  });

  test('are put in the order of their time, and end with the one that is asked for', () => {
    const ring = new ReadingRing();
    for (const second of [3, 1, 2, 9]) ring.add(at(second), 0);
    expect(ring.until(5000).t).toEqual([1000, 2000, 3000]);
  });

  test('of a device that was never heard are none', () => {
    expect(new ReadingRing().until(0).t).toEqual([]);
  });
});
