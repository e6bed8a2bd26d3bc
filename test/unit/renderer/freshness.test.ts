import { describe, expect, test } from 'vitest';
import { freshnessBy, reportingNow, siteWatch } from '../../../renderer/state/freshness.ts';
import { device, feed, NOW, status } from './made.ts';

const down = feed({ id: 'down', state: 'down', lastFrameAt: NOW - 5_000 });

describe('freshness of one device', () => {
  test.each([
    ['heard, all feeds up', device('d'), [feed()], 'live'],
    ['the engine says silent', device('d', { silent: true }), [feed()], 'silent'],
    ['of the run before, and not heard since', device('d', { heard: false }), [feed()], 'unheard'],
    ['never heard', device('d', { receivedAt: null, silent: true }), [feed()], 'never'],
    ['the only feed is down', device('d'), [down], 'feedDown'],
    ['the only feed is still connecting', device('d'), [feed({ state: 'connecting' })], 'feedDown'],
    [
      'one of two feeds is down, and nothing was heard since',
      device('d', { receivedAt: NOW - 6_000 }),
      [feed(), down],
      'feedDown',
    ],
    [
      'one of two feeds is down, but the device was heard after that',
      device('d', { receivedAt: NOW - 1_000 }),
      [feed(), down],
      'live',
    ],
    [
      'a feed that never delivered takes nothing down with it',
      device('d'),
      [feed(), feed({ state: 'down', lastFrameAt: null })],
      'live',
    ],
    ['a desk without feeds hears nobody', device('d'), [], 'feedDown'],
  ] as const)('%s: %s', (_, one, feeds, expected) => {
    expect(freshnessBy(feeds)(one)).toBe(expected);
  });
});

test('nobody reports while every feed is down, whatever the engine still counts', () => {
  expect(reportingNow(status())).toBe(2);
  expect(reportingNow(status({ feeds: [down] }))).toBe(0);
});

describe('the header’s one word', () => {
  test.each([
    ['all well', status(), 'monitoring'],
    ['a device is missing', status({ reporting: 1 }), 'degraded'],
    ['one feed of two is down', status({ feeds: [feed(), down] }), 'degraded'],
    [
      'something fails',
      status({ problems: [{ code: 'commitFailing', since: NOW, detail: 'disk full' }] }),
      'degraded',
    ],
    ['every feed is down', status({ feeds: [down] }), 'feedDown'],
    ['there is no feed at all', status({ feeds: [] }), 'feedDown'],
    ['no device is placed', status({ expected: 0, reporting: 0 }), 'degraded'],
  ] as const)('%s: %s', (_, one, expected) => {
    expect(siteWatch(one)).toBe(expected);
  });
});
