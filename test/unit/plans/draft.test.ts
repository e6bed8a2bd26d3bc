import { describe, expect, it } from 'vitest';
import type { FloorView } from '#shared/contract/views.ts';
import type { Corner } from '#shared/plans/polygon.ts';
import { clampTo, snapPoint } from '../../../renderer/floor-map/snap.ts';
import { shrinkage } from '../../../renderer/plan-import/picture.ts';
import { PlanEditor } from '../../../renderer/state/PlanEditor.ts';
import {
  addFloor,
  addZone,
  changeFloor,
  copyFloor,
  draftDevices,
  draftOf,
  insertCorner,
  moveDevices,
  type PlanDraft,
  removeFloor,
  scaleBetween,
  setCorner,
  setDrawing,
  toBuilding,
} from '../../../renderer/state/planDraft.ts';
import { device, floor } from '../renderer/made.ts';

const NAME = { ko: '층', en: 'Floor' };
const SQUARE: readonly Corner[] = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
];
const live: readonly FloorView[] = [floor('f1', 0), floor('f2', 1)];
const floorOf = (draft: PlanDraft, id: string) => draft.floors.find((one) => one.id === id);

describe('a draft of the plan', () => {
  it('begins as what is published and says nothing of devices that stay', () => {
    expect(toBuilding(draftOf(live))).toMatchObject({
      floors: [
        { id: 'f1', planOf: 'f1', drawing: null, stretch: 1 },
        { id: 'f2', planOf: 'f2' },
      ],
      placements: [],
    });
  });

  it('measured: everything on the sheet grows with it, also what was moved before', () => {
    const stored = {
      sha256: 'a'.repeat(64),
      mediaType: 'image/png' as const,
      width: 800,
      height: 400,
    };
    const source = { name: 'x.png', kind: 'png' as const, page: null };
    let draft = setDrawing(draftOf(live), 'f1', stored, { source, metres: null });
    expect(floorOf(draft, 'f1')).toMatchObject({
      widthM: 60,
      heightM: 30,
      drawing: { scaled: false },
    });
    draft = addZone(draft, 'f1', { name: NAME, kind: 'other', polygon: SQUARE }).draft;
    draft = moveDevices(draft, [{ deviceId: 'moved', floorId: 'f1', xM: 4, yM: 2 }]);
    draft = scaleBetween(
      draft,
      'f1',
      [
        [0, 0],
        [3, 4],
      ],
      10,
    );
    expect(floorOf(draft, 'f1')).toMatchObject({
      widthM: 120,
      heightM: 60,
      stretch: 2,
      drawing: { scaled: true },
      zones: [
        {
          polygon: [
            [0, 0],
            [20, 0],
            [20, 20],
            [0, 20],
          ],
        },
      ],
    });
    const devices = draftDevices(draft, [
      device('stays'),
      device('moved'),
      device('new', { placement: null }),
    ]);
    expect(devices.map(({ floorId, xM, yM }) => [floorId, xM, yM])).toEqual([
      ['f1', 20, 20],
      ['f1', 8, 4],
      [null, 0, 0],
    ]);
    expect(
      floorOf(
        scaleBetween(
          draft,
          'f1',
          [
            [0, 0],
            [0, 0],
          ],
          10,
        ),
        'f1',
      )?.widthM,
    ).toBe(120);
    expect(
      floorOf(
        scaleBetween(
          draft,
          'f1',
          [
            [0, 0],
            [0, 1],
          ],
          5_000,
        ),
        'f1',
      )?.widthM,
    ).toBe(120);
    const known = setDrawing(draft, 'f2', stored, { source, metres: 90 });
    expect(floorOf(known, 'f2')).toMatchObject({
      widthM: 90,
      heightM: 45,
      drawing: { scaled: true },
    });
  });

  it('adds and copies floors on top, under names that none has or had', () => {
    const bare = addFloor(draftOf(live), live, NAME);
    expect(bare.floorId).toBe('floor-3');
    expect(floorOf(bare.draft, 'floor-3')).toMatchObject({ level: 2, planOf: null, zones: [] });
    const zoned = addZone(bare.draft, 'f1', { name: NAME, kind: 'other', polygon: SQUARE }).draft;
    const copied = copyFloor(zoned, live, 'f1', NAME);
    expect(floorOf(copied.draft, copied.floorId)).toMatchObject({
      level: 3,
      planOf: 'f1',
      zones: [{ polygon: SQUARE }],
    });
    const gone = removeFloor(removeFloor(copied.draft, 'f2'), 'floor-3');
    expect(addFloor(gone, [...live, floor('floor-3')], NAME).floorId).not.toBe('floor-3');
  });

  it('keeps what one move said when another says something else', () => {
    const at = { deviceId: 'd', floorId: 'f1', xM: 1, yM: 1 };
    const draft = moveDevices(moveDevices(draftOf(live), [{ ...at, branch: 'L1' }]), [
      { ...at, xM: 2 },
    ]);
    expect(draft.moves.get('d')).toEqual({ ...at, xM: 2, branch: 'L1' });
  });

  it('never leaves a zone with two corners', () => {
    expect(setCorner(SQUARE, 1, null)).toEqual([
      [0, 0],
      [10, 10],
      [0, 10],
    ]);
    expect(setCorner(SQUARE.slice(0, 3), 1, null)).toHaveLength(3);
    expect(insertCorner(SQUARE, 3, [0, 5])).toEqual([...SQUARE, [0, 5]]);
  });
});

