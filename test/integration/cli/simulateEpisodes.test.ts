import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceLineSchema, streamTruthSchema } from '../../../shared/prediction/truth.ts';
import { decodeText } from '../../../shared/telemetry/decode.ts';
import { type CliResult, runCli } from '../../support/cli.ts';

const dir = mkdtempSync(join(tmpdir(), 'emberwatch-episodes-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const counts = '--incidents 2 --near-misses 1 --hard-negatives 2 --normal 1'.split(' ');
const write = (out: string, ...more: string[]) =>
  runCli(['simulate-episodes', '--out', join(dir, out), '--seed', '5', ...counts, ...more]);
const jsonLines = (text: string) =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
const read = (out: string, name: string) => readFileSync(join(dir, out, name));

describe('simulate-episodes', () => {
  let said: CliResult;
  beforeAll(async () => {
    said = await write('one', '--months', '6-7');
  });

  test('writes the truth, the devices and each device’s messages, and says how many', () => {
    expect({ code: said.code, err: said.err }).toEqual({ code: 0, err: '' });
    const truths = jsonLines(read('one', 'truth.jsonl').toString());
    const devices = jsonLines(read('one', 'devices.jsonl').toString());
    expect(truths.map(({ category }) => category)).toEqual([
      'incident',
      'incident',
      'near_miss',
      'hard_negative',
      'hard_negative',
      'normal',
    ]);
    expect(devices.map(({ deviceId }) => deviceId)).toEqual(truths.map(({ deviceId }) => deviceId));
    let messages = 0;
    for (const [i, truth] of truths.entries()) {
      expect(streamTruthSchema.parse(truth)).toEqual(truth);
      expect(deviceLineSchema.parse(devices[i])).toEqual(devices[i]);
      expect(Object.keys(truth)).toEqual(
        'deviceId category type start end onset ignition arrested hnEnd'.split(' '),
      );
      expect(Object.keys(devices[i]!)).toEqual(['deviceId', 'mainA', 'sensorLocation', 'site']);
      expect(['06', '07']).toContain(String(truth['start']).slice(5, 7));
      const lines = gunzipSync(read('one', `${truth['deviceId']}.jsonl.gz`))
        .toString()
        .trimEnd();
      for (const line of lines.split('\n')) {
        messages += 1;
        const decoded = decodeText(line, { powerUnit: 'kW', powerFactorUnit: 'ratio' });
        expect(decoded.ok && decoded.reading.deviceId).toBe(truth['deviceId']);
      }
    }
    expect(JSON.parse(said.out)).toEqual({ devices: 6, messages });
  });

  test('writes the same bytes for the same seed', async () => {
    await write('two', '--months', '6-7');
    for (const name of readdirSync(join(dir, 'one')))
      expect(read('two', name).equals(read('one', name))).toBe(true);
  });

  test('refuses a folder that holds something, whose days would pass for days of this run', async () => {
    expect(await write('one')).toEqual({
      code: 1,
      out: '',
      err: `emberwatch: --out ${join(dir, 'one')} is not empty\n`,
    });
  });

  test.each([
    [['--months', '0-3'], /--months.*1-8 or 9,10,11/],
    [['--months', '5-2'], /--months/],
    [['--incidents', 'many'], /--incidents/],
  ])('refuses %j', async (words, message) => {
    const { code, err } = await write('three', ...words);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
