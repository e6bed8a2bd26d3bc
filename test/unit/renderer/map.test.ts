import { describe, expect, test } from 'vitest';
import { SET_ASIDE_TYPES, type SetAside, type SetAsideType } from '#shared/alarms/setAside.ts';
import { zoneAt } from '#shared/plans/zoneAt.ts';
import { ASIDE_GLYPHS, ASIDE_SHAPES } from '../../../renderer/components/shapes.ts';
import { hit, markersOf, nameOnPlan, neighbour } from '../../../renderer/floor-map/markers.ts';
import { themedPlan } from '../../../renderer/floor-map/planTheme.ts';
import {
  centreOn,
  keepInSight,
  toMetres,
  wholeFloor,
  zoomAt,
} from '../../../renderer/floor-map/viewport.ts';
import { asidesByDevice } from '../../../renderer/state/asides.ts';
import { alarm, byId, device, feed, NOW } from './made.ts';

const floor = { width: 60, height: 40 };
const window = { width: 1200, height: 600 };

test('a name on the plan has its length, and is never cut within a letter', () => {
  expect(nameOnPlan('1F 약국 조제실 콘센트')).toBe('1F 약국 조제실 콘센트');
  expect(nameOnPlan('W'.repeat(64))).toBe(`${'W'.repeat(23)}…`);
  expect(nameOnPlan('🔥'.repeat(30))).toBe(`${'🔥'.repeat(23)}…`);
});

describe('the camera', () => {
  test('shows the whole floor in the middle of what is not covered', () => {
    const view = wholeFloor(floor, window, { left: 0, right: 400 });
    const middle = toMetres(view, { x: 400, y: 300 });
    expect(middle.xM).toBeCloseTo(30);
    expect(middle.yM).toBeCloseTo(20);
    expect(view.x).toBeGreaterThan(0);
    expect(view.x + floor.width * view.scale).toBeLessThan(800);
  });

  test('zooms so that the place under the pointer stays under it', () => {
    const view = wholeFloor(floor, window);
    const at = { x: 333, y: 222 };
    const before = toMetres(view, at);
    const near = zoomAt(view, 2.5, at, 1);
    expect(near.scale).toBeCloseTo(view.scale * 2.5);
    expect(toMetres(near, at).xM).toBeCloseTo(before.xM);
    expect(toMetres(near, at).yM).toBeCloseTo(before.yM);
  });

  test.each([
    [1e9, 120],
    [1e-9, 4],
  ])('zoom by %d ends at %d pixels a metre', (factor, scale) => {
    expect(zoomAt({ scale: 20, x: 0, y: 0 }, factor, { x: 0, y: 0 }, 4).scale).toBe(scale);
  });

  test.each([[{ xM: 30, yM: 20 }], [{ xM: 59, yM: 39 }], [{ xM: 1, yM: 1 }]])(
    'brings %o into the free part of the window, wherever it is on the floor',
    (place) => {
      const insets = { left: 0, right: 500 };
      const view = centreOn({ scale: 40, x: 0, y: 0 }, place, floor, window, insets);
      const x = place.xM * view.scale + view.x;
      const y = place.yM * view.scale + view.y;
      expect(x).toBeGreaterThan(20);
      expect(x).toBeLessThan(680);
      expect(y).toBeGreaterThan(20);
      expect(y).toBeLessThan(580);
    },
  );

  test('a plan cannot be dragged out of sight', () => {
    for (const [x, y] of [
      [1e6, 1e6],
      [-1e6, -1e6],
    ] as const) {
      const view = keepInSight({ scale: 20, x, y }, floor, window);
      expect(view.x).toBeLessThan(window.width);
      expect(view.x + floor.width * 20).toBeGreaterThan(0);
      expect(view.y).toBeLessThan(window.height);
      expect(view.y + floor.height * 20).toBeGreaterThan(0);
    }
  });
});

