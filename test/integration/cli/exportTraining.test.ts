import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { FEATURE_SCHEMA, type FeatureSchema, STEPS } from '../../../shared/prediction/schema.ts';
import { type StreamTruth, streamTruthSchema } from '../../../shared/prediction/truth.ts';
import { runCli } from '../../support/cli.ts';
import { linesOf, MINUTE, START, time } from '../../support/recordings.ts';

const dir = mkdtempSync(join(tmpdir(), 'emberwatch-export-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Index {
  readonly schema: FeatureSchema;
  readonly streams: readonly { readonly truth: StreamTruth; readonly rows: number }[];
}

function exported(name: string) {
  const read = (file: string) => Uint8Array.from(readFileSync(join(dir, name, file))).buffer;
  const index = JSON.parse(readFileSync(join(dir, name, 'streams.json'), 'utf8')) as Index;
  return {
    index,
    total: index.streams.reduce((sum, { rows }) => sum + rows, 0),
    features: new Float32Array(read('features.f32')),
    minutes: new Int32Array(read('minutes.i32')),
    ready: new Uint8Array(read('ready.u8')),
    rules: new Uint8Array(read('rules.u8')),
  };
}

function expectConsistent(found: ReturnType<typeof exported>) {
  const { index, total, features, minutes, ready, rules } = found;
  expect(index.schema).toEqual(FEATURE_SCHEMA);
  expect(features.length).toBe(total * FEATURE_SCHEMA.features.length);
  expect([minutes.length, ready.length, rules.length]).toEqual([total, total, total]);
  expect(features.every(Number.isFinite)).toBe(true);
  expect(ready.every((value) => value <= 1)).toBe(true);
  expect(rules.every((value) => value <= 4)).toBe(true);
  let row = 0;
  for (const { rows } of index.streams) {
    // Every minute is a row, also in gaps; nothing is predicted before thirty.
    for (let i = 1; i < rows; i++) expect(minutes[row + i]).toBe(minutes[row + i - 1]! + 1);
    expect(ready.subarray(row, row + Math.min(rows, STEPS - 1)).every((one) => one === 0)).toBe(
      true,
    );
    row += rows;
  }
}

const simulate = (out: string) =>
  runCli(
    `export-training --out ${join(dir, out)} --seed 3 --incidents 1 --normal 1 --first-device 40`.split(
      ' ',
    ),
  );

test('simulated days: consistent rows with the truth beside them, the same bytes for the same seed', async () => {
  expect(await simulate('one')).toMatchObject({ code: 0, out: '' });
  await simulate('two');
  const found = exported('one');
  expectConsistent(found);
  const truths = found.index.streams.map(({ truth }) => truth);
  expect(truths.map(({ category }) => category)).toEqual(['incident', 'normal']);
  for (const truth of truths) expect(streamTruthSchema.parse(truth)).toEqual(truth);
  expect(found.ready.some((one) => one === 1)).toBe(true);
  const names = readdirSync(join(dir, 'one'));
  expect(names.sort()).toEqual(
    ['features.f32', 'minutes.i32', 'ready.u8', 'rules.u8', 'streams.json', 'waiting.u8'].sort(),
  );
  for (const name of names)
    expect(readFileSync(join(dir, 'two', name)).equals(readFileSync(join(dir, 'one', name)))).toBe(
      true,
    );
});

const TRUTH = {
  ...{ deviceId: 'fire', category: 'incident', type: 'loose_neutral', start: time(0) },
  ...{ end: time(120), onset: time(60), ignition: time(119) },
};

function recorded(name: string, files: Readonly<Record<string, string | Buffer>>): string[] {
  const at = join(dir, name);
  mkdirSync(at);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(at, file), content);
  const place = ['--truth', join(at, 'truth.jsonl'), '--devices', join(at, 'devices.jsonl')];
  return ['export-training', '--out', join(dir, `${name}-out`), '--telemetry', at, ...place];
}

test('recorded streams: packed or not, by their truth, and every minute of a gap a row', async () => {
  const lines = linesOf({
    deviceId: 'fire',
    minutes: 120,
    at: (minute) => (minute >= 50 && minute < 51 ? { pcbTemp: 70 } : {}),
  });
  // Ten minutes of silence from minute 80 on.
  const gap = lines.filter((_, index) => index < 160 || index >= 180);
  const args = recorded('recorded', {
    'fire.jsonl.gz': gzipSync(gap.join('\n')),
    'stranger.jsonl': linesOf({ deviceId: 'stranger', minutes: 5 }).join('\n'),
    'truth.jsonl': `${JSON.stringify(TRUTH)}\n`,
    'devices.jsonl': `${JSON.stringify({ deviceId: 'fire', mainA: 50, sensorLocation: 'enc' })}\n`,
  });
  expect(await runCli(args)).toMatchObject({ code: 0 });
  const found = exported('recorded-out');
  expectConsistent(found);
  expect(found.index.streams).toEqual([{ truth: streamTruthSchema.parse(TRUTH), rows: 120 }]);
  expect(found.minutes[0]).toBe(START / MINUTE);
  // A device that is hardly known yet: its limit counts at once.
  expect([...found.rules.subarray(49, 52)]).toEqual([0, 4, 0]);
  // One minute of the silence is held.
  expect([...found.ready.subarray(79, 83)]).toEqual([1, 1, 0, 0]);
});

test.each<[string, Readonly<Record<string, string>>, RegExp]>([
  ['truth', { 'truth.jsonl': `${JSON.stringify(TRUTH)}\n{oops\n` }, /truth\.jsonl, line 2 /],
  [
    'devices',
    { 'devices.jsonl': '{"deviceId":"fire","mainA":-1}\n' },
    /devices\.jsonl, line 1: mainA/,
  ],
  ['telemetry', { 'fire.jsonl.gz': 'not packed' }, /fire\.jsonl\.gz can't be read after line 0/],
])('what is wrong is named with its file and line: %s', async (name, files, sentence) => {
  const args = recorded(name, {
    'fire.jsonl': linesOf({ deviceId: 'fire', minutes: 2 }).join('\n'),
    'truth.jsonl': `${JSON.stringify(TRUTH)}\n`,
    'devices.jsonl': '',
    ...files,
  });
  const { code, err } = await runCli(args);
  expect(code).toBe(1);
  expect(err).toMatch(sentence);
});
