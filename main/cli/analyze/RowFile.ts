import { closeSync, openSync, writeSync } from 'node:fs';
import type { FiveMinuteRow } from '#shared/analytics/FiveMinutes.ts';
import { CliError } from '../exitCodes.ts';
import { messageOf } from '../options.ts';

/** Rows of one write: a month of a large site has millions. */
const PORTION = 1_000;

/** Every five minutes of every device, a JSON object a line. */
export class RowFile {
  readonly #path: string;
  readonly #file: number;
  #lines: string[] = [];

  /** @throws {CliError} when it can't be written */
  constructor(path: string) {
    this.#path = path;
    this.#file = this.#spared(() => openSync(path, 'w'));
  }

  /** @throws {CliError} when it can't be written */
  add(row: FiveMinuteRow & { readonly deviceId: string }): void {
    this.#lines.push(`${JSON.stringify(row)}\n`);
    if (this.#lines.length >= PORTION) this.#write();
  }

  /** @throws {CliError} when it can't be written */
  close(): void {
    this.#write();
    closeSync(this.#file);
  }

  #write(): void {
    const text = this.#lines.join('');
    this.#lines = [];
    this.#spared(() => writeSync(this.#file, text));
  }

  #spared<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw new CliError(`--five-minutes ${this.#path} can't be written: ${messageOf(error)}`);
    }
  }
}
