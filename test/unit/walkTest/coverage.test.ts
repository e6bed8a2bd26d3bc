import { describe, expect, test } from 'vitest';
import { cellState, coverageOf, percentOf, type WalkTestHit } from '#shared/walkTest/coverage.ts';
import { REQUIRED_ITEMS } from '#shared/walkTest/items.ts';

const hit = (change: Partial<WalkTestHit> = {}): WalkTestHit => ({
  deviceId: 'a',
  item: 'arcAlarm',
  origin: 'desk',
  passed: true,
  firstAt: 0,
  lastAt: 0,
  count: 1,
  by: '박감독',
  desk: '방재실',
  fault: null,
  ...change,
});
const failed = hit({ passed: false, fault: 'setAside' });
const real = hit({ origin: 'device', by: null, desk: null });

describe('one point', () => {
  test.each([
    ['nothing was tried', [], 'untested'],
    ['the desk injected it', [hit()], 'byDesk'],
    ['the injection failed', [failed], 'failed'],
    ['the device really sent it', [real], 'byDevice'],
    ['both', [hit(), real], 'byDevice'],
    // What really arrived is worth more than what the desk made of its own message.
    ['it really arrived, and the injection failed', [failed, real], 'byDevice'],
  ] as const)('%s', (_, hits, expected) => {
    expect(cellState(hits)).toBe(expected);
  });
});

describe('coverage', () => {
  test('counts required points, whoever showed them, and names what is missing', () => {
    const hits = [hit(), real, hit({ deviceId: 'b', item: 'coAlarm', passed: false })];
    const { coverage, missing } = coverageOf(['a', 'b'], hits);
    expect(coverage).toEqual({
      points: 2 * REQUIRED_ITEMS.length,
      covered: 1,
      byDevice: 1,
      failed: 1,
    });
    expect(missing).toHaveLength(2 * REQUIRED_ITEMS.length - 1);
    expect(missing).toContainEqual({ deviceId: 'b', item: 'coAlarm', state: 'failed' });
  });

  test('takes silence as a gift and not as a duty', () => {
    const { coverage } = coverageOf(['a'], [hit({ item: 'deviceSilent', origin: 'device' })]);
    expect(coverage).toMatchObject({ covered: 0, points: REQUIRED_ITEMS.length });
  });

  test('passes over devices that are not of this test', () => {
    expect(coverageOf(['b'], [hit()]).coverage.covered).toBe(0);
  });

  test('is a hundred percent only when nothing is missing', () => {
    const covered = (count: number) =>
      percentOf({ points: 1_000, covered: count, byDevice: 0, failed: 0 });
    expect([covered(0), covered(999), covered(1_000)]).toEqual([0, 99, 100]);
    expect(percentOf({ points: 0, covered: 0, byDevice: 0, failed: 0 })).toBe(0);
  });
});
