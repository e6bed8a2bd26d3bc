import { describe, expect, it } from 'vitest';
import { door, drawWalls, glazing, wall } from '#shared/simulation/plans/walls.ts';

describe('a wall on a plan', () => {
  it('is a block of its thickness that reaches half of it beyond its ends, so that corners close', () => {
    expect(drawWalls([wall(0.2, 1, 5, 4, 5)])).toEqual({
      walls: 'M0.9 4.9L4.1 4.9L4.1 5.1L0.9 5.1Z',
      doors: '',
      windows: '',
    });
  });

  it('is left out where a door is, and the door swings a quarter circle from its hinge', () => {
    const drawn = drawWalls([wall(0.2, 0, 0, 4, 0, door(1, 'left', 'start', 1))]);
    expect(drawn.walls).toBe('M-0.1 -0.1L1 -0.1L1 0.1L-0.1 0.1ZM2 -0.1L4.1 -0.1L4.1 0.1L2 0.1Z');
    // Walking east, left is north: the leaf stands at y = −1.
    expect(drawn.doors).toBe('M1 0L1 -1A1 1 0 0 1 2 0');
  });

  it.each([
    ['right', 'start', 'M1 0L1 1A1 1 0 0 0 2 0'],
    ['left', 'end', 'M2 0L2 -1A1 1 0 0 0 1 0'],
    ['right', 'end', 'M2 0L2 1A1 1 0 0 1 1 0'],
  ] as const)('opens to the %s with the hinge at the %s', (side, hinge, expected) => {
    expect(drawWalls([wall(0.2, 0, 0, 4, 0, door(1, side, hinge, 1))]).doors).toBe(expected);
  });

  it('turns its symbols with itself', () => {
    // Walking south, left is east.
    expect(drawWalls([wall(0.2, 0, 0, 0, 4, door(1, 'left', 'start', 1))]).doors).toBe(
      'M0 1L1 1A1 1 0 0 1 0 2',
    );
  });

  it('shows a window as two faces and a pane between mullions', () => {
    const { windows } = drawWalls([wall(0.4, 0, 0, 4, 0, glazing(1, 1.6))]);
    expect(windows).toBe('M1 -0.2L2.6 -0.2M1 0L2.6 0M1 0.2L2.6 0.2M1 -0.2L1 0.2M2.6 -0.2L2.6 0.2');
  });

  it('keeps openings in order, however they were given', () => {
    const one = drawWalls([wall(0.2, 0, 0, 9, 0, glazing(5, 1), door(1))]);
    const other = drawWalls([wall(0.2, 0, 0, 9, 0, door(1), glazing(5, 1))]);
    expect(one).toEqual(other);
  });
});
