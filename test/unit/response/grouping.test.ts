import { describe, expect, test } from 'vitest';
import {
  incidentId,
  joins,
  type OpenIncident,
  placeOf,
  readPlace,
} from '#shared/response/grouping.ts';

const MINUTE = 60_000;
const T0 = 1_700_000_000_000;
const open = (said: Partial<OpenIncident> = {}): OpenIncident => ({
  id: 'i1',
  firstOnsetAt: T0,
  lastOnsetAt: T0,
  hasDevice: false,
  ...said,
});
const fire = (minutes: number) => ({ alarmClass: 'fire', onsetAt: T0 + minutes * MINUTE }) as const;

describe('the place of an alarm', () => {
  const cases = [
    ['its zone', { floorId: 'b1', zoneId: 'ev', upstreamPanel: 'LP-1' }, 'zone', 'b1', 'ev'],
    ['its panel', { floorId: 'b1', zoneId: null, upstreamPanel: 'LP-1' }, 'panel', 'b1', 'LP-1'],
    ['its device', { floorId: 'b1', zoneId: null, upstreamPanel: null }, 'device', null, 'd1'],
    ['its device, when nobody placed it', null, 'device', null, 'd1'],
    [
      'its panel, when the zone has no name',
      { floorId: 'b1', zoneId: '', upstreamPanel: 'P' },
      'panel',
      'b1',
      'P',
    ],
  ] as const;
  test.each(cases)('is %s', (_, placement, type, floorId, name) => {
    expect(readPlace(placeOf('d1', placement))).toEqual({ type, floorId, name });
  });

  test('two panels can’t imitate each other by the slashes in their names', () => {
    const one = placeOf('d', { floorId: 'a/b', zoneId: null, upstreamPanel: 'c' });
    const other = placeOf('d', { floorId: 'a', zoneId: null, upstreamPanel: 'b/c' });
    expect(one).not.toBe(other);
    expect(readPlace(other)).toEqual({ type: 'panel', floorId: 'a', name: 'b/c' });
  });
});

describe('a new alarm', () => {
  test.each([
    ['begins an incident where none is open', 0, [], 'new'],
    ['joins within the half hour', 30, [open()], 'i1'],
    ['begins another a millisecond later', 30 + 1 / MINUTE, [open()], 'new'],
    ['joins when it is told late and began before', -30, [open()], 'i1'],
    [
      'counts from the newest alarm and not the first',
      55,
      [open({ lastOnsetAt: T0 + 25 * MINUTE })],
      'i1',
    ],
    ['joins in the middle of a long one', 100, [open({ lastOnsetAt: T0 + 200 * MINUTE })], 'i1'],
    ['joins the newest of two', 10, [open(), open({ id: 'i2', lastOnsetAt: T0 + MINUTE })], 'i2'],
    ['joins the first by name of two alike', 10, [open({ id: 'i2' }), open()], 'i1'],
  ] as const)('%s', (_, minutes, candidates, expected) => {
    expect(joins(fire(minutes), candidates, 30)).toBe(expected);
  });

  test('a trouble begins none, and joins only where its device already is', () => {
    const trouble = { alarmClass: 'trouble', onsetAt: T0 } as const;
    expect(joins(trouble, [], 30)).toBeNull();
    expect(joins(trouble, [open()], 30)).toBeNull();
    expect(joins(trouble, [open(), open({ id: 'i2', hasDevice: true })], 30)).toBe('i2');
  });

  test('the window is a setting', () => {
    expect(joins(fire(6), [open()], 5)).toBe('new');
    expect(joins(fire(5), [open()], 5)).toBe('i1');
  });
});

test('the same first alarm names the same incident', () => {
  expect(incidentId('hq/d/risk/1')).toBe(incidentId('hq/d/risk/1'));
  expect(incidentId('hq/d/risk/1')).not.toBe(incidentId('hq/d/risk/2'));
});
