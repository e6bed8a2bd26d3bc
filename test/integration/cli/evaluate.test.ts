import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Evaluation } from '../../../main/cli/evaluate/evaluation.ts';
import { FEATURE_SCHEMA } from '../../../shared/prediction/schema.ts';
import { runCli } from '../../support/cli.ts';
import { metadata, writeModel } from '../../support/modelFile.ts';
import { linesOf, time } from '../../support/recordings.ts';

const dir = mkdtempSync(join(tmpdir(), 'emberwatch-evaluate-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** From minute 70 on its heat says a fire to the model, and at most MEDIUM to the rules. */
const fire = linesOf({
  deviceId: 'fire',
  minutes: 120,
  at: (minute) => (minute >= 70 ? { sensorTemp: 58, pcbTemp: 50 } : {}),
});
/** Within its first hour, before its own normal is known, the gas counts at once. */
const kitchen = linesOf({
  deviceId: 'kitchen',
  minutes: 120,
  at: (minute) => (minute >= 45 && minute < 55 ? { co: 30 } : {}),
});
const calm = linesOf({ deviceId: 'calm', minutes: 120 });

const stream = (deviceId: string, category: string, more: Record<string, unknown> = {}) => ({
  deviceId,
  category,
  start: time(0),
  end: time(120),
  ...more,
});
const TRUTH = [
  stream('fire', 'incident', { type: 'loose_neutral', onset: time(60), ignition: time(119.5) }),
  stream('kitchen', 'hard_negative', { type: 'cooking', onset: time(45), hnEnd: time(55) }),
  stream('calm', 'normal'),
];
const DEVICES = [
  { deviceId: 'fire', mainA: 50, sensorLocation: 'enc', site: 'office' },
  { deviceId: 'kitchen', mainA: 50, sensorLocation: 'room', site: 'restaurant' },
];

let counter = 0;
function folder(files: Readonly<Record<string, string | Buffer>>): string {
  const made = join(dir, String(counter++));
  mkdirSync(made);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(made, name), content);
  return made;
}
const jsonLines = (all: readonly unknown[]) =>
  all.map((one) => `${JSON.stringify(one)}\n`).join('');

let recorded: string;
let model: string;
const inputs = (telemetry = recorded, at = recorded) => [
  ...['evaluate', '--telemetry', telemetry, '--truth', join(at, 'truth.jsonl')],
  ...['--devices', join(at, 'devices.jsonl'), '--model', model],
];

beforeAll(() => {
  model = writeModel(dir, 'hot');
  recorded = folder({
    'fire.jsonl': fire.join('\n'),
    'kitchen.jsonl.gz': gzipSync(kitchen.join('\n')),
    'calm.jsonl': `${calm.join('\r\n')}\r\n`,
    'truth.jsonl': jsonLines(TRUTH),
    'devices.jsonl': jsonLines(DEVICES),
  });
});

async function json(args: readonly string[]): Promise<Evaluation> {
  const { code, out, err } = await runCli([...args, '--json']);
  expect({ code, err }).toMatchObject({ code: 0 });
  return JSON.parse(out) as Evaluation;
}

const methodOf = (evaluation: Evaluation, id: string) =>
  evaluation.methods.find((method) => method.id === id)?.summary;

describe('evaluate', () => {
  test('finds by the model what the rules miss, and tells by which method', async () => {
    const evaluation = await json(inputs());
    expect(methodOf(evaluation, 'rules')).toMatchObject({ fires: 1, detected: 0, missed: 1 });
    // Windows of the minutes 70 and 71 meet the point, so the model says so when minute 71 is over.
    expect(methodOf(evaluation, 'model')).toMatchObject({ detected: 1, lead: { q50: 47.5 } });
    // The reading that closes the minute is assessed before the model has answered; the next one comes later.
    expect(methodOf(evaluation, 'effective')).toMatchObject({
      detected: 1,
      lead: { q50: 47 },
      byType: { loose_neutral: { fires: 1, recall: 1 } },
      bySensorLocation: { enc: { fires: 1 } },
      normal: { falseAlarms: 0, perDay: 0 },
      hardNegatives: { episodes: 1, alarmed: 1, byType: { cooking: { alarmed: 1 } } },
      falseBeforeOnset: 0,
      precision: 0.5,
    });
    expect(methodOf(evaluation, 'floorGas')).toMatchObject({ hardNegatives: { alarmed: 1 } });
    expect(methodOf(evaluation, 'floorTemperature')).toMatchObject({
      hardNegatives: { alarmed: 0 },
    });
    expect(methodOf(evaluation, 'model:probability:HIGH:0.9')).toMatchObject({ detected: 1 });
    expect(methodOf(evaluation, 'effectiveCritical')).toMatchObject({ detected: 0 });
  });

  test('tells of every stream, of every window and of the minutes without a prediction', async () => {
    const perStream = join(dir, 'streams.jsonl');
    const evaluation = await json([...inputs(), '--per-stream', perStream]);
    const [first] = evaluation.streams;
    expect(evaluation.streams.map(({ deviceId }) => deviceId)).toEqual(['fire', 'kitchen', 'calm']);
    expect(first).toMatchObject({ site: 'office', sensorLocation: 'enc', readings: 240 });
    expect(first?.methods['effective']?.alarms).toEqual([{ start: time(72.5), end: time(119.5) }]);
    expect(first?.minutes).toEqual({
      ready: 90,
      warmingUp: 29,
      gaps: 0,
      stale: 0,
      sensorsMissing: 0,
    });
    // The last minute of a recording isn't closed by anything.
    expect(evaluation.availability).toMatchObject({ uncovered: 3, unavailable: 0.25 });
    const lines = readFileSync(perStream, 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(evaluation.streams);
    // Up to the ignition; positive from ten minutes before it.
    expect(evaluation.windows?.probability).toMatchObject({ windows: 3 * 90, positives: 10 });
    // From the onset on.
    expect(evaluation.windows?.hazard.positives).toBe(60);
  });

  test('one file with every device, shared out to two threads, says the same as a file each on one', async () => {
    const mixed = fire.flatMap((line, index) => [line, kitchen[index], calm[index]]);
    const one = folder({ 'all.jsonl.gz': gzipSync(mixed.join('\n')) });
    const together = await json([...inputs(join(one, 'all.jsonl.gz')), '--jobs', '2']);
    const apart = await json([...inputs(), '--jobs', '1']);
    expect({ ...together, files: [] }).toEqual({ ...apart, files: [] });
  });

  test('lines that are no message, repetitions and late frames change nothing and are counted', async () => {
    const spoilt = fire.flatMap((line, index) => {
      if (index === 50) return ['{"deviceId":"fire"', line];
      if (index === 60) return [];
      if (index === 64) return [line, fire[60]!, line];
      return [line];
    });
    const at = folder({
      'fire.jsonl': spoilt.join('\n'),
      'kitchen.jsonl': kitchen.join('\n'),
      'calm.jsonl': calm.join('\n'),
    });
    const { code, out, err } = await runCli([...inputs(at), '--json']);
    const evaluation = JSON.parse(out) as Evaluation;
    expect(code).toBe(0);
    expect(err).toContain(`fire.jsonl: 1 of 242 lines could not be read (line 51: notJson`);
    expect(evaluation.files.find(({ file }) => file.endsWith('fire.jsonl'))).toMatchObject({
      lines: 242,
      unreadable: 1,
      repetitions: 1,
    });
    expect(methodOf(evaluation, 'effective')).toEqual(methodOf(await json(inputs()), 'effective'));
  });

  test('a packed file that breaks off is judged as far as it goes, is named, and the code is 1', async () => {
    const packed = gzipSync(fire.join('\n'));
    const at = folder({ 'fire.jsonl.gz': packed.subarray(0, packed.length - 200) });
    const { code, out, err } = await runCli([...inputs(at), '--json', '--jobs', '2']);
    expect(code).toBe(1);
    // Once, although two threads read it.
    expect(
      err.match(/fire\.jsonl\.gz could not be read to its end: after line \d+: /g),
    ).toHaveLength(1);
    expect(err).toContain('truth without telemetry, not judged: 2 (kitchen, calm)');
    expect((JSON.parse(out) as Evaluation).streams).toHaveLength(1);
  });

  test('telemetry without truth is named and left out', async () => {
    const at = folder({ 'truth.jsonl': jsonLines(TRUTH.slice(0, 1)), 'devices.jsonl': '' });
    const { err } = await runCli([...inputs(recorded, at), '--json']);
    expect(err).toContain('telemetry without truth, not judged: 2 (calm, kitchen)');
  });

  test('without a model the table says so, in both languages', async () => {
    const args = [...inputs().slice(0, -2), '--no-model'];
    const english = await runCli(args);
    expect(english.err).toBe('emberwatch: no model: judged by scores and rules alone\n');
    expect(english.out).toContain('Model: none: scores and rules alone');
    expect(english.out).toMatch(/^EFFECTIVE ≥ HIGH +0\.00 \(0\/1\) +0\.00–0\.79 +0 +0 +1 /m);
    expect(english.out).not.toContain('Brier');
    const korean = await runCli([...args, '--lang', 'ko']);
    expect(korean.out).toMatch(/^방법 +재현율 +95 % +촉박 +늦음 +놓침/m);
    expect(korean.out).toMatch(/^유효 등급 ≥ HIGH +0\.00 \(0\/1\)/m);
  });

  describe('refuses in one sentence', () => {
    const refused = async (args: readonly string[]) => {
      const { code, out, err } = await runCli(args);
      expect({ code, out, lines: err.trim().split('\n').length }).toEqual({
        code: 1,
        out: '',
        lines: 1,
      });
      return err;
    };

    test.each<[string, unknown[], RegExp]>([
      ['a category that nobody knows', [stream('a', 'arson')], /truth\.jsonl, line 1: category: /],
      [
        'an end before the start',
        [stream('a', 'normal', { end: time(-1) })],
        /line 1: the end is /,
      ],
      ['an incident without an onset', [stream('a', 'incident')], /line 1: an incident needs /],
      [
        'an ignition before the onset',
        [TRUTH[2], stream('a', 'incident', { onset: time(50), ignition: time(40) })],
        /line 2: the ignition is not after the onset/,
      ],
      [
        'two truths at one time',
        [TRUTH[2], TRUTH[2]],
        /lines 1 and 2: two streams of calm at the same time/,
      ],
      ['no truth at all', [], /truth\.jsonl has no streams/],
    ])('%s', async (_what, truth, sentence) => {
      const at = folder({ 'truth.jsonl': jsonLines(truth), 'devices.jsonl': '' });
      expect(await refused(inputs(recorded, at))).toMatch(sentence);
    });

    test('truth that is no JSON', async () => {
      const at = folder({ 'truth.jsonl': `${jsonLines(TRUTH)}oops\n`, 'devices.jsonl': '' });
      expect(await refused(inputs(recorded, at))).toMatch(/line 4 is not valid JSON/);
    });

    test('a stream that is in two files', async () => {
      const at = folder({ 'a.jsonl': fire.join('\n'), 'b.jsonl': fire.join('\n') });
      expect(await refused(inputs(at))).toMatch(
        /^emberwatch: fire: the stream of .* is in .*a\.jsonl and in .*b\.jsonl/,
      );
    });

    test.each<[string, string, RegExp]>([
      ['a folder without telemetry', 'empty', /has no telemetry/],
      ['a path that leads nowhere', 'nowhere', /--telemetry .*nowhere can't be read/],
    ])('%s', async (_what, name, sentence) => {
      mkdirSync(join(dir, 'empty'), { recursive: true });
      expect(await refused(inputs(join(dir, name)))).toMatch(sentence);
    });

    test('a model that is none', async () => {
      const file = join(dir, 'none.onnx');
      writeFileSync(file, 'no model');
      expect(await refused([...inputs().slice(0, -1), file])).toMatch(
        /--model .*none\.onnx: it is not an ONNX file.* \(notAModel\)\n$/,
      );
    });

    test('a model that was trained on other features', async () => {
      const other = metadata({ schema: { ...FEATURE_SCHEMA, version: 'old' } });
      const file = writeModel(folder({}), 'overvoltage', other);
      expect(await refused([...inputs().slice(0, -1), file])).toMatch(
        /it was trained on features of version old, this program makes .* \(wrongSchema\)\n$/,
      );
    });

    test('a model that gives no chances over this telemetry', async () => {
      const file = writeModel(folder({}), 'half');
      expect(await refused([...inputs().slice(0, -1), file])).toMatch(
        /half\.onnx: it gave no chance between 0 and 1 for a window\n$/,
      );
    });
  });
});
