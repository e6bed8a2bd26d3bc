/** Files with a JSON object a line, all of which must be right: truth and devices. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { linesOf } from '#engine/files/lines.ts';
import { CliError } from './exitCodes.ts';
import { messageOf } from './options.ts';

const MAX_LINE_BYTES = 64 * 1024;

export interface JsonLine<T> {
  readonly line: number;
  readonly value: T;
}

/**
 * @param option named in the message, as it was typed
 * @throws {CliError} when the file can't be read, naming the line that is wrong
 */
export async function readJsonLines<T>(
  option: string,
  file: string,
  schema: z.ZodType<T>,
): Promise<readonly JsonLine<T>[]> {
  const found: JsonLine<T>[] = [];
  let number = 0;
  try {
    for await (const lines of linesOf(open(file), MAX_LINE_BYTES))
      for (const line of lines) {
        number++;
        if ('unreadable' in line)
          throw new CliError(`${option} ${file}, line ${number}: ${line.unreadable}`);
        if (line.text.trim() === '') continue;
        found.push({
          line: number,
          value: objectOf(`${option} ${file}, line ${number}`, line.text, schema),
        });
      }
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`${option} ${file} can't be read: ${messageOf(error)}`);
  }
  return found;
}

function open(file: string): AsyncIterable<Uint8Array> {
  const raw = createReadStream(file);
  if (!file.toLowerCase().endsWith('.gz')) return raw;
  const unpacked = createGunzip();
  raw.on('error', (error) => unpacked.destroy(error));
  return raw.pipe(unpacked);
}

function objectOf<T>(where: string, text: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new CliError(`${where} is not valid JSON: ${messageOf(error)}`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CliError(`${where}: ${issue?.path.join('.') || 'the object'}: ${issue?.message}`);
}