describe('markers', () => {
  const devices = byId(
    device('calm'),
    device('hot', { level: 'CRITICAL' }),
    device('gone', { silent: true, level: 'LOW' }),
    device('inbox', { placement: null }),
  );

  test('belong to their floor; the most severe and what waits are drawn last, over the others', () => {
    const alarms = byId(
      alarm('1', { deviceId: 'calm', alarmClass: 'trouble' }),
      alarm('2', { deviceId: 'calm', alarmClass: 'fire' }),
      alarm('3', { deviceId: 'hot', state: 'acknowledged' }),
    );
    const markers = markersOf('f1', devices, alarms, [feed()]);
    expect(markers.map(({ deviceId, waiting, stale }) => [deviceId, waiting, stale])).toEqual([
      ['gone', null, true],
      ['hot', null, false],
      ['calm', 'fire', false],
    ]);
    expect(markersOf('f2', devices, alarms, [feed()])).toEqual([]);
  });

  test('say how their point is set aside, by the strongest, each by a shape of its own', () => {
    const aside = (deviceId: string, type: SetAsideType, kind: SetAside['kind']): SetAside => ({
      ...{ id: `${deviceId} ${type}`, type, deviceId, kind, reason: 'works', by: 'Lee', desk: 'd' },
      ...{ since: NOW, until: NOW + 3_600_000, endedAt: null, endedBy: null },
    });
    const asides = asidesByDevice([
      aside('hot', 'shelved', 'overvoltage'),
      aside('hot', 'outOfService', null),
      aside('hot', 'disabled', 'vocAlarm'),
      aside('calm', 'shelved', 'overvoltage'),
    ]);
    expect(asides.get('hot')?.map(({ type }) => type)).toEqual([
      'outOfService',
      'disabled',
      'shelved',
    ]);
    const markers = markersOf('f1', devices, new Map(), [feed()], new Set(['gone']), asides);
    expect(
      Object.fromEntries(
        markers.map(({ deviceId, aside, underTest }) => [deviceId, [aside, underTest]]),
      ),
    ).toEqual({ hot: ['outOfService', false], calm: ['shelved', false], gone: [null, true] });
    const drawn = SET_ASIDE_TYPES.map((type) => ASIDE_SHAPES[type] + ASIDE_GLYPHS[type]);
    expect(new Set(drawn).size).toBe(SET_ASIDE_TYPES.length);
  });

  test('a pointer means the nearest marker within reach, and of two as near the upper one', () => {
    const [marker] = markersOf('f1', byId(device('a')), new Map(), []);
    if (marker === undefined) throw new Error('no marker');
    const view = { scale: 10, x: 0, y: 0 };
    const upper = { ...marker, deviceId: 'upper' };
    const far = { ...marker, deviceId: 'far', xM: 11 };
    expect(hit([marker, upper, far], view, { x: 101, y: 100 })?.deviceId).toBe('upper');
    expect(hit([marker, far], view, { x: 109, y: 100 })?.deviceId).toBe('far');
    expect(hit([marker], view, { x: 140, y: 100 })).toBeNull();
  });

  test('the keyboard walks them in reading order, and round again', () => {
    const at = (id: string, xM: number, yM: number) => {
      const made = device(id);
      return made.placement === null ? made : { ...made, placement: { ...made.placement, xM, yM } };
    };
    const markers = markersOf(
      'f1',
      byId(at('c', 1, 9), at('b', 8, 1), at('a', 2, 1)),
      new Map(),
      [],
    );
    const walk = (from: string | null, step: 1 | -1) => neighbour(markers, from, step)?.deviceId;
    expect([walk(null, 1), walk('a', 1), walk('b', 1), walk('c', 1)]).toEqual(['a', 'b', 'c', 'a']);
    expect(walk('a', -1)).toBe('c');
    expect(neighbour([], null, 1)).toBeNull();
  });
});

describe('the plan’s drawing', () => {
  const svg = '<svg xmlns="x" viewBox="0 0 1 1"><path class="plan-wall"/></svg>';

  test('gets its colours inside, right after the opening tag, and keeps everything else', () => {
    const dark = themedPlan(svg, 'dark', 'ko');
    expect(dark.startsWith('<svg xmlns="x" viewBox="0 0 1 1"><style>')).toBe(true);
    expect(dark.endsWith('</style><path class="plan-wall"/></svg>')).toBe(true);
    expect(themedPlan(svg, 'light', 'ko')).not.toBe(dark);
  });

  test('shows one language’s room names only', () => {
    expect(themedPlan(svg, 'dark', 'ko')).toContain('.plan-label-en{display:none}');
    expect(themedPlan(svg, 'dark', 'en')).toContain(':not(.plan-label-en){display:none}');
  });

  test('what is not a drawing is left as it is', () => {
    expect(themedPlan('', 'dark', 'ko')).toBe('');
  });
});

test('a place is in the zone whose outline holds it', () => {
  const zone = (id: string, x: number) => ({
    id,
    name: { ko: id, en: id },
    polygon: [
      [x, 0],
      [x + 10, 0],
      [x + 10, 10],
      [x, 10],
    ] as const,
  });
  const zones = [zone('west', 0), zone('east', 10)];
  expect(zoneAt(zones, 5, 5)?.id).toBe('west');
  expect(zoneAt(zones, 15, 5)?.id).toBe('east');
  expect(zoneAt(zones, 25, 5)).toBeNull();
});
