/** The file of signed heads: append only, one JSON object a line, made to be copied out of the machine. */
import {
  closeSync,
  createReadStream,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { SignedHead } from '#shared/audit/entry.ts';

const FILE_NAME = 'audit-heads.jsonl';
/** A line is about 350 bytes; the newest heads are in the last few of them. */
const TAIL_BYTES = 16_384;

export const headsPath = (dataDir: string): string => path.join(dataDir, FILE_NAME);

const Head = z.object({
  seq: z.number().int().min(0),
  hash: z.string().length(64),
  at: z.number(),
  publicKeyId: z.string().min(1).max(64),
  signature: z.string().min(1).max(128),
});

/** A head by itself, or within what carried it out of the machine: the last line of an export, the body of a webhook. */
export function readHead(line: string): SignedHead | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const inner = z.object({ head: z.unknown() }).safeParse(value);
  const parsed = Head.safeParse(inner.success ? inner.data.head : value);
  return parsed.success ? parsed.data : null;
}

/** Returns once it is on the disk. */
export function appendHead(file: string, head: SignedHead): void {
  const descriptor = openSync(file, 'a+', 0o600);
  try {
    // After a power cut the last line may be half of one; the next must not be spoiled by it.
    const { size } = fstatSync(descriptor);
    const last = Buffer.alloc(1);
    if (size > 0) readSync(descriptor, last, 0, 1, size - 1);
    const begin = size > 0 && last[0] !== 10 ? '\n' : '';
    writeSync(descriptor, `${begin}${JSON.stringify(head)}\n`);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The newest heads of the file, oldest first; none when there is no such file. */
export function newestHeads(file: string): readonly SignedHead[] {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  try {
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes
      .toString('utf8')
      .split('\n')
      .map(readHead)
      .filter((head) => head !== null);
  } finally {
    closeSync(descriptor);
  }
}

export interface HeadLine {
  readonly line: number;
  /** Null for a line that carries no head. */
  readonly head: SignedHead | null;
  /** Whether it is no JSON at all. */
  readonly unreadable: boolean;
}

/** Every line that isn't blank, in order. */
export async function* headLines(file: string): AsyncGenerator<HeadLine> {
  const lines = createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let number = 0;
  for await (const text of lines) {
    number++;
    if (text.trim() === '') continue;
    const head = readHead(text);
    yield { line: number, head, unreadable: !head && !isJson(text) };
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
