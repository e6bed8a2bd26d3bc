import { describe, expect, it } from 'vitest';
import { editedBuilding, restoredBuilding } from '#engine/plans/nextBuilding.ts';
import { placesOf } from '#engine/plans/PlanStore.ts';
import type { RegisteredDevice } from '#engine/storage/DeviceRegistry.ts';
import type { DevicePlacement, FloorView } from '#shared/contract/views.ts';
import { type CheckedFloor, isError, planFaults } from '#shared/plans/faults.ts';
import type { PlannedFloor } from '#shared/plans/plan.ts';
import { areaOf, isSimple, middleOf, type Polygon } from '#shared/plans/polygon.ts';

const SQUARE: Polygon = [
  [0, 0],
  [10, 0],
  [10, 10],
  [0, 10],
];
const NAME = { ko: '1층', en: 'Floor 1' };
const ZONE = {
  id: 'z1',
  name: { ko: '전기실', en: 'Electrical' },
  kind: 'electrical' as const,
  polygon: SQUARE,
};

describe('a zone’s shape', () => {
  it('is told from a slip of the hand and from one that crosses itself', () => {
    expect(isSimple(SQUARE)).toBe(true);
    expect(
      isSimple([
        [0, 0],
        [10, 0],
        [10, 10],
        [5, 2],
        [0, 10],
      ]),
    ).toBe(true);
    expect(
      isSimple([
        [0, 0],
        [10, 10],
        [10, 0],
        [0, 10],
      ]),
    ).toBe(false);
    expect(
      isSimple([
        [0, 0],
        [10, 0],
        [5, 0],
        [5, 5],
      ]),
    ).toBe(false);
    expect(
      isSimple([
        [0, 0],
        [10, 0],
      ]),
    ).toBe(false);
    expect(
      isSimple([
        [0, 0],
        [10, 0],
        [20, 0],
      ]),
    ).toBe(false);
  });

  it('has an area and a middle whichever way round it goes', () => {
    expect(areaOf(SQUARE)).toBe(100);
    expect(areaOf([...SQUARE].reverse())).toBe(100);
    expect(middleOf(SQUARE)).toEqual([5, 5]);
    expect(middleOf([...SQUARE].reverse())).toEqual([5, 5]);
  });
});

describe('what is wrong with a plan', () => {
  const floor = (change: Partial<CheckedFloor> = {}): CheckedFloor => ({
    id: 'f1',
    name: NAME,
    widthM: 20,
    heightM: 10,
    zones: [],
    ...change,
  });
  const device = (deviceId: string, xM: number, yM: number, floorId: string | null = 'f1') => ({
    deviceId,
    name: deviceId,
    floorId,
    xM,
    yM,
  });
  const codes = (floors: CheckedFloor[], devices: ReturnType<typeof device>[] = []) =>
    planFaults(floors, devices).map(({ code }) => code);

  it('is nothing when every device stands in its zone', () => {
    expect(codes([floor({ zones: [ZONE] })], [device('a', 1, 1), device('b', 2, 2)])).toEqual([]);
  });

  it.each([
    [
      'zoneShape',
      floor({
        zones: [
          {
            ...ZONE,
            polygon: [
              [0, 0],
              [9, 9],
              [9, 0],
              [0, 9],
            ],
          },
        ],
      }),
    ],
    ['zoneOutside', floor({ widthM: 9, zones: [ZONE] })],
    ['sameId', floor({ zones: [ZONE, { ...ZONE, name: NAME }] })],
    ['sameZoneName', floor({ zones: [ZONE, { ...ZONE, id: 'z2' }] })],
  ])('%s', (code, one) => {
    expect(codes([one])).toEqual([code]);
  });

  it('tells of each device what is wrong with it, errors first', () => {
    const zoned = floor({ zones: [ZONE] });
    const found = planFaults(
      [zoned],
      [
        device('waiting', 0, 0, null),
        device('free', 15, 5),
        device('one', 5, 5),
        device('two', 5.02, 5),
        { ...device('three', 6, 6), name: 'one' },
        device('out', 21, 5),
        device('lost', 1, 1, 'gone'),
      ],
    );
    expect(found).toEqual([
      { code: 'deviceOutside', floorId: 'f1', deviceId: 'out' },
      { code: 'deviceNowhere', floorId: 'gone', deviceId: 'lost' },
      { code: 'deviceUnplaced', floorId: null, deviceId: 'waiting' },
      { code: 'deviceInNoZone', floorId: 'f1', deviceId: 'free' },
      { code: 'sameSpot', floorId: 'f1', deviceId: 'two', otherId: 'one' },
      { code: 'sameDeviceName', floorId: 'f1', deviceId: 'three', otherId: 'one' },
    ]);
    expect(found.filter(isError)).toHaveLength(2);
  });
});

