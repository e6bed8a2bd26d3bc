/** What a model file says of itself, in the property `emberwatch` of its metadata. */
import { z } from 'zod';
import { FEATURE_SCHEMA } from '#shared/prediction/schema.ts';
import { MODEL_OUTPUTS } from '#shared/prediction/verdict.ts';

const operatingPoint = z
  .object({
    output: z.enum(MODEL_OUTPUTS),
    // CRITICAL is for what was measured; a model alone never says it.
    level: z.enum(['LOW', 'MEDIUM', 'HIGH']),
    threshold: z.number().gt(0).max(1),
    k: z.int().min(1).max(60),
    n: z.int().min(1).max(60),
  })
  .refine(({ k, n }) => k <= n, { message: 'k is more than n', path: ['k'] });

const cardSet = z.object({
  name: z.string(),
  incidents: z.number(),
  recall: z.number(),
  recallLow: z.number(),
  recallHigh: z.number(),
  medianLeadMinutes: z.number().nullable(),
  falseAlarmsPerDeviceDay: z.number(),
  hardNegativesAlarmed: z.number(),
  hardNegatives: z.number(),
});

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const metadataSchema = z.object({
  format: z.literal(1),
  modelVersion: z.string().min(1).max(64),
  trainedAt: z.iso.datetime().transform((text) => Date.parse(text)),
  schema: z.object({
    version: z.string(),
    stepMs: z.number(),
    steps: z.number(),
    features: z.array(z.object({ name: z.string() })),
  }),
  trainingDataHash: sha256,
  carrying: z.enum(MODEL_OUTPUTS),
  operatingPoints: z.array(operatingPoint).min(1).max(32),
  card: z.object({ sets: z.array(cardSet) }),
  /** How the newest step's features were distributed in training: nine deciles, and the share between them. */
  reference: z.object({
    windows: z.number(),
    features: z.array(
      z.object({
        name: z.string(),
        edges: z.array(z.number()).length(9),
        shares: z.array(z.number()).length(10),
      }),
    ),
  }),
  /** Of the stored cases by which the file was compared with its training. */
  parity: sha256,
});
export type ModelMetadata = z.output<typeof metadataSchema>;

/** @returns the metadata, or what is wrong with it. */
export function parseMetadata(text: string): ModelMetadata | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `the metadata is not valid JSON: ${error instanceof Error ? error.message : error}`;
  }
  const parsed = metadataSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `the metadata: ${issue?.path.join('.') || 'the object'}: ${issue?.message}`;
}

/** @returns how the features differ from those that this program makes; null when they are the same. */
export function schemaDifference({ schema }: ModelMetadata): string | null {
  const { version, stepMs, steps, features } = FEATURE_SCHEMA;
  if (schema.version !== version)
    return `it was trained on features of version ${schema.version}, this program makes ${version}`;
  if (schema.stepMs !== stepMs || schema.steps !== steps)
    return `its window is ${schema.steps} steps of ${schema.stepMs} ms, this program's ${steps} of ${stepMs} ms`;
  if (schema.features.length !== features.length)
    return `it has ${schema.features.length} features, this program makes ${features.length}`;
  const other = features.findIndex(({ name }, at) => schema.features[at]?.name !== name);
  if (other < 0) return null;
  return `feature ${other} is ${schema.features[other]?.name}, this program makes ${features[other]?.name}`;
}
