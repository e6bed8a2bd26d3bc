import { describe, expect, test } from 'vitest';
import { difference } from '../../golden/compare.ts';

const agree = (want: unknown, got: unknown) => difference(want, got, 'expected') === undefined;

describe('numbers', () => {
  test.each([
    [0.3, 0.1 + 0.2],
    [1, 0.9999999999999999],
    [1e6 + 0.5, 1e6 + 0.5004],
    [0, -0],
    [0, 1e-10],
  ])('%d and %d agree', (want, got) => {
    expect(agree(want, got)).toBe(true);
  });

  test.each([
    ['too far', 0.3, 0.300000002],
    ['integers that differ, however large', 1_700_000_000_000, 1_700_000_000_001],
    ['not a number', 1, Number.NaN],
    ['infinite', 1, Number.POSITIVE_INFINITY],
    ['text', 1, '1'],
    ['nothing', 0, null],
  ])('%s', (_, want, got) => {
    expect(agree(want, got)).toBe(false);
  });
});

test.each([
  [[1, 2], [1, 2, 3], 'expected.length'],
  [[1, 2], [2, 1], 'expected[0]'],
  [{ a: { b: [true] } }, { a: { b: [false] } }, 'expected.a.b[0]'],
  [{ a: 1 }, {}, 'expected.a'],
  [{}, { a: 1 }, 'expected.a'],
  [{ a: null }, { a: undefined }, 'expected.a'],
  [[], {}, 'expected'],
  [null, {}, 'expected'],
])('%j and %j differ at %s', (want, got, path) => {
  expect(difference(want, got, 'expected')?.path).toBe(path);
});

test('the order of keys does not matter, the order of items does', () => {
  expect(agree({ a: 1, b: 'x' }, { b: 'x', a: 1 })).toBe(true);
  expect(agree(['x', 'y'], ['y', 'x'])).toBe(false);
});
