/** Reads a model file and checks everything that can be told without running it. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import protobuf from 'protobufjs';
import type { ModelProblemCode } from '#shared/contract/predictionViews.ts';
import { type ModelMetadata, parseMetadata, schemaDifference } from './modelMetadata.ts';

/** Larger ones are no model of this program. */
const MAX_BYTES = 64 * 1024 * 1024;
/** Those that the runtime runs and the training writes. */
const OPSETS = { from: 11, to: 17 } as const;

export interface ModelFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
  readonly metadata: ModelMetadata;
}

/** Why a model is refused: the code for the screen's words, the detail for whoever made the model. */
export interface ModelProblem {
  readonly code: ModelProblemCode;
  readonly detail: string;
}

export type ModelRead =
  | { readonly ok: true; readonly file: ModelFile }
  | { readonly ok: false; readonly problem: ModelProblem };

/** @param expectedHash what the file must be, where that is known */
export async function readModelFile(path: string, expectedHash?: string): Promise<ModelRead> {
  const refused = (code: ModelProblemCode, what: string): ModelRead => ({
    ok: false,
    problem: { code, detail: `${path}: ${what}` },
  });
  let bytes: Buffer;
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) return refused('tooLarge', `${size} bytes, more than ${MAX_BYTES}`);
    bytes = await readFile(path);
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return missing
      ? refused('missing', 'there is no such file')
      : refused('unreadable', error instanceof Error ? error.message : String(error));
  }
  const hash = createHash('sha256').update(bytes).digest('hex');
  if (expectedHash !== undefined && hash !== expectedHash)
    return refused('hashMismatch', `its hash is ${hash}, expected ${expectedHash}`);
  const proto = parseModelProto(bytes);
  if (typeof proto === 'string') return refused('notAModel', proto);
  const { opset, emberwatch } = proto;
  if (opset < OPSETS.from || opset > OPSETS.to)
    return refused('wrongOpset', `opset ${opset}, not ${OPSETS.from} to ${OPSETS.to}`);
  if (emberwatch === null) return refused('wrongSchema', 'it carries no metadata of this program');
  const metadata = parseMetadata(emberwatch);
  if (typeof metadata === 'string') return refused('wrongSchema', metadata);
  const difference = schemaDifference(metadata);
  if (difference !== null) return refused('wrongSchema', difference);
  return { ok: true, file: { path, bytes, hash, metadata } };
}

interface ModelProto {
  /** Of the default domain. */
  readonly opset: number;
  readonly emberwatch: string | null;
}

/** ONNX's `ModelProto` by its field numbers (onnx.proto3), as far as it is needed. @returns what is wrong with it, or it. */
function parseModelProto(bytes: Uint8Array): ModelProto | string {
  let irVersion = 0;
  let graphs = 0;
  let opset = 0;
  let emberwatch: string | null = null;
  try {
    const reader = protobuf.Reader.create(bytes);
    while (reader.pos < reader.len) {
      const tag = reader.uint32();
      const field = tag >>> 3;
      if (field === 1 && (tag & 7) === 0) irVersion = reader.uint32();
      else if (field === 8 && (tag & 7) === 2) opset = Math.max(opset, opsetOf(reader));
      else if (field === 14 && (tag & 7) === 2) emberwatch = propertyOf(reader) ?? emberwatch;
      else {
        if (field === 7) graphs++;
        reader.skipType(tag & 7);
      }
    }
  } catch (error) {
    return `it is not an ONNX file: ${error instanceof Error ? error.message : error}`;
  }
  if (irVersion === 0 || graphs !== 1) return 'it is not an ONNX file: it has no graph';
  return { opset, emberwatch };
}

/** `OperatorSetIdProto`: domain (1) and version (2). 0 for another domain than ONNX's own. */
function opsetOf(reader: protobuf.Reader): number {
  const end = reader.uint32() + reader.pos;
  let domain = '';
  let version = 0;
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag >>> 3 === 1) domain = reader.string();
    else if (tag >>> 3 === 2) version = reader.uint32();
    else reader.skipType(tag & 7);
  }
  return domain === '' || domain === 'ai.onnx' ? version : 0;
}

/** `StringStringEntryProto`: key (1) and value (2). @returns the value of the key `emberwatch`, null for others. */
function propertyOf(reader: protobuf.Reader): string | null {
  const end = reader.uint32() + reader.pos;
  const entry = { 1: '', 2: '' };
  while (reader.pos < end) {
    const tag = reader.uint32();
    const field = tag >>> 3;
    if (field === 1 || field === 2) entry[field] = reader.string();
    else reader.skipType(tag & 7);
  }
  return entry[1] === 'emberwatch' ? entry[2] : null;
}
