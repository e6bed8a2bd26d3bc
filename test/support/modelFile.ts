import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import protobuf from 'protobufjs';
import { FEATURE_SCHEMA } from '../../shared/prediction/schema.ts';
import type { OperatingPoint } from '../../shared/prediction/verdict.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/models');

/** ModelProto.metadata_props, a message, by its number and wire type. */
const METADATA_PROPS = (14 << 3) | 2;

export const POINTS: readonly OperatingPoint[] = [
  { output: 'probability', level: 'HIGH', threshold: 0.9, k: 2, n: 3 },
  { output: 'hazard', level: 'MEDIUM', threshold: 0.9, k: 2, n: 3 },
];

/** As the training writes it; change what the test is about. */
export function metadata(change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    format: 1,
    modelVersion: 'test-1',
    trainedAt: '2026-01-01T00:00:00.000Z',
    schema: FEATURE_SCHEMA,
    trainingDataHash: '0'.repeat(64),
    carrying: 'probability',
    operatingPoints: POINTS,
    card: { sets: [] },
    reference: { windows: 0, features: [] },
    parity: '0'.repeat(64),
    ...change,
  };
}

/** A model of `test/fixtures/models` with metadata: a protobuf message may be added to at its end. */
function modelBytes(name: string, emberwatch: Record<string, unknown> | null): Buffer {
  const bytes = readFileSync(path.join(FIXTURES, `${name}.onnx`));
  if (emberwatch === null) return bytes;
  const added = protobuf.Writer.create()
    .uint32(METADATA_PROPS)
    .fork()
    .uint32((1 << 3) | 2)
    .string('emberwatch')
    .uint32((2 << 3) | 2)
    .string(JSON.stringify(emberwatch))
    .ldelim()
    .finish();
  return Buffer.concat([bytes, added]);
}

/** Writes it into a folder. @returns its path */
export function writeModel(
  folder: string,
  name = 'overvoltage',
  emberwatch: Record<string, unknown> | null = metadata(),
): string {
  const file = path.join(folder, `${name}.onnx`);
  writeFileSync(file, modelBytes(name, emberwatch));
  return file;
}