describe('the editor', () => {
  const from = { floors: live, version: 4 };
  const level = (editor: PlanEditor) => editor.draft(live).floors[0]?.level;
  const raise = (draft: PlanDraft) =>
    changeFloor(draft, 'f1', { level: (floorOf(draft, 'f1')?.level ?? 0) + 1 });

  it('goes back and forth step by step, and knows which version it began from', () => {
    const editor = new PlanEditor();
    editor.undo();
    editor.change(from, raise);
    editor.change({ floors: live, version: 5 }, raise);
    expect([level(editor), editor.state.getState().version]).toEqual([2, 4]);
    editor.undo();
    expect(level(editor)).toBe(1);
    editor.redo();
    editor.redo();
    expect(level(editor)).toBe(2);
    editor.undo();
    editor.change(from, (draft) => changeFloor(draft, 'f1', { level: 9 }));
    editor.redo();
    expect(level(editor)).toBe(9);
    editor.discard();
    expect([level(editor), editor.state.getState().history]).toEqual([0, null]);
  });

  it('counts no step for what changes nothing', () => {
    const editor = new PlanEditor();
    editor.change(from, (draft) => draft);
    expect(editor.state.getState().history).toBeNull();
  });
});

describe('where a hand meant to put a corner', () => {
  const snap = (at: Corner, last: Corner | null = null) =>
    snapPoint(at, { polygons: [SQUARE], last, scale: 20 });

  it('is another corner, the line of the last one, or the nearest five centimetres', () => {
    expect(snap([9.7, 10.3])).toEqual([10, 10]);
    expect(snap([20.3, 30.04], [20, 5])).toEqual([20, 30.05]);
    expect(snap([20.31, 5.3], [30, 5])).toEqual([20.3, 5]);
    expect(snap([3.333, 4.449])).toEqual([3.35, 4.45]);
  });

  it('is on the floor', () => {
    expect(clampTo([-1, 50], { width: 20, height: 10 })).toEqual([0, 10]);
  });
});

it('a picture is made no smaller than it has to be', () => {
  expect(shrinkage(4_000, 8_000)).toBe(1);
  expect(shrinkage(8_000, 16_000)).toBeCloseTo(0.5);
  expect(shrinkage(100, 32_768)).toBe(0.5);
});
