import { describe, expect, test } from 'vitest';
import { integer, listenAddress, mqttUrl, positive } from '../../../main/cli/options.ts';
import { userDataDir } from '../../../main/cli/userDataDir.ts';

describe('words of the command line', () => {
  const port = integer(0, 65_535);
  test.each(['0', '1', '65535'])('%s is a port', (text) => expect(port(text)).toBe(Number(text)));
  test.each(['', ' ', '-1', '65536', '1.5', '1e3', '0x10', 'abc', '１'])('%j is none', (text) =>
    expect(() => port(text)).toThrow('whole number from 0 to 65535'),
  );

  test.each(['0.5', '1', '1e6'])('%s is above zero', (text) =>
    expect(positive(text)).toBe(Number(text)),
  );
  test.each(['0', '-1', '', 'NaN', 'Infinity', 'x'])('%j is not', (text) =>
    expect(() => positive(text)).toThrow('above 0'),
  );

  test.each(['mqtt://h', 'mqtts://h:8883', 'ws://h/mqtt', 'wss://h/mqtt', 'mqtt://[::1]:1883'])(
    '%s is a broker',
    (text) => expect(mqttUrl(text)).toBe(text),
  );
  test.each(['', 'h:1883', 'http://h', 'mqtt://', 'mqtt:/h'])('%j is none', (text) =>
    expect(() => mqttUrl(text)).toThrow('mqtt://host:1883'),
  );

  test.each([
    ['1883', { host: '127.0.0.1', port: 1883 }],
    ['0.0.0.0:1883', { host: '0.0.0.0', port: 1883 }],
    ['[::1]:1883', { host: '::1', port: 1883 }],
  ])('%s is where a broker listens', (text, address) =>
    expect(listenAddress(text)).toEqual(address),
  );
  test.each(['', 'x', ':1883', 'host:', 'a:b:1', '1:70000'])('%j is not', (text) =>
    expect(() => listenAddress(text)).toThrow(),
  );
});

describe('where a user’s data lives', () => {
  test.each<[NodeJS.Platform, NodeJS.ProcessEnv, string]>([
    ['linux', {}, '/home/kim/.local/share/emberwatch'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/emberwatch'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/kim/.local/share/emberwatch'],
    ['darwin', {}, '/home/kim/Library/Application Support/emberwatch'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/emberwatch'],
    ['win32', {}, '/home/kim/AppData/Local/emberwatch'],
  ])('on %s with %j', (platform, env, dir) =>
    expect(userDataDir(env, platform, '/home/kim')).toBe(dir),
  );
});
