import { describe, expect, test } from 'vitest';
import { hostNameOf, isLoopback } from '../../../main/server/loopback.ts';

describe('which addresses only this machine can reach', () => {
  test.each([
    '127.0.0.1',
    '127.8.9.10',
    'localhost',
    'LOCALHOST',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
  ])('%s is loopback', (host) => expect(isLoopback(host)).toBe(true));
  test.each([
    '0.0.0.0',
    '::',
    '10.0.0.5',
    'desk.example',
    '127.0.0.1.example',
    'localhost.example',
    '1270.0.0.1',
    '',
  ])('%s is not', (host) => expect(isLoopback(host)).toBe(false));
});

describe('the name in a Host header', () => {
  test.each([
    ['127.0.0.1:7373', '127.0.0.1'],
    ['LocalHost', 'localhost'],
    ['[::1]:80', '[::1]'],
    ['desk_1.example', 'desk_1.example'],
  ])('%s names %s', (header, name) => expect(hostNameOf(header)).toBe(name));
  test.each([
    undefined,
    '',
    'a b',
    'user@127.0.0.1',
    '127.0.0.1/x',
    '127.0.0.1:port',
    "x;script-src 'unsafe-inline'",
  ])('%s is malformed', (header) => expect(hostNameOf(header)).toBeUndefined());
});
