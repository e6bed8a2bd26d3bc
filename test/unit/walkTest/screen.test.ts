import { describe, expect, test } from 'vitest';
import { WORDS } from '#shared/i18n/words.ts';
import type { WalkTestHit } from '#shared/walkTest/coverage.ts';
import { REQUIRED_ITEMS, WALK_TEST_ITEMS } from '#shared/walkTest/items.ts';
import { matching, NO_FILTER, panelsOf } from '../../../renderer/screens/walkTest/chooseDevices.ts';
import { fileName, testAsCsv, testAsJson } from '../../../renderer/screens/walkTest/exportTest.ts';
import { hitsByPoint, moveCell, openPoints } from '../../../renderer/screens/walkTest/points.ts';
import type { SignedWalkTest, WalkTestView } from '../../../shared/contract/walkTestViews.ts';
import { device } from '../renderer/made.ts';

const HIT: WalkTestHit = {
  deviceId: 'a',
  item: 'arcAlarm',
  origin: 'desk',
  passed: true,
  firstAt: Date.UTC(2026, 10, 24),
  lastAt: Date.UTC(2026, 10, 24, 1),
  count: 2,
  by: '박감독',
  desk: '방재실',
  fault: null,
};

describe('the matrix', () => {
  test('is walked with the keys and never left', () => {
    const at = { row: 1, column: 1 };
    expect(moveCell(at, 'ArrowUp', 3)).toEqual({ row: 0, column: 1 });
    expect(moveCell({ row: 0, column: 0 }, 'ArrowUp', 3)).toEqual({ row: 0, column: 0 });
    expect(moveCell({ row: 2, column: 0 }, 'ArrowDown', 3)).toEqual({ row: 2, column: 0 });
    expect(moveCell(at, 'End', 3)?.column).toBe(WALK_TEST_ITEMS.length - 1);
    expect(moveCell(at, 'Home', 3)?.column).toBe(0);
    expect(moveCell(at, 'PageDown', 3)?.row).toBe(2);
    expect(moveCell(at, 'x', 3)).toBeNull();
  });

  test('leaves to inject what is untested or failed, and no silence', () => {
    const points = openPoints(
      ['a'],
      hitsByPoint([HIT, { ...HIT, item: 'coAlarm', passed: false }]),
    );
    expect(points).toHaveLength(REQUIRED_ITEMS.length - 1);
    expect(points.map(({ item }) => item)).toContain('coAlarm');
    expect(points.map(({ item }) => item)).not.toContain('arcAlarm');
  });
});

describe('choosing devices', () => {
  const placed = (id: string, floorId: string, upstreamPanel: string | null) => {
    const one = device(id);
    return {
      ...one,
      placement: one.placement && {
        ...one.placement,
        name: `${id} 콘센트`,
        floorId,
        upstreamPanel,
      },
    };
  };
  const all = [
    placed('b', 'f1', 'LP-1'),
    placed('a', 'f1', 'LP-2'),
    placed('c', 'f2', null),
    device('new', { placement: null }),
  ];
  const ids = (filter: Partial<typeof NO_FILTER>) =>
    matching(all, { ...NO_FILTER, ...filter }).map(({ id }) => id);

  test('by floor, panel, name or number; those without a place last', () => {
    expect(ids({})).toEqual(['a', 'b', 'c', 'new']);
    expect(ids({ floorId: 'f1' })).toEqual(['a', 'b']);
    expect(ids({ panel: 'LP-1' })).toEqual(['b']);
    expect(ids({ text: ' C 콘 ' })).toEqual(['c']);
    expect(ids({ text: 'NEW' })).toEqual(['new']);
    expect(ids({ zoneId: 'nowhere' })).toEqual([]);
  });

  test('panels are named once, in order', () => {
    expect(panelsOf([...all, placed('d', 'f2', 'LP-1')])).toEqual(['LP-1', 'LP-2']);
  });
});

describe('what is taken along', () => {
  const test1: WalkTestView = {
    id: '0f5f3c1e-aaaa-4bbb-8ccc-1234567890ab',
    mode: 'silent',
    note: '점검',
    by: '박감독',
    desk: '방재실',
    begunAt: Date.UTC(2026, 10, 24),
    limitAt: 0,
    endedAt: 1,
    endedBy: null,
    end: 'idle',
    endDetail: null,
    devices: 1,
    coverage: { points: 13, covered: 1, byDevice: 0, failed: 0 },
    signedBy: null,
    list: [{ id: 'a', name: '=HYPERLINK("x")', floor: { ko: '1층, 동', en: 'One' }, panel: '@LP' }],
    hits: [HIT],
  };

  test('has a line for each point, and nothing that a spreadsheet would run', () => {
    const lines = testAsCsv(test1, WORDS.ko, 'ko').trimEnd().split('\r\n');
    expect(lines[0]?.startsWith('\uFEFFID,')).toBe(true);
    expect(lines).toHaveLength(1 + WALK_TEST_ITEMS.length);
    const arc = lines.find((line) => line.includes(WORDS.ko.kinds.arcAlarm));
    expect(arc).toContain(`"'=HYPERLINK(""x"")"`);
    expect(arc).toContain('"1층, 동"');
    expect(arc).toContain("'@LP");
    expect(arc).toContain('2026-11-24T01:00:00.000Z,2,박감독');
  });

  test('is the signed certificate to the letter, once there is one', () => {
    const signed = { digest: 'd', certificate: { test: test1 } } as unknown as SignedWalkTest;
    expect(JSON.parse(testAsJson(test1, signed))).toEqual(signed);
    expect(JSON.parse(testAsJson(test1, null))).toEqual({ test: test1 });
    expect(fileName(test1, 'csv')).toBe('walk-test-2026-11-24-0f5f3c1e.csv');
  });
});