describe('what the building becomes', () => {
  const SHEET = '<svg viewBox="0 0 20 10"/>';
  const floor: FloorView = {
    id: 'f1',
    name: NAME,
    level: 0,
    widthM: 20,
    heightM: 10,
    planSvg: SHEET,
    zones: [],
  };
  const at = (xM: number, yM: number, floorId = 'f1'): DevicePlacement => ({
    name: '분전반',
    floorId,
    xM,
    yM,
    zoneId: null,
    upstreamPanel: 'LP-1',
    ratedCurrentA: 30,
    gasSensor: null,
    temperatureSensor: null,
    model: null,
    expectedIntervalMs: 5_000,
  });
  const device = (id: string, placement: DevicePlacement | null): RegisteredDevice => ({
    id,
    firstSeenAt: 0,
    placement,
  });
  const now = {
    floors: [floor],
    devices: [device('a', at(2, 3)), device('b', at(15, 3)), device('new', null)],
  };
  const planned = (change: Partial<PlannedFloor> = {}): PlannedFloor => ({
    id: 'f1',
    name: NAME,
    level: 0,
    widthM: 20,
    heightM: 10,
    planOf: 'f1',
    drawing: null,
    zones: [],
    stretch: 1,
    ...change,
  });
  const edit = (
    floors: PlannedFloor[],
    placements: Parameters<typeof editedBuilding>[1]['placements'] = [],
  ) => editedBuilding(now, { floors, placements }, () => false);

  it('puts a device into the zone that was drawn around it, and touches no other', () => {
    const next = edit([planned({ zones: [ZONE] })]);
    expect('code' in next ? next : [...next.placed]).toEqual([
      ['a', { ...at(2, 3), zoneId: 'z1' }],
    ]);
  });

  it('keeps what stands on a sheet where it is on the sheet when the sheet is measured', () => {
    const next = edit([planned({ widthM: 40, heightM: 20, stretch: 2 })]);
    expect('code' in next ? next : next.placed.get('b')).toEqual(at(30, 6));
    expect('code' in next ? next : next.floors[0]?.planSvg).toBe(SHEET);
  });

  it('places one from the inbox by its identifier, and keeps what isn’t said of another', () => {
    const next = edit(
      [planned()],
      [
        { deviceId: 'new', floorId: 'f1', xM: 1, yM: 1, branch: 'L3' },
        { deviceId: 'a', floorId: 'f1', xM: 4, yM: 4, name: '전기실 분전반' },
      ],
    );
    if ('code' in next) throw new Error(next.code);
    expect(next.placed.get('new')).toMatchObject({
      name: 'new',
      xM: 1,
      branch: 'L3',
      expectedIntervalMs: 10_000,
    });
    expect(next.placed.get('a')).toEqual({ ...at(4, 4), name: '전기실 분전반' });
    expect([...next.placed.keys()]).toEqual(['a', 'new']);
  });

  it('shows another floor’s drawing on a copy of it', () => {
    const next = edit([
      planned(),
      planned({ id: 'f2', planOf: 'f1', name: { ko: '2층', en: 'Floor 2' } }),
    ]);
    expect('code' in next ? next : next.floors[1]).toMatchObject({ id: 'f2', planSvg: SHEET });
    const bare = edit([planned(), planned({ id: 'f3', planOf: null })]);
    expect('code' in bare ? bare : bare.floors[1]?.planSvg).toContain('plan-outline');
  });

  it('is refused where a device would be lost, unknown or outside', () => {
    expect(edit([planned({ id: 'other', planOf: null })])).toEqual({
      code: 'floorInUse',
      floorId: 'f1',
      devices: ['a', 'b'],
    });
    expect(edit([planned()], [{ deviceId: 'x', floorId: 'f1', xM: 1, yM: 1 }])).toEqual({
      code: 'unknownDevice',
      deviceId: 'x',
    });
    expect(edit([planned({ widthM: 12 })])).toEqual({
      code: 'faults',
      faults: [{ code: 'deviceOutside', floorId: 'f1', deviceId: 'b' }],
    });
    const drawing = {
      sha256: 'a'.repeat(64),
      mediaType: 'image/png' as const,
      invert: true,
      scaled: true,
      source: { name: 'x', kind: 'png' as const, page: null },
    };
    expect(edit([planned({ drawing })])).toEqual({ code: 'unknownDrawing', floorId: 'f1' });
  });

  it('goes back to where devices were, and leaves those that came since on their spot of the sheet', () => {
    const then = { floors: [floor], devices: placesOf(now.devices) };
    const wide = { ...floor, widthM: 40, heightM: 20 };
    const later = {
      floors: [wide, { ...floor, id: 'f2' }],
      devices: [device('a', at(30, 6)), device('b', at(1, 1, 'f2')), device('new', at(10, 10))],
    };
    const next = restoredBuilding(later, then);
    if ('code' in next) throw new Error(next.code);
    expect(
      Object.fromEntries(
        [...next.placed].map(([id, { floorId, xM, yM }]) => [id, [floorId, xM, yM]]),
      ),
    ).toEqual({
      a: ['f1', 2, 3],
      b: ['f1', 15, 3],
      new: ['f1', 5, 5],
    });
    expect(next.dropped).toEqual(['f2']);
    const stranded = { ...later, devices: [...later.devices, device('c', at(1, 1, 'f2'))] };
    expect(restoredBuilding(stranded, then)).toEqual({
      code: 'floorInUse',
      floorId: 'f2',
      devices: ['c'],
    });
  });
});
