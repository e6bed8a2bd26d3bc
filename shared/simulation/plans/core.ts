/** The stairs, lifts, shafts and toilets that stand one above the other on every floor. */
import type { Room } from './FloorPlan.ts';
import { box, type Point } from './geometry.ts';
import { lift, stair } from './stairs.ts';
import { basins, cubicles } from './symbols.ts';
import { CORE, door, gap, PARTITION, type Wall, wall } from './walls.ts';

export const WIDTH_M = 60;
export const HEIGHT_M = 38;

/** Building above ground: a notch for deliveries in the north-west, a glass curve at the corner of the two streets. */
export const TOWER_OUTLINE = 'M9 3H57V25A10 10 0 0 1 47 35H3V8H9Z';
export const CURVE_CENTER: Point = [47, 25];
export const CURVE_RADIUS = 10;

export const coreRooms: readonly Room[] = [
  {
    id: 'stair-a',
    name: { ko: '계단 A', en: 'Stair A' },
    polygon: box(26, 15.5, 29, 21.2),
    labelSize: 0,
  },
  {
    id: 'lift-1',
    name: { ko: '승강기 1', en: 'Lift 1' },
    polygon: box(29, 15.5, 31.2, 18.2),
    labelSize: 0,
  },
  {
    id: 'lift-2',
    name: { ko: '승강기 2', en: 'Lift 2' },
    polygon: box(31.2, 15.5, 33.4, 18.2),
    labelSize: 0,
  },
  {
    id: 'lift-3',
    name: { ko: '비상용 승강기', en: 'Fire lift' },
    polygon: box(33.4, 15.5, 36, 18.2),
    labelSize: 0,
  },
  {
    id: 'eps',
    name: { ko: 'EPS', en: 'Riser' },
    polygon: box(36, 15.5, 38, 18.2),
    electrical: true,
    labelAt: [37, 16.35],
    labelSize: 0.55,
  },
  {
    id: 'tps',
    name: { ko: 'TPS', en: 'Telecom' },
    polygon: box(36, 18.2, 38, 21.2),
    electrical: true,
    labelAt: [37, 19.2],
    labelSize: 0.55,
  },
  {
    id: 'lift-lobby',
    name: { ko: '승강기홀', en: 'Lift hall' },
    polygon: [
      [29, 18.2],
      [36, 18.2],
      [36, 21.2],
      [33.5, 21.2],
      [33.5, 24],
      [30.5, 24],
      [30.5, 21.2],
      [29, 21.2],
    ],
    labelAt: [32.4, 20],
    labelSize: 0.6,
  },
  {
    id: 'wc-men',
    name: { ko: '화장실(남)', en: 'WC men' },
    polygon: box(26, 21.2, 30.5, 24),
    labelAt: [28.2, 23.2],
    labelSize: 0.5,
  },
  {
    id: 'wc-women',
    name: { ko: '화장실(여)', en: 'WC women' },
    polygon: box(33.5, 21.2, 38, 24),
    labelAt: [35.8, 23.2],
    labelSize: 0.5,
  },
  {
    id: 'stair-b',
    name: { ko: '계단 B', en: 'Stair B' },
    polygon: box(3, 13, 6.2, 18),
    labelSize: 0,
  },
];

export const coreWalls: readonly Wall[] = [
  wall(CORE, 26, 15.5, 38, 15.5, door(10.6, 'left', 'end', 0.8)),
  wall(CORE, 26, 15.5, 26, 24),
  wall(CORE, 38, 15.5, 38, 24, door(4.2, 'left', 'end', 0.8)),
  wall(CORE, 26, 24, 38, 24, gap(4.6, 2.8)),
  wall(CORE, 29, 15.5, 29, 21.2, door(4.2, 'left', 'end')),
  wall(CORE, 29, 18.2, 36, 18.2, gap(0.5, 1.2), gap(2.7, 1.2), gap(5, 1.4)),
  wall(PARTITION, 31.2, 15.5, 31.2, 18.2),
  wall(CORE, 33.4, 15.5, 33.4, 18.2),
  wall(CORE, 36, 15.5, 36, 21.2),
  wall(PARTITION, 36, 18.2, 38, 18.2),
  wall(CORE, 26, 21.2, 30.5, 21.2),
  wall(CORE, 33.5, 21.2, 38, 21.2),
  wall(CORE, 30.5, 21.2, 30.5, 24, door(1.7, 'right', 'start', 0.85)),
  wall(CORE, 33.5, 21.2, 33.5, 24, door(1.7, 'left', 'start', 0.85)),
  wall(CORE, 3, 13, 6.2, 13),
  wall(CORE, 6.2, 13, 6.2, 18, door(3.4, 'right', 'end')),
  wall(CORE, 3, 18, 6.2, 18),
];

export const coreStairs: readonly string[] = [
  stair(26.2, 15.7, 2.6, 5.3),
  stair(3.2, 13.2, 2.8, 4.6),
  lift(29.1, 15.6, 2, 2.5),
  lift(31.3, 15.6, 2, 2.5),
  lift(33.55, 15.6, 2.3, 2.5),
];

export const coreFixtures: readonly string[] = [
  cubicles(26.2, 21.4, 3),
  basins(28.95, 21.4, 1),
  cubicles(34.95, 21.4, 3),
  basins(34.0, 21.4, 1),
];

/** Columns of the 9 m grid that stand free of the core. */
export const columns: readonly Point[] = [12, 21, 30, 39, 48].flatMap((x): Point[] =>
  x === 30
    ? [
        [x, 13],
        [x, 30.2],
      ]
    : [
        [x, 13],
        [x, 20.4],
        [x, 30.2],
      ],
);
