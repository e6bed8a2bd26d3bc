import { describe, expect, it } from 'vitest';
import { Throughput } from '#engine/health/Throughput.ts';

const START = 1_700_000_100_000;

describe('Throughput', () => {
  it('says null for latency before the first batch, not zero', () => {
    expect(new Throughput(START).latency(START)).toBeNull();
  });

  it('averages the rate over the last ten whole seconds', () => {
    const throughput = new Throughput(START - 60_000);
    for (let second = 0; second < 10; second++)
      throughput.committed(20, START + second * 1000, START + second * 1000);
    expect(throughput.readingsPerSecond(START + 10_000)).toBe(20);
    expect(throughput.readingsPerSecond(START + 15_000)).toBe(10);
    expect(throughput.readingsPerSecond(START + 30_000)).toBe(0);
  });

  it('does not dilute the rate of a desk that just started', () => {
    const throughput = new Throughput(START);
    throughput.committed(50, START, START + 100);
    throughput.committed(50, START, START + 1100);
    expect(throughput.readingsPerSecond(START + 2000)).toBe(50);
  });

  it('gives the median and the 99th percentile of the worst wait of each batch in the last minute', () => {
    const throughput = new Throughput(START);
    throughput.committed(1, START, START + 5_000);
    for (let i = 1; i <= 100; i++) {
      const now = START + 70_000 + i;
      throughput.committed(1, now - i, now);
    }
    expect(throughput.latency(START + 70_200)).toEqual({ p50: 51, p99: 100 });
  });

  it('keeps a latency from going below zero when the clock is set back', () => {
    const throughput = new Throughput(START);
    throughput.committed(1, START + 9_000, START);
    expect(throughput.latency(START)).toEqual({ p50: 0, p99: 0 });
  });

  it('counts the last hour in five-minute buckets, oldest first', () => {
    const throughput = new Throughput(START);
    throughput.committed(3, START, START);
    throughput.committed(4, START, START + 10);
    throughput.committed(5, START, START + 300_000);
    expect(throughput.lastHour(START + 300_000)).toEqual([
      { start: START - (START % 300_000), batches: 2, readings: 7 },
      { start: START + 300_000 - (START % 300_000), batches: 1, readings: 5 },
    ]);
    expect(throughput.lastHour(START + 4_000_000)).toEqual([]);
  });
});
