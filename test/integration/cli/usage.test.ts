import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { runCli } from '../../support/cli.ts';

describe('the command line', () => {
  test('says its version', async () => {
    expect(await runCli(['--version'])).toEqual({
      code: 0,
      out: `${packageJson.version}\n`,
      err: '',
    });
  });

  test('helps on standard output when asked', async () => {
    const { code, out, err } = await runCli(['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const command of ['serve', 'simulate', 'score', 'doctor']) expect(out).toContain(command);
  });

  test.each([
    ['serve', ['--data', '--port', '--host', '--mqtt', '--ca', '--token', '--demo', '{"url":']],
    [
      'simulate',
      ['--mqtt', '--devices', '--rate', '--seed', '--count', '--duration', '--incident', 'fire'],
    ],
    ['simulate-episodes', ['--out', '--seed', '--incidents', '--near-misses', '--hours']],
    ['score', ['--power-unit', '--thresholds']],
    ['doctor', ['--data', '--mqtt', '--port', '--lang', '--json']],
  ])('%s --help names its options', async (command, options) => {
    const { code, out } = await runCli([command, '--help']);
    expect(code).toBe(0);
    for (const option of options) expect(out).toContain(option);
  });

  test.each<[string, string[], RegExp]>([
    ['no command', [], /Usage: emberwatch/],
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['an unknown option', ['serve', '--frobnicate'], /unknown option '--frobnicate'/],
    ['a word too many', ['doctor', 'now'], /too many arguments/],
    ['a port that is no number', ['serve', '--port', 'abc'], /--port.*'abc'.*0 to 65535/],
    ['a port out of range', ['serve', '--port', '70000'], /--port.*'70000'/],
    ['a broker that is no MQTT address', ['serve', '--mqtt', 'http://x'], /--mqtt.*mqtt:\/\/host/],
    ['no broker to publish to', ['simulate'], /required option '--mqtt/],
    ['a rate of nothing', ['simulate', '--mqtt', 'mqtt://x', '--rate', '0'], /--rate.*above 0/],
    [
      'an incident that nobody knows',
      ['simulate', '--mqtt', 'mqtt://x', '--incident', 'flood'],
      /--incident.*'flood'.*fire@device-050.*overheating/,
    ],
    ['an unknown unit', ['score', '--power-unit', 'MW'], /--power-unit.*kW, W/],
    ['two tokens', ['serve', '--token', 'a', '--token-file', 'b'], /cannot be used with/],
    ['an option without its value', ['serve', '--data'], /argument missing/],
  ])('%s is refused with code 2, a sentence and no stack', async (_what, args, sentence) => {
    const { code, out, err } = await runCli(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(sentence);
    expect(err).not.toMatch(/\n\s+at /);
  });
});

test('an incident of a device that is not there ends it with a sentence', async () => {
  const args = ['simulate', '--mqtt', 'mqtt://x', '--incident', 'fire@device-999+5'];
  const { code, out, err } = await runCli(args);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toMatch(/--incident fire: device-999 is not simulated/);
});

describe('the launcher', () => {
  test('runs the same program', async () => {
    const { code, out } = await runCli(['--version'], { entry: 'main/cli/bin.js' });
    expect({ code, out }).toEqual({ code: 0, out: `${packageJson.version}\n` });
  });

  test('passes words, input and exit codes through', async () => {
    const { code, out } = await runCli(['score'], { entry: 'main/cli/bin.js', input: 'no\n' });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toHaveProperty('error.reason', 'notJson');
  });

  // The system's own Node, where it is another and older one than the project's.
  const systemNode = ['/usr/bin/node', '/usr/local/bin/node'].find((file) => existsSync(file));
  test.skipIf(systemNode === undefined)('starts the project’s Node from the system’s', async () => {
    const call = {
      entry: 'main/cli/bin.js',
      input: 'no\n',
      ...(systemNode && { node: systemNode }),
    };
    const { code, out } = await runCli(['score'], call);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toHaveProperty('error.reason', 'notJson');
  });
});
