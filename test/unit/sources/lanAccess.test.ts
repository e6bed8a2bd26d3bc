import { describe, expect, it } from 'vitest';
import { credentialsMatch, isLoopback } from '#engine/sources/lanAccess.ts';
import { matchesFilter } from '#engine/sources/topicFilter.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('who may connect to the embedded broker', () => {
  const expected = { username: 'gateway', password: '비밀번호' };

  it.each([
    ['both right', 'gateway', bytes('비밀번호'), true],
    ['a wrong password', 'gateway', bytes('비밀번호 '), false],
    ['a wrong name', 'Gateway', bytes('비밀번호'), false],
    ['no password', 'gateway', undefined, false],
    ['no name', undefined, bytes('비밀번호'), false],
    ['nothing', undefined, undefined, false],
  ])('%s', (_case, username, password, allowed) => {
    expect(credentialsMatch(expected, username, password)).toBe(allowed);
  });

  it('nothing given is not an empty name and password', () => {
    expect(credentialsMatch({ username: '', password: '' }, undefined, undefined)).toBe(false);
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.9.1', true],
    ['::ffff:127.0.0.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['192.168.127.1', false],
    ['', false],
  ])('%s is this machine: %s', (host, expectation) => {
    expect(isLoopback(host)).toBe(expectation);
  });
});

describe('a topic filter', () => {
  it.each([
    ['fire-prediction/device/+/data', 'fire-prediction/device/a/data', true],
    ['fire-prediction/device/+/data', 'fire-prediction/device//data', true],
    ['fire-prediction/device/+/data', 'fire-prediction/device/a/b/data', false],
    ['fire-prediction/device/+/data', 'fire-prediction/device/a', false],
    ['fire-prediction/device/+/data', 'fire-prediction/device/a/data/', false],
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['a/#', 'b', false],
    ['#', 'anything/at/all', true],
    ['#', '$SYS/broker', false],
    ['+/broker', '$SYS/broker', false],
    ['$SYS/#', '$SYS/broker', true],
    ['+', '', true],
  ])('%s and %s: %s', (filter, topic, matches) => {
    expect(matchesFilter(filter, topic)).toBe(matches);
  });
});
