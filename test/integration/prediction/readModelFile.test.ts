import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readModelFile } from '../../../main/engine/prediction/readModelFile.ts';
import { FEATURE_COUNT, FEATURE_SCHEMA } from '../../../shared/prediction/schema.ts';
import { metadata, POINTS, writeModel } from '../../support/modelFile.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'emberwatch-model-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const written = (change: Record<string, unknown> = {}) =>
  writeModel(folder, 'overvoltage', metadata(change));

test('a model file is read with what it says of itself', async () => {
  const read = await readModelFile(written());
  if (!read.ok) throw new Error(read.problem.detail);
  expect(read.file.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(read.file.metadata).toMatchObject({
    modelVersion: 'test-1',
    trainedAt: Date.UTC(2026, 0, 1),
    operatingPoints: POINTS,
    carrying: 'probability',
  });
  expect((await readModelFile(read.file.path, read.file.hash)).ok).toBe(true);
});

const others = FEATURE_SCHEMA.features.toReversed();
const features = (list: readonly unknown[], version = FEATURE_SCHEMA.version) => ({
  schema: { ...FEATURE_SCHEMA, version, features: list },
});
const withPoint = (change: Record<string, unknown>) => ({
  operatingPoints: [{ ...POINTS[0], ...change }],
});

test.each([
  ['features of another version', features(FEATURE_SCHEMA.features, '2025-9'), /2025-9/],
  ['other features', features(others), /^feature 0 is .*, this program makes /],
  ['fewer features', features(FEATURE_SCHEMA.features.slice(1)), `it has ${FEATURE_COUNT - 1}`],
  ['another format', { format: 2 }, /the metadata: format/],
  ['no operating point', { operatingPoints: [] }, /the metadata: operatingPoints/],
  // Measured danger alone is critical.
  ['a point that is critical', withPoint({ level: 'CRITICAL' }), /operatingPoints\.0\.level/],
  ['a point that is always met', withPoint({ threshold: 0 }), /operatingPoints\.0\.threshold/],
  ['more minutes than there are', withPoint({ k: 4, n: 3 }), /k is more than n/],
])('a model with %s is refused', async (_, change, why) => {
  const read = await readModelFile(written(change));
  expect(read).toMatchObject({ ok: false, problem: { code: 'wrongSchema' } });
  const detail = read.ok ? '' : read.problem.detail.replace(/^.*\.onnx: /, '');
  expect(detail).toMatch(why);
});

/** OperatorSetIdProto of the default domain, as field 8 of the model. */
const opset = (version: number) => Buffer.from([0x42, 0x02, 0x10, version]);

test.each([
  ['missing', () => path.join(folder, 'none.onnx'), /there is no such file/],
  ['unreadable', () => folder, /EISDIR/],
  ['notAModel', () => changed(() => Buffer.from('<!doctype html><html></html>')), /not an ONNX/],
  ['notAModel', () => changed(() => Buffer.alloc(0)), /it has no graph/],
  ['notAModel', () => changed((bytes) => bytes.subarray(0, 300)), /not an ONNX/],
  [
    'wrongOpset',
    () => changed((bytes) => Buffer.concat([bytes, opset(18)])),
    /opset 18, not 11 to 17/,
  ],
  ['wrongSchema', () => writeModel(folder, 'overvoltage', null), /no metadata of this program/],
] as const)('a file is refused as %s', async (code, make, why) => {
  const file = make();
  const read = await readModelFile(file);
  expect(read).toMatchObject({ ok: false, problem: { code } });
  expect(read.ok ? '' : read.problem.detail).toMatch(why);
  expect(read.ok ? '' : read.problem.detail).toContain(file);
});

test('a file of more than 64 MB is refused before it is read', async () => {
  const file = written();
  truncateSync(file, 64 * 1024 * 1024 + 1);
  expect(await readModelFile(file)).toMatchObject({ ok: false, problem: { code: 'tooLarge' } });
});

test('a file that is not the one that was agreed on is refused', async () => {
  const read = await readModelFile(written(), 'a'.repeat(64));
  expect(read).toMatchObject({ ok: false, problem: { code: 'hashMismatch' } });
});

function changed(change: (bytes: Buffer) => Buffer): string {
  const file = written();
  writeFileSync(file, change(readFileSync(file)));
  return file;
}
