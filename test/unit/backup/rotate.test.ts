import { describe, expect, test } from 'vitest';
import type { Point } from '#engine/backup/backupFolder.ts';
import { nightOf } from '#engine/backup/nightOf.ts';
import { daysToDrop, pointsToDrop } from '#engine/backup/rotate.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const T0 = Date.UTC(2026, 0, 1);

const point = (at: number, night = false): Point => ({
  at,
  night,
  bytes: 1,
  sha256: '',
  tables: {},
  audit: { seq: 1, hash: '' },
  auditIntact: null,
  program: '0',
});

describe('copies of the control room', () => {
  test('thin out: an hour of increments, a day of hours, and the nights', () => {
    const points: Point[] = [];
    for (let at = T0; at < T0 + 20 * DAY; at += 5 * MINUTE)
      points.push(point(at, (at - T0) % DAY === 18 * HOUR));
    let kept: Point[] = [];
    for (const one of points) {
      kept.push(one);
      const gone = new Set(pointsToDrop(kept, 14));
      kept = kept.filter((old) => !gone.has(old));
    }
    expect(kept.filter(({ night }) => night)).toHaveLength(14);
    const newest = points.at(-1)!.at;
    for (let minutes = 0; minutes < 60; minutes += 5)
      expect(kept.map(({ at }) => at)).toContain(newest - minutes * MINUTE);
    // To any hour of the last day it is possible to go back.
    for (let hours = 1; hours < 24; hours++)
      expect(
        kept.some(({ at }) => at > newest - (hours + 1) * HOUR && at <= newest - hours * HOUR),
      ).toBe(true);
    expect(kept.length).toBeLessThan(60);
  });

  test('a clock that jumps years ahead deletes none of the nights', () => {
    const nights = Array.from({ length: 14 }, (_, n) => point(T0 + n * DAY, true));
    const later = Array.from({ length: 100 }, (_, n) => point(T0 + 3650 * DAY + n * 5 * MINUTE));
    const dropped = pointsToDrop([...nights, ...later], 14);
    expect(dropped.filter(({ night }) => night)).toEqual([]);
    expect(dropped.length).toBeGreaterThan(0);
  });
});

describe('copied days', () => {
  test('beyond the newest go, by number, unless the data folder still has them', () => {
    const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'];
    expect(daysToDrop(days, new Set(['2026-01-02']), 2)).toEqual(['2026-01-01']);
    expect(daysToDrop(days, new Set(), 10)).toEqual([]);
  });
});

describe('a night', () => {
  test('begins at its hour where the building is', () => {
    const seoul = (text: string) => nightOf(Date.parse(text), 3, 'Asia/Seoul');
    expect(seoul('2026-01-05T02:59:00+09:00')).toBe('2026-01-04');
    expect(seoul('2026-01-05T03:00:00+09:00')).toBe('2026-01-05');
    expect(seoul('2026-01-06T02:59:00+09:00')).toBe('2026-01-05');
  });
});
