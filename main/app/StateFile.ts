import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';
import type { Logger } from '#engine/log.ts';

/**
 * What the shell remembers from one run to the next. It is for comfort: a file that can't be read counts as none, and
 * one that can't be written costs a line in the log.
 */
export class StateFile<T> {
  readonly #path: string;
  readonly #schema: z.ZodType<T>;
  readonly #empty: T;
  readonly #log: Pick<Logger, 'warn'>;

  constructor(path: string, schema: z.ZodType<T>, empty: T, log: Pick<Logger, 'warn'>) {
    this.#path = path;
    this.#schema = schema;
    this.#empty = empty;
    this.#log = log;
  }

  read(): T {
    try {
      return this.#schema.parse(JSON.parse(readFileSync(this.#path, 'utf8')));
    } catch {
      return this.#empty;
    }
  }

  /** Whole or not at all: a power cut leaves the file of before. */
  write(value: T): void {
    try {
      mkdirSync(dirname(this.#path), { recursive: true });
      const fresh = `${this.#path}.new`;
      writeFileSync(fresh, `${JSON.stringify(value, null, 2)}\n`);
      renameSync(fresh, this.#path);
    } catch (error) {
      this.#log.warn({ err: error, file: this.#path }, 'the shell can’t remember this');
    }
  }
}
