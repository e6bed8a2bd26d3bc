/** Loads a model file for the batch commands. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import protobuf from 'protobufjs';
import { FEATURE_COUNT, STEPS } from '#shared/prediction/schema.ts';
import {
  MODEL_OUTPUTS,
  type ModelScores,
  type OperatingPoint,
} from '#shared/prediction/verdict.ts';
import { CliError } from '../exitCodes.ts';
import { messageOf } from '../options.ts';
import { projectRoot } from '../projectRoot.ts';

export interface LoadedModel {
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
  readonly version: string;
  readonly points: readonly OperatingPoint[];
  run(windows: Float32Array, count: number): Promise<readonly ModelScores[]>;
}

/** The model that came with the program; null when it came without. */
export function bundledModel(): string | null {
  const file = path.join(projectRoot, 'models', 'fire-risk.onnx');
  return existsSync(file) ? file : null;
}

/** @throws {CliError} */
export async function loadModel(file: string): Promise<LoadedModel> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new CliError(`--model ${file} can't be read: ${messageOf(error)}`);
  }
  const { modelVersion, operatingPoints } = metadataOf(file, bytes);
  const session = await InferenceSession.create(bytes, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
  });
  return {
    hash: createHash('sha256').update(bytes).digest('hex'),
    version: modelVersion,
    points: operatingPoints,
    async run(windows, count) {
      const window = new Tensor('float32', windows, [count, STEPS, FEATURE_COUNT]);
      const found = await session.run({ window });
      return Array.from({ length: count }, (_, row) => {
        const scores = MODEL_OUTPUTS.map((name) => [name, Number(found[name]!.data[row])] as const);
        return Object.fromEntries(scores) as unknown as ModelScores;
      });
    },
  };
}

interface Metadata {
  readonly modelVersion: string;
  readonly operatingPoints: readonly OperatingPoint[];
}

/** Field 14 of ModelProto: a key (field 1) and a value (field 2). */
function metadataOf(file: string, bytes: Uint8Array): Metadata {
  let found: string | undefined;
  try {
    const reader = protobuf.Reader.create(bytes);
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      if (tag >>> 3 !== 14) {
        reader.skipType(tag & 7);
        continue;
      }
      const entry = { 1: '', 2: '' };
      const end = reader.uint32() + reader.pos;
      while (reader.pos < end) {
        const field = reader.uint32() >>> 3;
        if (field === 1 || field === 2) entry[field] = reader.string();
      }
      if (entry[1] === 'emberwatch') found = entry[2];
    }
    if (found !== undefined) return JSON.parse(found) as Metadata;
  } catch (error) {
    throw new CliError(`--model ${file} is not a model file: ${messageOf(error)}`);
  }
  throw new CliError(`--model ${file} carries no emberwatch metadata`);
}
