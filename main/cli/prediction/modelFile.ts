/** Loads a model file for the batch commands. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import protobuf from 'protobufjs';
import { z } from 'zod';
import { FEATURE_COUNT, FEATURE_SCHEMA, STEPS } from '#shared/prediction/schema.ts';
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

/** @throws {CliError} when it is no model, or one that was trained on other features */
export async function loadModel(file: string): Promise<LoadedModel> {
  const bytes = bytesOf(file);
  const { modelVersion, operatingPoints } = metadataOf(file, bytes);
  const session = await sessionOf(file, bytes);
  return {
    hash: createHash('sha256').update(bytes).digest('hex'),
    version: modelVersion,
    points: operatingPoints,
    async run(windows, count) {
      const window = new Tensor('float32', windows, [count, STEPS, FEATURE_COUNT]);
      const found = await session.run({ window });
      const outputs = MODEL_OUTPUTS.map((name) => [name, found[name]!.data] as const);
      return Array.from(
        { length: count },
        (_, row) =>
          Object.fromEntries(
            outputs.map(([name, data]) => [name, Number(data[row])]),
          ) as unknown as ModelScores,
      );
    },
  };
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new CliError(`--model ${file} can't be read: ${messageOf(error)}`);
  }
}

async function sessionOf(file: string, bytes: Buffer): Promise<InferenceSession> {
  let session: InferenceSession;
  try {
    // One thread for each session: the files are what is shared out to the cores.
    session = await InferenceSession.create(bytes, {
      executionProviders: ['cpu'],
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
    });
  } catch (error) {
    throw new CliError(`--model ${file} can't be run: ${messageOf(error)}`);
  }
  const missing = MODEL_OUTPUTS.filter((name) => !session.outputNames.includes(name));
  if (missing.length > 0) throw new CliError(`--model ${file} has no output ${missing.join(', ')}`);
  return session;
}

/** What the commands need of the metadata; the rest is the engine's. */
const metadataSchema = z.object({
  modelVersion: z.string(),
  schema: z.object({
    version: z.string(),
    features: z.array(z.object({ name: z.string() })),
  }),
  operatingPoints: z.array(
    z.object({
      output: z.enum(MODEL_OUTPUTS),
      level: z.enum(['LOW', 'MEDIUM', 'HIGH']),
      threshold: z.number().min(0).max(1),
      k: z.int().min(1),
      n: z.int().min(1),
    }),
  ),
});
type Metadata = z.output<typeof metadataSchema>;

function metadataOf(file: string, bytes: Uint8Array): Metadata {
  const text = emberwatchProperty(file, bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CliError(`--model ${file}: its metadata is not valid JSON: ${messageOf(error)}`);
  }
  const parsed = metadataSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new CliError(
      `--model ${file}: its metadata: ${issue?.path.join('.') || 'the object'}: ${issue?.message}`,
    );
  }
  const { version, features } = parsed.data.schema;
  const other = FEATURE_SCHEMA.features.findIndex(({ name }, at) => features[at]?.name !== name);
  if (version !== FEATURE_SCHEMA.version || other >= 0 || features.length !== FEATURE_COUNT)
    throw new CliError(
      `--model ${file} was trained on other features (${version}, ${features.length} of them) than this program makes (${FEATURE_SCHEMA.version}, ${FEATURE_COUNT})`,
    );
  return parsed.data;
}

/** Field 14 of ModelProto, metadata_props: a key (field 1) and a value (field 2). */
function emberwatchProperty(file: string, bytes: Uint8Array): string {
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
  } catch (error) {
    throw new CliError(`--model ${file} is not a model file: ${messageOf(error)}`);
  }
  if (found === undefined) throw new CliError(`--model ${file} carries no emberwatch metadata`);
  return found;
}
