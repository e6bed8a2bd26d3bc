import { describe, expect, test } from 'vitest';
import {
  clampOffset,
  offsetShowing,
  type RowTrack,
  rowsInView,
  rowsToDraw,
  trackPx,
  trackScale,
} from '../../../renderer/state/rowWindow.ts';

const SHORT: RowTrack = { count: 1_000, rowPx: 36, viewPx: 720 };
const MILLION: RowTrack = { count: 1_000_000, rowPx: 36, viewPx: 720 };

describe('a list that fits the track', () => {
  test('is scrolled pixel by pixel', () => {
    expect(trackPx(SHORT)).toBe(36_000);
    expect(trackScale(SHORT)).toBe(1);
  });

  test('draws what is in sight and a little more, however it ends', () => {
    expect(rowsToDraw(SHORT, 0)).toEqual({ first: 0, last: 26 });
    expect(rowsToDraw(SHORT, 360)).toEqual({ first: 4, last: 36 });
    expect(rowsToDraw(SHORT, 35_280)).toEqual({ first: 974, last: 1_000 });
    expect(rowsToDraw({ ...SHORT, count: 0 }, 0)).toEqual({ first: 0, last: 0 });
    // The list has become shorter than what was scrolled to.
    const gone = rowsToDraw({ ...SHORT, count: 3 }, 30_000);
    expect(gone.last).toBe(gone.first);
  });

  test('is moved as little as it takes to show a row', () => {
    expect(offsetShowing(SHORT, 0, 5)).toBe(0);
    expect(offsetShowing(SHORT, 0, 20)).toBe(36);
    expect(offsetShowing(SHORT, 3_600, 99)).toBe(3_564);
    expect(offsetShowing(SHORT, 0, 999)).toBe(35_280);
    expect(rowsInView(SHORT)).toBe(20);
  });
});

describe('a million rows', () => {
  test('are scrolled through by a track that browsers draw exactly', () => {
    expect(trackPx(MILLION)).toBeLessThanOrEqual(4_000_000);
    const scale = trackScale(MILLION);
    // The bottom of the track is the last row, to the pixel.
    const bottom = (trackPx(MILLION) - MILLION.viewPx) * scale;
    expect(bottom).toBeCloseTo(36_000_000 - 720, 3);
    expect(rowsToDraw(MILLION, bottom).last).toBe(1_000_000);
  });

  test('can each be gone to', () => {
    for (const index of [0, 1, 499_999, 999_999]) {
      const { first, last } = rowsToDraw(MILLION, offsetShowing(MILLION, 18_000_000, index));
      expect(first).toBeLessThanOrEqual(index);
      expect(last).toBeGreaterThan(index);
    }
  });

  test('have no place beyond their ends', () => {
    expect(clampOffset(MILLION, -5)).toBe(0);
    expect(clampOffset(MILLION, 1e12)).toBe(35_999_280);
    expect(clampOffset({ ...SHORT, count: 2 }, 50)).toBe(0);
  });
});
