import { describe, expect, test } from 'vitest';
import { type ClusterMember, ClusterWatch } from '#shared/analytics/ClusterWatch.ts';
import { Neighbourhood } from '#shared/analytics/Neighbourhood.ts';
import { DEFAULT_THRESHOLDS } from '#shared/scoring/thresholds.ts';

const MINUTE = 60_000;

/** Devices a, b, c … nine metres apart in a row: each is near the next and no other. */
function row(count: number) {
  const neighbours = new Neighbourhood(DEFAULT_THRESHOLDS);
  const ids = Array.from({ length: count }, (_, i) => String.fromCharCode(97 + i));
  for (const [i, id] of ids.entries())
    neighbours.place(id, { floorId: 'f', xM: 9 * i, yM: 0, zoneId: null, upstreamPanel: null });
  const watch = new ClusterWatch(DEFAULT_THRESHOLDS, neighbours);
  const take = (deviceId: string, at: number, danger: boolean) =>
    watch.take({ deviceId, at, temperature: 60, risk: 0.3, danger } satisfies ClusterMember);
  return { watch, take };
}
const shown = (watch: ClusterWatch) =>
  watch.clusters().map(({ anchor, members }) => [anchor, members.join('')]);

describe('neighbours in danger', () => {
  test('make a cluster, named after the one that was in danger first', () => {
    const { watch, take } = row(3);
    take('b', 0, true);
    expect(shown(watch)).toEqual([]);
    expect(take('a', MINUTE, true)).toEqual({
      formed: [{ anchor: 'b', members: ['a', 'b'], since: MINUTE }],
      dissolved: [],
    });
    expect(take('a', MINUTE + 1, true)).toEqual({ formed: [], dissolved: [] });
  });

  test('make none when more than two minutes lie between them, or nobody is near', () => {
    const { watch, take } = row(3);
    take('a', 0, true);
    take('b', 2 * MINUTE + 1, true);
    expect(shown(watch)).toEqual([]);
    const apart = row(3);
    apart.take('a', 0, true);
    apart.take('c', 0, true);
    expect(shown(apart.watch)).toEqual([]);
  });

  test('that one joins from between become one, of the older name', () => {
    const { watch, take } = row(5);
    take('d', 0, true);
    take('e', 1, true);
    take('a', 2, true);
    take('b', 3, true);
    expect(shown(watch)).toEqual([
      ['d', 'de'],
      ['a', 'ab'],
    ]);
    expect(take('c', 4, true)).toMatchObject({ dissolved: ['a'] });
    expect(shown(watch)).toEqual([['d', 'abcde']]);
  });

  test('fall apart when the one between is calm; each part of two or more goes on', () => {
    const { watch, take } = row(5);
    for (const [i, id] of ['a', 'b', 'c', 'd', 'e'].entries()) take(id, i, true);
    expect(shown(watch)).toEqual([['a', 'abcde']]);
    expect(take('c', 10, false)).toMatchObject({ dissolved: [] });
    expect(shown(watch)).toEqual([
      ['a', 'ab'],
      ['d', 'de'],
    ]);
    expect(take('e', 11, false)).toEqual({ formed: [], dissolved: ['d'] });
    expect(take('a', 12, false)).toEqual({ formed: [], dissolved: ['a'] });
    expect(shown(watch)).toEqual([]);
  });

  test('a score above 0.7 is danger too, 0.7 is not', () => {
    const { watch } = row(2);
    const member = { at: 0, temperature: 30, danger: false };
    watch.take({ ...member, deviceId: 'a', risk: 0.71 });
    watch.take({ ...member, deviceId: 'b', risk: 0.7 });
    expect(shown(watch)).toEqual([]);
    watch.take({ ...member, deviceId: 'b', risk: 0.71 });
    expect(shown(watch)).toEqual([['a', 'ab']]);
  });

  test('one that is no longer known leaves its cluster', () => {
    const { watch, take } = row(2);
    take('a', 0, true);
    take('b', 1, true);
    expect(watch.forget('b', 2)).toEqual({ formed: [], dissolved: ['a'] });
  });
});
